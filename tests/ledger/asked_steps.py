"""What the state machine asks of ledgers: postings that move units, lawful or not."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st
from ledger_samples import LOT, NDC, authorize, day, issue
from model import Model
from model_controls import UnitId

from tallystick.article6.postings.movements import Cancel, FirstTransfer, Subtype, Transfer, Use
from tallystick.article6.postings.plain import Amount, Move, MoveUnits, Range
from tallystick.article6.postings.records import Posting
from tallystick.core.actions import OIMP, Purpose
from tallystick.core.identifiers import Block

KINDS = ("", ":entity", ":use", ":oimp", ":voluntary", ":other")
ACCOUNTS = [party + kind for party in ("GHA", "CHE", "SWE") for kind in KINDS]
AUTHORIZATIONS = {
    "A1": authorize("A1", cap=120),
    "A2": authorize("A2", OIMP, "Use or cancellation"),
    "A3": authorize("A3", NDC | OIMP, "Use or cancellation"),
    "B1": replace(authorize("B1", NDC | OIMP, "Issuance", cap=60), approach="CA0010"),
}
NAMES = ["GHA", "GHA:entity", "CHE", "CHE:entity", "SWE", "A", "B", "CHE:use", "SWE:oimp", ""]
"""Accounts that give and take most of what is asked; two are open to no Party."""

PLAIN = ["S", str(LOT.series)]
SERIALS = 80
DAYS = 12


@dataclass(frozen=True)
class Step:
    """What is asked for, in numbers that the state gives a meaning to."""

    kind: str
    series: str
    authorization: str
    first: int
    length: int
    giver: str
    taker: str
    rightly: bool
    on: int
    units: int
    year: int

    def posting(self, model: Model) -> Posting:
        """Return the posting; `rightly` one whose units are held by the giver, if there are any."""
        makers = {"issue": self._issue, "plain issue": self._plain, "plain": self._plain}
        makers |= {"pay": self._pay, "new units": self._pay}
        made: Posting = makers.get(self.kind, self._movement)(model)
        return made

    def _issue(self, _: Model) -> Posting:
        series = replace(LOT.series, approach=AUTHORIZATIONS[self.authorization].approach)
        block = Block(series, self.first, min(self.first + self.length, SERIALS))
        taker = self.taker if self.units == 1 else "GHA"
        return replace(issue(block, self.authorization, self.on), to_account=taker)

    def _plain(self, model: Model) -> Posting:
        series, first, last, giver = self.held(model, lambda name: name[0] == self.series)
        if self.kind == "plain issue":
            giver, series, first = "", self.series, self.first
            last = min(first + self.length, SERIALS)
        expected = {1: giver, 2: self.taker}.get(self.units)
        moved = Range(series, first, last)
        return Move(
            on=day(self.on),
            from_account=giver,
            to_account=self.taker,
            range=moved,
            expected=expected,
        )

    def _pay(self, _: Model) -> Posting:
        giver = "" if self.kind == "new units" else self.giver
        amount = Amount(self.units)
        return MoveUnits(on=day(self.on), from_account=giver, to_account=self.taker, amount=amount)

    def _movement(self, model: Model) -> Posting:
        wanted = "CA0010" if self.authorization == "B1" else "CA0009"
        series, first, last, giver = self.held(model, lambda name: name[0].startswith(wanted))
        party = giver.partition(":")[0]
        block = Block(replace(LOT.series, approach=series[:6]), first, last)
        given: dict[str, Any] = {"on": day(self.on), "block": block, "from_account": giver}

        def ended(kind: str) -> str:
            return f"{party}:{kind}" if self.rightly else self.taker

        makers: dict[str, Callable[[], Posting]] = {
            "first": lambda: FirstTransfer(**given, to_account=self.taker),
            "transfer": lambda: Transfer(**given, to_account=self.taker),
            "use": lambda: Use(**given, to_account=ended("use"), year=self.year),
            "use oimp": lambda: Use(**given, to_account=ended("oimp"), purpose=Purpose.IMP),
            "oimp": lambda: Cancel(**given, to_account=ended("oimp"), purpose=Purpose.OP),
            "other": lambda: Cancel(**given, to_account=ended("other")),
            "omge": lambda: Cancel(
                **given,
                to_account=ended("voluntary"),
                subtype=Subtype.VOLUNTARY_OMGE,
                voluntary=True,
            ),
        }
        return makers[self.kind]()

    def held(self, model: Model, like: Callable[[UnitId], bool]) -> tuple[str, int, int, str]:
        """Find a range to move: of one holder where it shall be lawful, otherwise any."""
        names = sorted(filter(like, model.units))
        if not names:
            series = self.series if self.kind == "plain" else str(LOT.series)
            return series, self.first, self.first + self.length, self.giver
        series, first = names[self.first % len(names)]
        holder, last = model.units[series, first].now.account, first
        while last < first + self.length and self._goes_on(model, series, last + 1, holder):
            last += 1
        return series, first, last, holder if self.rightly else self.giver

    def _goes_on(self, model: Model, series: str, serial: int, holder: str) -> bool:
        unit = model.units.get((series, serial))
        return not self.rightly or (unit is not None and unit.now.account == holder)


steps = st.builds(
    Step,
    kind=st.sampled_from(
        ["issue", "issue", "first", "first", "transfer", "use", "use oimp", "oimp", "other",
         "omge", "plain issue", "plain", "plain", "pay", "new units"]
    ),
    series=st.sampled_from(PLAIN[:1] * 4 + PLAIN),
    authorization=st.sampled_from(sorted(AUTHORIZATIONS)),
    first=st.integers(1, SERIALS),
    length=st.integers(0, 40),
    giver=st.sampled_from(NAMES),
    taker=st.sampled_from(["CHE", "SWE", "GHA", *NAMES]),
    rightly=st.integers(0, 4).map(bool),
    on=st.integers(0, DAYS),
    units=st.integers(1, 9),
    year=st.sampled_from([2024, 2024, 2025, 2031]),
)  # fmt: skip
