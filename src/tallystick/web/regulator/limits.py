"""How much of the limits of agreements and of accounts has been used."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from tallystick.article6.parties import PARTIES
from tallystick.ledger.reading import KeptLimit
from tallystick.linking.agreement import Agreement, Recognition
from tallystick.linking.agreement.restrictions import Quantity
from tallystick.linking.agreement.words import LimitPer, LimitScope

Flows = Mapping[tuple[str, str, int], int]
"""Units that standing transfers moved between Parties, by giver, receiver and calendar year."""

NET = frozenset({LimitScope.NET_IMPORT, LimitScope.NET_EXPORT})


def agreed(agreements: Iterable[Agreement], flows: Flows, on: date) -> Iterator[dict[str, Any]]:
    """Yield every limit on quantity that holds on a day, with what the ledger has seen of it.

    What is used is None where the ends are not single Parties or the counting time is not known.
    """
    for agreement in agreements:
        for direction in agreement.recognition:
            for one in direction.restrictions:
                if isinstance(one, Quantity) and (one.valid is None or on in one.valid):
                    used = _used(agreement, direction, one, flows, on)
                    yield {
                        "agreement": agreement,
                        "direction": f"{direction.origin} → {direction.destination}",
                        "scope": one.scope.value,
                        "per": one.per.value,
                        **share(used, one.limit_t),
                    }


def share(used_t: int | None, limit_t: int | None) -> dict[str, int | None]:
    """Return what is used of a limit, in t and in whole percent where both are known."""
    known = used_t is not None and limit_t
    percent = 100 * (used_t or 0) // limit_t if known and limit_t else None
    return {"used_t": used_t, "limit_t": limit_t, "percent": percent}


def of_accounts(kept: Iterable[KeptLimit]) -> list[dict[str, Any]]:
    """Return the limits of accounts: what one may hold with what it holds, and give at a time."""
    return [
        {"account": one.account, "transfer_t": one.transfer_t, **share(one.held_t, one.holding_t)}
        for one in kept
        if one.holding_t is not None or one.transfer_t is not None
    ]


def _used(
    agreement: Agreement, direction: Recognition, limit: Quantity, flows: Flows, on: date
) -> int | None:
    giving, receiving = (
        _party(agreement, end) for end in (direction.origin, direction.destination)
    )
    if not giving or not receiving or limit.per is LimitPer.PERIOD:
        return None
    sent = _sum(flows, (giving, receiving), limit.per, on.year)
    if limit.scope is LimitScope.GROSS:
        return sent
    back = _sum(flows, (receiving, giving), limit.per, on.year)
    return max(0, sent - back) if limit.scope in NET else None


def _party(agreement: Agreement, end: str) -> str | None:
    """Return the one Party behind an end; None where it is not one, or not in the ledger's list."""
    codes = {party.state or party.id for party in agreement.behind(end)}
    return codes.pop() if len(codes) == 1 and codes <= PARTIES.keys() else None


def _sum(flows: Flows, pair: tuple[str, str], per: LimitPer, year: int) -> int:
    return sum(
        quantity
        for (giving, receiving, of), quantity in flows.items()
        if (giving, receiving) == pair and (per is LimitPer.TOTAL or of == year)
    )
