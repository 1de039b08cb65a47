"""What PostgreSQL is told of a posting that moves one part, value by value.

Most postings are such, and values are read faster than JSON.
"""

from collections.abc import Iterable
from operator import itemgetter

from tallystick.ledger.patterns import PATTERNS_MAX, Again, Pattern, backing_units
from tallystick.ledger.plans import EntryRow, Plan, Shift

VALUES, OWN = 26, 9
"""How many values there are, and how many of them a movement does not share with those alike."""

EACH = itemgetter(3, 4, 5, 6, 7, 9, 11)
"""Type, parties, accounts, subtype and year of use: what each entry of a movement has its own."""

ALL = itemgetter(1, 2, 8, 10, *range(12, 25))
TERMS = itemgetter(8, 10, 12, 17, 18, 19)
"""Day of authorization, purpose, entity, metric, type, and the registry of what backs the units."""

UNBACKED = (None, None)

Values = list[bytes | None]


class Moves:
    """Writes down movements like earlier ones, remembering what those of a pattern share."""

    def __init__(self) -> None:
        self._terms: dict[Pattern, Values | None] = {}

    def again(self, again: Again) -> Values | None:
        """Return the values of a movement, or None where it is not written by values."""
        terms = self._terms.get(again.pattern)
        if terms is None:
            terms = self._keep(again)
        if terms is None:
            return None
        key, first, last, lot = again.key, again.block.first, again.block.last, again.lot
        body, leaf = again.pattern.texts(key, first, last)
        units = map(_text, backing_units(lot, again.block)) if lot.underlying else UNBACKED
        return [
            b"%d" % again.records, key.encode(), body.encode(), leaf.encode(),
            b"%d" % first, b"%d" % last, b"%d" % lot.block.first, *units, *terms,
        ]  # fmt: skip

    def _keep(self, again: Again) -> Values | None:
        if len(self._terms) >= PATTERNS_MAX:
            self._terms.clear()
        plan = again.plan()
        terms = told(plan)[OWN:] if is_one_move(plan) else None
        self._terms[again.pattern] = terms
        return terms


def is_one_move(plan: Plan) -> bool:
    """Whether a plan is one posting that moves one part, with entries about that part alone.

    Text with the character U+0000, which the database refuses, would end there as a value.
    """
    if len(plan.postings) != 1 or len(plan.shifts) != 1 or plan.lots or plan.payments:
        return False
    first, (shift,) = plan.entries[0], plan.shifts
    if shift.undoes or not _is_about(first, shift) or not _are_alike(plan.entries):
        return False
    return not any(value and b"\0" in value for value in told(plan))


def told(plan: Plan) -> Values:
    """Write down such a plan as the values that the function `ledger_move` takes."""
    ((key, kind, _, body, leaf),), (shift,) = plan.postings, plan.shifts
    first = plan.entries[0]
    values = (
        plan.records, key, body, leaf, shift.first_serial, shift.last_serial, shift.lot,
        first[20], first[21], kind, shift.series, *shift[4:12], *TERMS(first),
        "{" + ",".join(_side(EACH(entry)) for entry in plan.entries) + "}",
    )  # fmt: skip
    return [_text(one) for one in values]


def _side(columns: Iterable[object]) -> str:
    """Write down a row as an element of an array."""
    told = ("" if one is None else _quoted(str(one)) for one in columns)
    return _quoted(f"({','.join(told)})")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _text(value: object) -> bytes | None:
    return None if value is None else str(value).encode()


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
