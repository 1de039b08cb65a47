"""What PostgreSQL is told of a posting that moves one part, value by value.

Most postings are such, and values are read faster than JSON.
"""

import json
from operator import itemgetter

from tallystick.ledger.plans import EntryRow, Plan, Shift

VALUES = 26
"""How many values there are."""

EACH = itemgetter(3, 4, 5, 6, 7, 9, 11)
"""Type, parties, accounts, subtype and year of use: what each entry of a movement has its own."""

ALL = itemgetter(1, 2, 8, 10, *range(12, 25))
TERMS = itemgetter(8, 10, 12, 17, 18, 19, 20, 21)
"""Day of authorization, purpose, entity, metric, type, and what backs the units."""

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def is_one_move(plan: Plan) -> bool:
    """Whether a plan is one posting that moves one part, with entries about that part alone."""
    if len(plan.postings) != 1 or len(plan.shifts) != 1 or plan.lots or plan.payments:
        return False
    first, (shift,) = plan.entries[0], plan.shifts
    return not shift.undoes and _is_about(first, shift) and _are_alike(plan.entries)


def told(plan: Plan) -> list[bytes | None]:
    """Write down such a plan as the values that the function `ledger_move` takes."""
    ((key, kind, _, body, leaf),), (shift,) = plan.postings, plan.shifts
    values = (
        plan.records, key, kind, body, leaf, *shift[:12], *TERMS(plan.entries[0]),
        _write([EACH(entry) for entry in plan.entries]),
    )  # fmt: skip
    return [None if one is None else str(one).encode() for one in values]


def _is_about(entry: EntryRow, shift: Shift) -> bool:
    """Whether an entry says of the units what the shift does, and no more."""
    since = (None, shift.moved_on) if shift.transfers else (1, None)
    return (
        (entry[1], entry[22]) == since
        and entry[2] == shift.moved_on
        and entry[13:17] == (shift.authorization, *shift[:3])
        and entry[23] is None
    )


def _are_alike(entries: list[EntryRow]) -> bool:
    common = ALL(entries[0])
    return all(ALL(entry) == common for entry in entries[1:])
