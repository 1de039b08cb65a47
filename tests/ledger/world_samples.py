"""Worlds of 2 to 8 Parties in which lawful actions happen one after the other."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from ledger_samples import KINDS, REDUCTIONS

from tallystick.article6.aef.submission import Submission
from tallystick.article6.postings.movements import (
    Cancel,
    FirstTransfer,
    Issue,
    Subtype,
    Transfer,
    Use,
)
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting, RecordNdc
from tallystick.article6.postings.units import Holding
from tallystick.core.actions import OIMP, Purpose
from tallystick.core.identifiers import Block, Series
from tallystick.core.periods import NdcPeriod
from tallystick.io.aef_export import submission
from tallystick.ledger import Ledger, Refused, open_ledger

CODES = ("CHE", "GHA", "JPN", "KEN", "PER", "SGP", "SWE", "THA")
PERIOD = NdcPeriod(2021, 2030)
START, PACE = date(2024, 1, 1), timedelta(days=61)
EMISSIONS_T = 1_000
NDC = frozenset({Purpose.NDC})
GRANTS = {"N": (NDC, None), "M": (NDC | OIMP, "Use or cancellation")}
MOVES = ("send", "send", "send", "use", "use", "oimp", "omge", "give", "cancel")


@dataclass(frozen=True)
class Step:
    """Something to be tried: units issued, or a part of what somebody holds, moved."""

    kind: str
    pick: int
    party: int
    skip: int
    quantity: int
    grant: str

    def posting(self, parties: Sequence[str], held: Sequence[Holding], on: date) -> Posting | None:
        party = parties[self.party % len(parties)]
        if self.kind == "issue":
            series = Series("CA0009", f"{party}01", party, on.year - self.skip % 3)
            first = 1 + (on - START).days * 1_000
            return Issue(
                on=on,
                block=Block(series, first, first + self.quantity - 1),
                to_account=party,
                authorization=f"{party}-{self.grant}",
                mitigation_type=REDUCTIONS,
            )
        if not held:
            return None
        source = held[self.pick % len(held)]
        first = source.block.first + self.skip % source.block.quantity
        block = source.block.part(first, min(first + self.quantity - 1, source.block.last))
        return self._moving(source, block, party, on)

    def _moving(self, source: Holding, block: Block, taker: str, on: date) -> Posting:
        given: dict[str, Any] = {"on": on, "block": block, "from_account": source.account}
        match self.kind:
            case "send":
                done = source.units.first_transferred_on is not None
                return (Transfer if done else FirstTransfer)(**given, to_account=taker)
            case "use":
                return Use(**given, to_account=f"{source.account}:use", year=on.year)
            case "oimp":
                return Use(**given, to_account=f"{source.account}:oimp", purpose=Purpose.IMP)
            case "omge":
                return Cancel(
                    **given,
                    to_account=f"{source.account}:voluntary",
                    subtype=Subtype.VOLUNTARY_OMGE,
                    voluntary=True,
                )
            case "give":
                kind = Subtype.VOLUNTARY_CONTRIBUTION
                return Transfer(**given, to_account=f"{source.account}:fund", subtype=kind)
        return Cancel(**given, to_account=f"{source.account}:other")


numbers = st.integers(0, 1_000)
quantities = st.integers(1, 500)
issues = st.builds(
    Step, st.just("issue"), numbers, numbers, numbers, quantities, st.sampled_from(list(GRANTS))
)
moves = st.builds(Step, st.sampled_from(MOVES), numbers, numbers, numbers, quantities, st.just("N"))
histories = st.tuples(
    st.integers(2, len(CODES)),
    st.lists(issues, min_size=1, max_size=3),
    st.lists(issues | moves, min_size=2, max_size=14),
)
"""How many Parties there are, what they issue first, and what happens then."""

History = tuple[int, list[Step], list[Step]]


@contextmanager
def world(history: History) -> Iterator[Ledger]:
    """Let a history happen in a new ledger; what a rule refuses does not happen."""
    count, first, then = history
    parties = CODES[:count]
    with TemporaryDirectory() as place, open_ledger(str(Path(place) / "world.db")) as ledger:
        ledger.create()
        for number, record in enumerate(records(parties)):
            ledger.post(record, key=f"record {number}")
        for number, step in enumerate([*first, *then]):
            held = [one for one in ledger.holdings() if one.account in parties]
            posting = step.posting(parties, held, START + number * PACE)
            if posting is not None:
                with suppress(Refused):
                    ledger.post(posting, key=f"step {number}")
        yield ledger


def records(parties: Sequence[str]) -> Iterator[Posting]:
    """The accounts, the NDC and the authorizations of every Party."""
    for party in parties:
        for ending, kind in KINDS.items():
            account = party + ending
            yield OpenAccount(on=START, id=account, account_kind=kind, party=party, name=account)
        yield RecordNdc(
            on=START,
            party=party,
            period=PERIOD,
            ndc_kind="multi-year",
            method="budget",
            budget_t=EMISSIONS_T * len(PERIOD),
            inventory_t=dict.fromkeys(PERIOD.years, EMISSIONS_T),
        )
        for grant, (purposes, definition) in GRANTS.items():
            yield Authorize(
                on=START,
                id=f"{party}-{grant}",
                party=party,
                approach="CA0009",
                purposes=purposes,
                first_transfer_definition=definition,
                authorized_oimp="CORSIA" if definition else None,
                sectors=("Energy generation",),
                activity_types=("Energy Efficiency households",),
                gwp_values="AR5",
            )


def filed(ledger: Ledger) -> list[Submission]:
    """The annual information of every Party for every year, nil reports included."""
    last_year = max(one.effective_on.year for one in ledger.journal())
    return [
        submission(ledger, ndc.party, year, date(year + 1, 4, 15))
        for ndc in ledger.ndcs()
        for year in range(START.year, last_year + 1)
    ]
