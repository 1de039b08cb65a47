"""What a link does to auction revenue, and to what the revenue is used for."""

from collections.abc import Iterator
from typing import Any

from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.operating import RevenueUse
from tallystick.linking.agreement.params import Finance
from tallystick.market.effects.groups import auctions
from tallystick.market.results import Solution
from tallystick.market.wording import number


def revenue(agreement: Agreement, found: Solution | None) -> list[dict[str, Any]]:
    """Return the revenue of each auction before and after the link, with the change of each use.

    Money of a year; a use without a share has no change of its own.
    """
    uses = list(_uses(agreement))
    return [
        {
            "system": one.market,
            "before": None if one.before is None else number(one.before),
            "after": number(one.after),
            "change": None if change is None else number(change),
            "uses": [_told(use, change) for use in uses if use.system == one.market],
        }
        for one in (auctions(found) if found else ())
        for change in (None if one.before is None else one.after - one.before,)
    ]


def _uses(agreement: Agreement) -> Iterator[RevenueUse]:
    for clause in agreement.clauses:
        if isinstance(clause.params, Finance):
            yield from clause.params.register


def _told(use: RevenueUse, change: float | None) -> dict[str, Any]:
    known = use.share is not None and change is not None
    return {
        "use": use.use,
        "share": None if use.share is None else str(use.share),
        "change": number(float(use.share or 0) * (change or 0.0)) if known else None,
    }
