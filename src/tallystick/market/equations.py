"""A network printed as what it is: curves, balances and bounds, with the price each one carries."""

from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import TYPE_CHECKING

from tallystick.market.compile import counted
from tallystick.market.curves import Piece

if TYPE_CHECKING:
    from tallystick.market.network import Collar, Limit, Link, Market, Network

LINES_MAX = 30
"""So many lines of a kind are printed; the rest is counted."""


def equations(network: "Network") -> str:
    """Return the curves, balances and bounds of a network as readable lines."""
    head = (
        f"Network: {len(network.markets)} markets, {len(network.links)} links, "
        f"{len(network.limits)} limits" + _years(network)
    )
    parts = [
        ("curves", [_curve(one) for one in network.markets]),
        ("balances", [_balance(network, one) for one in network.markets]),
        ("collars", [line for one in network.markets for line in _collars(one)]),
        ("links", [_link(one) for one in network.links]),
        ("limits", [_limit(network, one) for one in network.limits]),
    ]
    return "\n".join([head, *(line for name, lines in parts for line in _part(name, lines))])


def _part(name: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"{name}:"
        yield from (f"  {line}" for line in lines[:LINES_MAX])
    if len(lines) > LINES_MAX:
        yield f"  ... and {len(lines) - LINES_MAX} more"


def _years(network: "Network") -> str:
    periods = network.periods
    if periods is None:
        return ""
    carried = [name for name in ("banking", "borrowing") if getattr(periods, name)]
    years = f"{periods.years[0]} to {periods.years[-1]}"
    return f", {years} at {periods.discount:g} a year" + "".join(f", {one}" for one in carried)


def _curve(market: "Market") -> str:
    pieces = " then ".join(_piece(piece) for piece in market.curve)
    return f"p[{market.id}] = {pieces}" if pieces else f"q[{market.id}] = 0"


def _piece(piece: Piece) -> str:
    terms = []
    if piece.base or not (piece.slope or piece.factor):
        terms.append(f"{piece.base:g}")
    if piece.slope:
        terms.append(f"{piece.slope:g} q")
    if piece.factor and piece.exponential:
        terms.append(f"{piece.factor:g} (exp({piece.power:g} q) - 1)")
    elif piece.factor:
        terms.append(f"{piece.factor:g} q^{piece.power:g}")
    upper = f", q <= {piece.upper:g}" if piece.upper < inf else ""
    lower = f", q >= {piece.lower:g}" if piece.lower else ""
    return " + ".join(terms) + lower + upper


def _balance(network: "Network", market: "Market") -> str:
    terms = [f"q[{market.id}]"]
    for link in network.links:
        if link.target == market.id:
            terms.append(f"+ {_times(link.rate)}{_flow(link)}")
        if link.source == market.id:
            terms.append(f"- {_flow(link)}")
    terms += [f"- h[{market.id}]"] * bool(market.withheld)
    terms += [f"+ x[{market.id}]"] * bool(market.released)
    needs = ", ".join(f"{need:g}" for need in dict.fromkeys(market.needs))
    return f"[{market.id}]: {' '.join(terms)} >= {needs}   (price p[{market.id}])"


def _collars(market: "Market") -> Iterator[str]:
    named: tuple[tuple[str, str, Iterable[Collar]], ...] = (
        ("h", "withheld at or below", market.withheld),
        ("x", "released at or above", market.released),
    )
    for letter, words, collars in named:
        for one in collars:
            most = f", {letter} <= {one.quantity:g}" if one.quantity < inf else ""
            prices = ", ".join(f"{price:g}" for price in dict.fromkeys(one.prices))
            yield f"{letter}[{market.id}]: {words} {prices}{most}"


def _link(link: "Link") -> str:
    fee = f", fee {link.fee:g}" if link.fee else ""
    upper = f" <= {link.limit:g}" if link.limit < inf else ""
    return f"0 <= {_flow(link)}{upper}{fee}"


def _limit(network: "Network", limit: "Limit") -> str:
    terms = " ".join(
        f"{'+' if count > 0 else '-'} {_times(abs(count))}{_flow(network.links[number])}"
        for number, count in counted(network, limit)
    )
    markets = "+".join(limit.markets)
    share = " + ".join(f"emissions[{name}]" for name in limit.markets)
    most = ", ".join(f"{one:g}" for one in dict.fromkeys(limit.maxima))
    bound = f"{limit.share:g} ({share})" if limit.share else most
    return f"{limit.kind.value}[{markets}]: {terms.removeprefix('+ ')} <= {bound}"


def _times(value: float) -> str:
    return "" if value == 1 else f"{value:g} "


def _flow(link: "Link") -> str:
    return f"f[{link.source}→{link.target}]"
