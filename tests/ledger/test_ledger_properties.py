"""What holds after any history, on both databases."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_samples import (
    LOT,
    NDC,
    REDUCTIONS,
    authorize,
    day,
    issue,
    record_ndc,
    send,
    start,
    total,
)

from conftest import NewLedger
from tallystick.article6.postings.movements import (
    Cancel,
    FirstTransfer,
    Issue,
    Movement,
    Subtype,
    Transfer,
    Use,
)
from tallystick.article6.postings.units import Holding, Underlying, Units, joined
from tallystick.core.actions import OIMP, TERMINAL, ActionType, Purpose
from tallystick.core.identifiers import Block
from tallystick.ledger import Ledger, Refused, replay

AUTHORIZATIONS = {
    "A1": authorize("A1"),
    "A2": authorize("A2", OIMP, "Use or cancellation"),
    "A3": authorize("A3", NDC | OIMP, "Use or cancellation"),
    "B1": replace(authorize("B1", OIMP, "Issuance"), approach="CA0010"),
    "B2": replace(authorize("B2", NDC | OIMP, "Issuance"), approach="CA0010"),
}
OPEN = ("GHA", "GHA:entity", "CHE", "CHE:entity", "SWE")
STEPS = ("first", "use", "transfer", "use oimp", "oimp", "omge", "other")
OMGE: dict[str, Any] = {"subtype": Subtype.VOLUNTARY_OMGE, "voluntary": True}

examples = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(frozen=True)
class Step:
    """A part of something held, and what to do with it; now and then from the wrong account."""

    pick: int
    skip: int
    length: int
    kind: str
    giver: str | None
    taker: str

    def posting(self, held: list[Holding], on: int) -> Movement:
        source = held[self.pick % len(held)]
        first = source.block.first + self.skip % source.block.quantity
        block = source.block.part(first, min(first + self.length, source.block.last))
        giver = self.giver or source.account
        party = giver.partition(":")[0]
        given: dict[str, Any] = {"on": day(on), "block": block, "from_account": giver}
        makers: dict[str, Callable[[], Movement]] = {
            "first": lambda: FirstTransfer(**given, to_account=self.taker),
            "transfer": lambda: Transfer(**given, to_account=self.taker),
            "use": lambda: Use(**given, to_account=f"{party}:use", year=2025),
            "use oimp": lambda: Use(**given, to_account=f"{party}:oimp", purpose=Purpose.IMP),
            "oimp": lambda: Cancel(**given, to_account=f"{party}:oimp", purpose=Purpose.OP),
            "omge": lambda: Cancel(**given, to_account=f"{party}:voluntary", **OMGE),
            "other": lambda: Cancel(**given, to_account=f"{party}:other"),
        }
        return makers[self.kind]()


steps = st.builds(
    Step,
    pick=st.integers(0, 20),
    skip=st.integers(0, 99),
    length=st.integers(0, 99),
    kind=st.sampled_from(["first", "first", "use", "use", *STEPS]),
    giver=st.none() | st.none() | st.none() | st.sampled_from(OPEN),
    taker=st.sampled_from(OPEN),
)


@dataclass(frozen=True)
class History:
    """Lots issued under different authorizations, and steps from there."""

    lots: list[tuple[str, int]]
    steps: list[Step]

    @property
    def issues(self) -> list[Issue]:
        issued = []
        for number, (identifier, quantity) in enumerate(self.lots):
            series = replace(LOT.series, approach=AUTHORIZATIONS[identifier].approach)
            block = Block(series, 100 * number + 1, 100 * number + quantity)
            issued.append(replace(issue(block), authorization=identifier))
        return issued


histories = st.builds(
    History,
    lots=st.lists(
        st.tuples(st.sampled_from(sorted(AUTHORIZATIONS)), st.integers(1, 100)),
        min_size=1,
        max_size=4,
    ),
    steps=st.lists(steps, min_size=5, max_size=25),
)


def lived(ledger: Ledger, history: History) -> Ledger:
    """Post what the rules let through."""
    start(ledger, record_ndc("GHA"), *AUTHORIZATIONS.values(), *history.issues)
    for number, step in enumerate(history.steps):
        posting = step.posting(ledger.holdings(), 2 + number)
        with suppress(Refused):
            ledger.post(posting, key=f"step {number}")
    return ledger


def units(held: Holding) -> set[tuple[str, int]]:
    serials = range(held.block.first, held.block.last + 1)
    return {(str(held.block.series), serial) for serial in serials}


@examples
@given(histories)
def test_units_issued_are_units_held_each_once(new_ledger: NewLedger, history: History) -> None:
    ledger = lived(new_ledger(), history)
    issued = sum(one.block.quantity for one in history.issues)
    held = ledger.holdings()
    assert total(ledger) == issued
    assert len(set().union(*map(units, held))) == issued


@examples
@given(histories)
def test_replayed_journal_rebuilds_the_holdings(new_ledger: NewLedger, history: History) -> None:
    ledger = lived(new_ledger(), history)
    assert replay(ledger.journal()) == ledger.holdings()
    assert ledger.holdings(day(10_000)) == ledger.holdings()


@examples
@given(histories)
def test_first_transferred_minus_used_is_what_is_held_cancelled_or_gone_to_oimp(
    new_ledger: NewLedger, history: History
) -> None:
    ledger = lived(new_ledger(), history)
    counted: Counter[str] = Counter()
    for entry in ledger.journal():
        if entry.block is not None:
            towards_ndc = entry.type is ActionType.USE and entry.purpose is Purpose.NDC
            counted["used" if towards_ndc else entry.type] += entry.block.quantity
    remaining = sum(
        held.block.quantity
        for held in ledger.holdings()
        if held.units.first_transferred_on and not held.account.endswith(":use")
    )
    assert counted[ActionType.FIRST_TRANSFER] - counted["used"] == remaining


@examples
@given(histories)
def test_every_unit_is_first_transferred_and_ended_at_most_once(
    new_ledger: NewLedger, history: History
) -> None:
    ledger = lived(new_ledger(), history)
    for kinds in (frozenset({ActionType.FIRST_TRANSFER}), TERMINAL):
        seen: Counter[tuple[str, int]] = Counter()
        for entry in ledger.journal():
            if entry.units is not None and entry.type in kinds:
                seen.update(units(Holding(account="", received_on=day(0), units=entry.units)))
        assert not seen or max(seen.values()) == 1


@examples
@given(histories)
def test_every_transfer_between_parties_has_its_acquisition(
    new_ledger: NewLedger, history: History
) -> None:
    ledger = lived(new_ledger(), history)
    halves: dict[ActionType, list[tuple[object, ...]]] = {}
    for one in ledger.journal():
        if one.counterparty is not None and isinstance(one.type, ActionType):
            taking = one.type is ActionType.ACQUISITION
            pair = (one.counterparty, one.party) if taking else (one.party, one.counterparty)
            side = ActionType.ACQUISITION if taking else ActionType.TRANSFER
            halves.setdefault(side, []).append((one.posting, *pair, one.block))
    assert halves.get(ActionType.TRANSFER) == halves.get(ActionType.ACQUISITION)


@examples
@given(st.sets(st.integers(2, LOT.last)))
def test_split_before_a_transfer_changes_no_total_and_no_first_transfer_status(
    new_ledger: NewLedger, cuts: set[int]
) -> None:
    bounds = [LOT.first, *sorted(cuts), LOT.last + 1]
    parts = [LOT.part(a, b - 1) for a, b in pairwise(bounds)]
    whole = start(new_ledger(), authorize(), issue(), send(LOT)).holdings()
    split = start(new_ledger(), authorize(), issue(), *map(send, parts)).holdings()
    assert split == whole
    assert {held.units.first_transferred_on for held in split} == {day(2)}


@given(st.sets(st.integers(2, LOT.last)))
def test_joined_parts_are_the_whole(cuts: set[int]) -> None:
    bounds = [LOT.first, *sorted(cuts), LOT.last + 1]
    whole = Holding(
        account="GHA",
        received_on=day(1),
        units=Units(
            block=LOT,
            authorization="A1",
            metric="GHG",
            mitigation_type=REDUCTIONS,
            underlying=Underlying("JCM", "X-0099", "X-1098"),
            first_transferred_on=day(1),
        ),
    )
    parts = [whole.part(a, b - 1) for a, b in pairwise(bounds)]
    assert joined(reversed(parts)) == [whole]
