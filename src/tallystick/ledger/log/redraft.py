"""The postings once more, from the first on: what each comes to, and what is held in the end.

Nothing is judged again: what was lawful when it was posted stays, whatever the rules say today.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import TypeVar

from tallystick.article6.postings.batches import parts
from tallystick.article6.postings.control_facts import ControlFacts, Matter
from tallystick.article6.postings.control_moves import mistaken
from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.facts import Account, Facts
from tallystick.article6.postings.movements import Movement, UnitPosting
from tallystick.article6.postings.plain import HeldRange, Move, MoveUnits, Range
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting
from tallystick.article6.postings.units import Holding
from tallystick.core.identifiers import Block
from tallystick.ledger.drafting import draft
from tallystick.ledger.entries import Leg
from tallystick.ledger.fold import fold
from tallystick.ledger.known import opened
from tallystick.ledger.log.derived import Derived, HeldRow
from tallystick.ledger.plain_fold import fold_balances, fold_ranges
from tallystick.ledger.store import Row

Held = TypeVar("Held", Holding, HeldRange)

Find = Callable[[str], Posting | None]
"""Finds the posting that stands under a key."""


class Redraft:
    """A ledger in memory, built from postings in their order; `find` looks up an earlier one."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self.derived = Derived()
        self._accounts: dict[str, Account] = {}
        self._authorizations: dict[str, tuple[Authorize, ...]] = {}
        self._holdings: dict[str, list[Holding]] = defaultdict(list)
        self._ranges: dict[str, list[HeldRange]] = defaultdict(list)
        self._units: Counter[tuple[str, str]] = Counter()

    def post(self, number: int, posting: Posting) -> list[Leg]:
        """Return what a posting comes to, and let it happen; LedgerError where it cannot."""
        legs = [leg for part in parts(posting) for leg in self._post(part)]
        self.derived.follow(number, posting, legs)
        return legs

    def held(self) -> Iterator[HeldRow]:
        """Give the rows of what is held, by range."""
        return self.derived.held(
            (held for holdings in self._holdings.values() for held in holdings),
            self._plain_ranges(),
        )

    def balances(self) -> list[Row]:
        """Return what accounts hold, or once held, in units without numbers."""
        return [(account, units, unit_type) for (account, unit_type), units in self._units.items()]

    def _plain_ranges(self) -> Iterator[HeldRange]:
        return (held for ranges in self._ranges.values() for held in ranges)

    def _post(self, posting: Posting) -> list[Leg]:
        match posting:
            case OpenAccount():
                self._accounts[posting.id] = opened(posting)
                self.derived.open(posting, self._plain_ranges())
            case Authorize():
                versions = self._authorizations.get(posting.id, ())
                self._authorizations[posting.id] = (*versions, posting)
            case UnitPosting():
                return self._move_units(posting)
            case Correct():
                return self._give_back(posting)
        legs = _drafted(posting, Facts(parties={}, first_vintage=None))
        match posting:
            case Move():
                self._move_range(posting.range, legs)
            case MoveUnits():
                self._pay(legs)
        return legs

    def _move_units(self, posting: UnitPosting) -> list[Leg]:
        holdings = self._holdings[str(posting.block.series)]
        concerned = _sharing(holdings, posting.block, attrgetter("block"))
        facts = Facts(
            parties={},
            first_vintage=None,
            accounts=self._accounts,
            holdings=tuple(holdings[concerned]),
            authorizations=self._authorizations,
        )
        legs = _drafted(posting, facts)
        after = fold(legs, holdings[concerned])
        holdings[concerned] = sorted(after, key=lambda held: held.block)
        return legs

    def _give_back(self, correction: Correct) -> list[Leg]:
        control = ControlFacts(matter=Matter(self._find(correction.movement)))
        blocks = [one.block for one in mistaken(control) if isinstance(one, Movement)]
        found = [self._holdings[str(block.series)] for block in blocks]
        concerned = (
            held
            for block, holdings in zip(blocks, found, strict=True)
            for held in holdings[_sharing(holdings, block, attrgetter("block"))]
        )
        facts = Facts(
            parties={},
            first_vintage=None,
            accounts=self._accounts,
            holdings=tuple(concerned),
            control=control,
        )
        legs = _drafted(correction, facts)
        for leg in legs:
            self._give_one_back(leg)
        return legs

    def _give_one_back(self, leg: Leg) -> None:
        if leg.block is not None:
            holdings = self._holdings[str(leg.block.series)]
            concerned = _sharing(holdings, leg.block, attrgetter("block"))
            after = fold([leg], holdings[concerned])
            holdings[concerned] = sorted(after, key=lambda held: held.block)
        elif leg.range is not None:
            self._move_range(leg.range, [leg])
        else:
            self._pay([leg])

    def _move_range(self, moved: Range, legs: list[Leg]) -> None:
        ranges = self._ranges[moved.series]
        concerned = _sharing(ranges, moved, attrgetter("range"))
        after = fold_ranges(legs, ranges[concerned])
        ranges[concerned] = sorted(after, key=lambda held: held.range)

    def _pay(self, legs: list[Leg]) -> None:
        for paid in fold_balances(legs):
            self._units[paid.account, paid.amount.unit_type] += paid.amount.units


def _drafted(posting: Posting, facts: Facts) -> list[Leg]:
    return [leg for drafted in draft(posting, facts) for leg in drafted.legs]


def _sharing(
    held: Sequence[Held], wanted: Block | Range, of: Callable[[Held], Block | Range]
) -> slice:
    """Find among ranges of a series, in order, those that share units with one."""
    start = bisect_left(held, wanted.first, key=lambda one: of(one).last)
    return slice(start, bisect_right(held, wanted.last, key=lambda one: of(one).first))
