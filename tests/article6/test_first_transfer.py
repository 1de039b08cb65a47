"""When units are first transferred, by the purposes and the definition of their authorization."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.article6.first_transfer import (
    FirstTransferred,
    Serials,
    counting_kinds,
    date_first_transfers,
)
from tallystick.core.actions import (
    OIMP,
    ActionType,
    FirstTransferDefinition,
    Purpose,
    Purposes,
)

NDC: Purposes = frozenset({Purpose.NDC})
BOTH: Purposes = NDC | OIMP
ISSUANCE = FirstTransferDefinition.ISSUANCE
USE = FirstTransferDefinition.USE_OR_CANCELLATION
AUTHORIZATION = FirstTransferDefinition.AUTHORIZATION
GRANTED_ON = date(2024, 3, 1)


@dataclass(frozen=True)
class Happened:
    type: ActionType
    on: date
    quantity_t: int
    block: tuple[int, int] | None = None
    series: str = ""


def happened(kind: str, on: str, quantity_t: int, first: int | None = None) -> Happened:
    block = (first, first + quantity_t - 1) if first else None
    return Happened(ActionType(kind), date.fromisoformat(on), quantity_t, block)


def dated(
    purposes: Purposes, definition: FirstTransferDefinition | None, *events: Happened
) -> dict[str, int]:
    dating = date_first_transfers(purposes, definition, GRANTED_ON, events)
    return {one.on.isoformat(): one.quantity_t for one in dating.first_transfers}


ISSUED = happened("issuance", "2025-02-01", 10)
MOVED = happened("first_transfer", "2024-11-01", 10)
USED = happened("use", "2026-06-01", 10)


@pytest.mark.parametrize(
    ("purposes", "definition", "on"),
    [
        (NDC, None, "2024-11-01"),
        (OIMP, AUTHORIZATION, "2024-03-01"),
        (OIMP, ISSUANCE, "2025-02-01"),
        (OIMP, USE, "2026-06-01"),
        (BOTH, AUTHORIZATION, "2024-03-01"),
        (BOTH, ISSUANCE, "2024-11-01"),
        (BOTH, USE, "2024-11-01"),
    ],
)
def test_first_transfer_is_the_earliest_event_that_counts(
    purposes: Purposes, definition: FirstTransferDefinition | None, on: str
) -> None:
    assert dated(purposes, definition, USED, ISSUED, MOVED) == {on: 10}


def test_definition_is_needed_for_oimp_only() -> None:
    assert counting_kinds(NDC, None)
    with pytest.raises(ValueError, match="specifies the event"):
        counting_kinds(BOTH, None)


@pytest.mark.parametrize("kind", ["voluntary_cancellation", "contribution"])
@pytest.mark.parametrize(("purposes", "definition"), [(NDC, None), (OIMP, ISSUANCE), (OIMP, USE)])
def test_contribution_and_voluntary_cancellation_first_transfer_what_was_not_before(
    purposes: Purposes, definition: FirstTransferDefinition | None, kind: str
) -> None:
    given = happened(kind, "2026-01-01", 10)
    assert dated(purposes, definition, given) == {"2026-01-01": 10}
    assert dated(BOTH, definition or USE, MOVED, given) == {"2024-11-01": 10}


def test_cancellation_first_transfers_only_where_use_or_cancellation_does() -> None:
    cancelled = happened("cancellation", "2026-01-01", 10)
    assert dated(OIMP, USE, cancelled) == {"2026-01-01": 10}
    assert dated(NDC, None, cancelled) == dated(OIMP, ISSUANCE, cancelled) == {}


def test_units_issued_before_their_authorization_are_first_transferred_on_its_date() -> None:
    assert dated(OIMP, ISSUANCE, happened("issuance", "2023-01-01", 10)) == {"2024-03-01": 10}


def test_authorization_counts_all_units_once_whatever_shows_them() -> None:
    moved_on = happened("transfer", "2025-03-01", 8)
    assert dated(OIMP, AUTHORIZATION, ISSUED, moved_on, moved_on) == {"2024-03-01": 10}
    assert dated(OIMP, AUTHORIZATION, moved_on) == {"2024-03-01": 8}
    assert dated(OIMP, AUTHORIZATION, happened("use", "2026-06-01", 7)) == {"2024-03-01": 7}


def test_later_events_first_transfer_what_earlier_ones_left() -> None:
    more = happened("use", "2026-06-01", 25)
    assert dated(BOTH, USE, MOVED, more) == {"2024-11-01": 10, "2026-06-01": 15}


def test_serials_prevail_over_quantities() -> None:
    moved = happened("first_transfer", "2024-11-01", 10, first=1)
    used = happened("use", "2026-06-01", 10, first=6)
    assert dated(BOTH, USE, used, moved) == {"2024-11-01": 10, "2026-06-01": 5}


@pytest.mark.parametrize(
    ("purposes", "definition", "events", "certain"),
    [
        (BOTH, USE, (MOVED, USED), False),
        (BOTH, USE, (MOVED, USED, ISSUED), True),
        (BOTH, ISSUANCE, (MOVED, ISSUED), True),
        (NDC, None, (MOVED, MOVED), True),
        (NDC, None, (MOVED, happened("voluntary_cancellation", "2026-01-01", 3)), False),
        (OIMP, USE, (USED, happened("cancellation", "2026-01-01", 3)), True),
    ],
)
def test_count_is_certain_while_there_can_be_no_further_units(
    purposes: Purposes,
    definition: FirstTransferDefinition | None,
    events: tuple[Happened, ...],
    certain: bool,
) -> None:
    assert date_first_transfers(purposes, definition, GRANTED_ON, events).certain is certain


def test_nothing_happened_first_transfers_nothing() -> None:
    dating = date_first_transfers(OIMP, AUTHORIZATION, GRANTED_ON, [])
    assert (dating.first_transfers, dating.quantity_t, dating.certain) == ((), 0, True)


def test_undated_authorization_holds_nothing_back() -> None:
    dating = date_first_transfers(OIMP, ISSUANCE, None, [ISSUED])
    assert dating.first_transfers == (FirstTransferred(date(2025, 2, 1), 10),)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 20))))
def test_serials_agree_with_a_set_of_numbers(ranges: list[tuple[int, int]]) -> None:
    serials, numbers = Serials(), set[int]()
    for first, more in ranges:
        members = set(range(first, first + more + 1))
        assert serials.shared(first, first + more) == len(members & numbers)
        assert serials.add(first, first + more) == len(members - numbers)
        numbers |= members


def test_registries_that_count_alike_first_transfer_units_of_their_own() -> None:
    here, there = (
        replace(happened("first_transfer", "2024-11-01", 10, 1), series=one) for one in "AB"
    )
    assert dated(NDC, None, here, there, here) == {"2024-11-01": 20}
