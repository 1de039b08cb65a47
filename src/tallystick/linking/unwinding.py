"""What is left when an agreement ends, and whether the agreement says what becomes of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import Auction, Treatment
from tallystick.linking.agreement.words import Area, Fate, Holding, Subject


def left_over(agreement: Agreement) -> tuple[Holding, ...]:
    """Return the kinds of holding that an agreement of this content leaves behind."""
    if not agreement.recognition:
        return ()
    left = [Holding.TRANSFERRED_UNITS, Holding.BANKED_UNITS, Holding.PENDING_TRANSFERS]
    if agreement.about is Subject.ARTICLE6:
        left.append(Holding.AUTHORIZATIONS)
    if any(_is_joint(clause.params) for clause in agreement.clauses_on(Area.AUCTION)):
        left.append(Holding.AUCTIONS)
    return tuple(left)


def _is_joint(params: Any) -> bool:
    return isinstance(params, Auction) and params.joint is True


def fates(agreement: Agreement, agreed: Iterable[Treatment] = ()) -> Mapping[Holding, Fate]:
    """Return what becomes of each holding; what is agreed at the end prevails over the clauses."""
    return {one.holding: one.fate for one in (*agreement.fates, *agreed)}


def stranded(agreement: Agreement, agreed: Iterable[Treatment] = ()) -> tuple[Holding, ...]:
    """Return what is left without a stated fate."""
    stated = fates(agreement, agreed)
    return tuple(holding for holding in left_over(agreement) if holding not in stated)
