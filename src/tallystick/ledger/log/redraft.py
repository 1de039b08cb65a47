"""The postings once more, from the first on: what each comes to, and what is held in the end.

Nothing is judged again: what was lawful when it was posted stays, whatever the rules say today.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict

from tallystick.article6.postings.facts import Account, Facts
from tallystick.article6.postings.movements import UnitPosting
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting
from tallystick.article6.postings.units import Holding, joined
from tallystick.core.identifiers import Block
from tallystick.ledger.drafting import draft
from tallystick.ledger.entries import Leg
from tallystick.ledger.fold import fold
from tallystick.ledger.gathering import opened


class Redraft:
    """A ledger in memory, built from postings in their order."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}
        self._authorizations: dict[str, tuple[Authorize, ...]] = {}
        self._ranges: dict[str, list[Holding]] = defaultdict(list)

    def post(self, posting: Posting) -> list[Leg]:
        """Return what a posting comes to, and let it happen; LedgerError where it cannot."""
        match posting:
            case OpenAccount():
                self._accounts[posting.id] = opened(posting)
            case Authorize():
                versions = self._authorizations.get(posting.id, ())
                self._authorizations[posting.id] = (*versions, posting)
            case UnitPosting():
                return self._move(posting)
        return draft(posting, Facts(parties={}, first_vintage=None))

    def holdings(self) -> list[Holding]:
        """Return what is held, joined where nothing tells neighbours apart."""
        return joined(held for ranges in self._ranges.values() for held in ranges)

    def _move(self, posting: UnitPosting) -> list[Leg]:
        ranges = self._ranges[str(posting.block.series)]
        concerned = _sharing(ranges, posting.block)
        facts = Facts(
            parties={},
            first_vintage=None,
            accounts=self._accounts,
            holdings=tuple(ranges[concerned]),
            authorizations=self._authorizations,
        )
        legs = draft(posting, facts)
        after = fold(legs, ranges[concerned])
        ranges[concerned] = sorted(after, key=lambda held: held.block)
        return legs


def _sharing(ranges: list[Holding], block: Block) -> slice:
    """Find the ranges of a series that share units with a block."""
    start = bisect_left(ranges, block.first, key=lambda held: held.block.last)
    return slice(start, bisect_right(ranges, block.last, key=lambda held: held.block.first))
