"""Both ledgers and the model, driven step by step by hypothesis; they agree after every step."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from ledger_samples import LOT, NDC, authorize, day, issue, open_account, record_ndc
from model import Authorization, Model, UnitId

from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.movements import Cancel, FirstTransfer, Subtype, Transfer, Use
from tallystick.article6.postings.plain import Amount, Move, MoveUnits, Range
from tallystick.article6.postings.records import Posting
from tallystick.core.actions import OIMP, Purpose
from tallystick.core.identifiers import Block
from tallystick.ledger import Conflict, Ledger, Refused

NewPlaces = Callable[[], list[Ledger]]
"""Opens a new empty ledger on each database; whoever gives it closes them."""

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
        series, first, last, giver = self._held(model, lambda name: name[0] == self.series)
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
        series, first, last, giver = self._held(model, lambda name: name[0].startswith(wanted))
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

    def _held(self, model: Model, like: Callable[[UnitId], bool]) -> tuple[str, int, int, str]:
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


class LedgersAndModel(RuleBasedStateMachine):
    """Ledgers that are asked the same as the model, and must hold the same."""

    def __init__(self, new: NewPlaces) -> None:
        super().__init__()
        self.ledgers = new()
        known = {
            name: Authorization(
                one.purposes, one.authorized_quantity_t, name == "B1", name in {"A2", "A3"}
            )
            for name, one in AUTHORIZATIONS.items()
        }
        self.model = Model(set(ACCOUNTS), known, range(2021, 2031))
        self.tried: list[Posting] = []

    @initialize()
    def begin(self) -> None:
        """Open the accounts, record the NDCs and authorize."""
        records = [record_ndc(party) for party in ("CHE", "SWE")]
        begun = [*map(open_account, ACCOUNTS), *records, *AUTHORIZATIONS.values()]
        for ledger in self.ledgers:
            for _ in ledger.post_many((f"begin {n}", one) for n, one in enumerate(begun)):
                pass

    @rule(step=steps)
    def ask(self, step: Step) -> None:
        """Ask for one thing, lawful or not."""
        self._post(step.posting(self.model))

    @rule(parts=st.lists(steps, min_size=2, max_size=3))
    def ask_together(self, parts: list[Step]) -> None:
        """Ask for several things that stand or fall together."""
        same_day = [replace(part, on=parts[0].on).posting(self.model) for part in parts]
        self._post(Batch(on=same_day[0].on, postings=tuple(same_day)))

    @rule(pick=st.integers(0, 10_000), changed=st.booleans())
    def ask_again(self, pick: int, changed: bool) -> None:
        """Send a key once more, with its posting or with another."""
        if self.tried:
            pick %= len(self.tried)
            before = self.tried[pick]
            other = replace(before, note={"changed": "yes"}) if changed else before
            self._compare(f"step {pick}", other)

    def _post(self, posting: Posting) -> None:
        self.tried.append(posting)
        self._compare(f"step {len(self.tried) - 1}", posting)

    def _compare(self, key: str, posting: Posting) -> None:
        due = self.model.post(key, posting)
        for ledger in self.ledgers:
            assert answer(ledger, key, posting) == due, (key, posting)
            for on in (None, posting.on, day(DAYS // 2)):
                assert held(ledger, on) == self.model.held(on), on
                assert balances(ledger, on) == self.model.balance(on), on
        new = sum(units for _, giver, _, units in self.model.paid if not giver)
        assert sum(self.model.balance().values()) == new


def answer(ledger: Ledger, key: str, posting: Posting) -> str:
    """Ask a ledger and return its answer in one word."""
    try:
        return str(ledger.post(posting, key=key).status)
    except Refused:
        return "refused"
    except Conflict:
        return "conflict"


def held(ledger: Ledger, on: date | None) -> dict[UnitId, tuple[str, date, date | None]]:
    """Return what a ledger says of each unit; no unit is held twice."""
    found = [
        *(
            ((str(one.block.series), one.block.first, one.block.last),
             (one.account, one.received_on, one.units.first_transferred_on))
            for one in ledger.holdings(on)
        ),
        *(
            ((one.range.series, one.range.first, one.range.last),
             (one.account, one.received_on, None))
            for one in ledger.ranges(on)
        ),
    ]  # fmt: skip
    units = [(name, stand) for place, stand in found for name in names_of(*place)]
    assert max(Counter(name for name, _ in units).values(), default=1) == 1
    return dict(units)


def names_of(series: str, first: int, last: int) -> Iterable[UnitId]:
    """Name the units of a range one by one."""
    return ((series, serial) for serial in range(first, last + 1))


def balances(ledger: Ledger, on: date | None) -> dict[str, int]:
    """Return what accounts of a ledger hold in units without serials."""
    return {one.account: one.amount.units for one in ledger.balances(on) if one.amount.units}


def drive(new: NewPlaces, examples: int, steps_each: int) -> None:
    """Drive ledgers and model through so many histories of so many steps."""
    profile = settings(
        max_examples=examples,
        stateful_step_count=steps_each,
        derandomize=False,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    make: Any = partial(LedgersAndModel, new)  # any callable will do, though a class is declared
    run_state_machine_as_test(make, settings=profile)
