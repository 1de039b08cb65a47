"""The parameters that may be drawn: where each stands in a network, and what it may be."""

from dataclasses import dataclass
from math import inf

import numpy as np

from tallystick.market.compile import Floats
from tallystick.market.curves import Curve
from tallystick.market.ensemble.draws import Draw
from tallystick.market.network import LimitKind, Market, Network

OF_CURVES = {
    "linear": ("intercept", "slope", "max"),
    "quadratic": ("a", "b"),
    "power": ("price", "exponent", "mac_baseline"),
    "exponential": ("scale", "rate"),
}
OF_MARKETS = ("need", "baseline", "cap", "floor", "ceiling", "mac")
OF_LINKS = ("rate", "fee", "limit")
ANY = ("need", "cap", "intercept", "b")
ABOVE_ZERO = ("rate", "scale", "mac_baseline", "exponent")


def curve_kind(curve: Curve) -> str | None:
    """Return the kind of a curve that has parameters of its own, None for steps and pieces."""
    if len(curve) != 1:
        return None
    [piece] = curve
    if piece.exponential:
        return "exponential"
    if piece.factor and piece.upper < inf:
        return "power"
    return "quadratic" if piece.factor else "linear"


def range_of(parameter: str) -> tuple[float, bool]:
    """Return the least that a parameter may be, and whether that itself is excluded."""
    return (-inf, False) if parameter in ANY else (0.0, parameter in ABOVE_ZERO)


@dataclass(frozen=True, slots=True)
class Known:
    """Looks parameters up in a network, as one value per year."""

    network: Network

    def choices(self, draw: Draw) -> tuple[str, ...] | None:
        """Return the parameters that the target of a draw has; None where it does not exist."""
        if draw.market is not None:
            market = self.market(draw.market)
            return None if market is None else self._of_market(market)
        if draw.link is not None:
            return OF_LINKS if self.link(draw.link) is not None else None
        if draw.limit is None or not 1 <= draw.limit <= len(self.network.limits):
            return None
        kind = self.network.limits[draw.limit - 1].kind
        return ("share",) if kind is LimitKind.ENTITY_SHARE else ("max",)

    def _of_market(self, market: Market) -> tuple[str, ...]:
        kind = curve_kind(market.curve)
        lacking = {
            "baseline": market.baselines is None,
            "cap": market.baselines is None,
            "floor": not market.withheld,
            "ceiling": not market.released,
            "mac": not market.curve,
        }
        names = (*OF_MARKETS, *(OF_CURVES[kind] if kind else ()))
        return tuple(name for name in names if not lacking.get(name))

    def market(self, identifier: str) -> Market | None:
        """Return a market."""
        return next((one for one in self.network.markets if one.id == identifier), None)

    def link(self, ends: tuple[str, str]) -> int | None:
        """Return the place of the first link from one market to another."""
        links = enumerate(self.network.links)
        return next((at for at, one in links if (one.source, one.target) == ends), None)

    def given(self, target: object, parameter: str) -> Floats:
        """Return what the network itself says, a value per year."""
        years = self.network.n_years
        if isinstance(target, str):
            market = self.market(target)
            assert market is not None  # noqa: S101 (the rules have found it)
            return np.broadcast_to(np.array(_of_market(market, parameter)), (years,))
        if isinstance(target, tuple):
            place = self.link(target)
            assert place is not None  # noqa: S101 (the rules have found it)
            return np.full(years, getattr(self.network.links[place], parameter))
        assert isinstance(target, int)  # noqa: S101 (there is no other kind of target)
        limit = self.network.limits[target - 1]
        values = limit.maxima if parameter == "max" else (limit.share,)
        return np.broadcast_to(np.array(values), (years,))


def _of_market(market: Market, parameter: str) -> tuple[float, ...]:
    baselines = market.baselines or ()
    if parameter == "need":
        return market.needs
    if parameter == "baseline":
        return baselines
    if parameter == "cap":
        return tuple(base - need for base, need in zip(baselines, market.needs, strict=True))
    if parameter == "floor":
        return market.withheld[0].prices
    if parameter == "ceiling":
        return market.released[0].prices
    return (1.0,) if parameter == "mac" else (_of_curve(market.curve, parameter),)


def _of_curve(curve: Curve, parameter: str) -> float:
    [piece] = curve
    found = {
        "intercept": piece.base,
        "slope": piece.slope,
        "max": piece.upper,
        "a": piece.factor,
        "b": piece.slope,
        "price": piece.factor * piece.upper**piece.power if piece.upper < inf else 0.0,
        "exponent": piece.power,
        "mac_baseline": piece.upper,
        "scale": piece.factor,
        "rate": piece.power,
    }
    return found[parameter]
