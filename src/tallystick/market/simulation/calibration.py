"""Facts of a system turned into a market whose price without any link is the observed one."""

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from tallystick import law
from tallystick.market.curves import Curve, Piece, linear
from tallystick.market.network import Collar, Inside, Market
from tallystick.market.simulation.facts import MarketFacts

HALVINGS = 200
SHARE_MAX = 0.8
"""A price that abates more of a region than this says that its curve does not fit the system."""


class Basis(StrEnum):
    """What the curve of a market rests on."""

    REGION = "region_curve"
    ELASTICITY = "elasticity"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A market with the basis of its curve and the collars that the observed price rules out."""

    facts: MarketFacts
    market: Market
    basis: Basis
    left_out: tuple[str, ...] = ()

    @property
    def need_t(self) -> float:
        """What the market has to abate without a link."""
        return self.market.needs[0]


def missing(facts: MarketFacts) -> tuple[str, ...]:
    """Return the figures without which a market cannot be calibrated."""
    if facts.cap_t is None or facts.price_usd is None:
        return tuple(name for name in ("cap_t", "price_usd") if getattr(facts, name) is None)
    if facts.curve_named is not None and facts.curve is None:
        return ("curve",)
    surplus = facts.baseline_t is not None and facts.baseline_t <= facts.cap_t
    return ("curve",) if surplus and facts.curve is None else ()


def calibrate(facts: MarketFacts) -> Calibrated:
    """Return the market of facts in which nothing is missing.

    The curve is that of the region, stretched to the system, or else a line through the origin;
    it costs the observed price exactly where emissions meet the cap.
    """
    cap, price = float(facts.cap_t or 0), float(facts.price_usd or 0)
    if facts.baseline_t is not None:
        need = float(facts.baseline_t) - cap
        curve = _of_baseline(facts, need, price)
        basis = Basis.REGION if facts.curve else Basis.BASELINE
    elif facts.curve is not None and (share := share_abated(facts.curve, price)) <= SHARE_MAX:
        need = cap * share / (1 - share)
        curve, basis = region_curve(facts.curve, cap + need), Basis.REGION
    else:
        need, basis = cap * float(facts.elasticity), Basis.ELASTICITY
        curve = linear(0.0, price / need, cap + need)
    collars, left_out = _collars(facts, price)
    sold = None if facts.auctioned is None else cap * float(facts.auctioned)
    origin = {"system": facts.id}
    inside = Inside(auctioned=sold)
    market = Market(facts.id, (need,), curve, (cap + need,), *collars, inside, origin)
    return Calibrated(facts, market, basis, left_out)


def _of_baseline(facts: MarketFacts, need: float, price: float) -> Curve:
    """Return a curve up to a stated baseline; a surplus leaves the region's own prices."""
    baseline = float(facts.baseline_t or 0)
    if facts.curve is None:
        return linear(0.0, price / need, baseline)
    curve = region_curve(facts.curve, baseline)
    found = curve[0].price(need) if need > 0 else 0.0
    factor = price / found if found > 0 else 1.0
    return tuple(
        replace(piece, slope=piece.slope * factor, factor=piece.factor * factor) for piece in curve
    )


def region_curve(region: law.RegionCurve, baseline_t: float) -> Curve:
    """Return a region's curve for so many tonnes of emissions, in dollars of today."""
    level = price_level(region.money_year)
    return (
        Piece(
            0.0,
            baseline_t,
            slope=region.linear_usd_t * level / baseline_t,
            factor=region.factor_usd_t * level / baseline_t**region.power,
            power=region.power,
        ),
    )


def share_abated(region: law.RegionCurve, price_usd: float) -> float:
    """Return the share of emissions that a price abates, 1 where it abates them all."""
    low, high = 0.0, 1.0
    [piece] = region_curve(region, 1.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if piece.price(middle) < price_usd else (low, middle)
    return high


def price_level(year: int) -> float:
    """Return what a dollar of a year is worth in dollars of the last year on record."""
    levels = law.simulation_terms().price_levels
    return float(levels[max(levels)] / levels[year])


def stretched(one: Calibrated, multiple: Fraction) -> Calibrated:
    """Return the same market if the observed price had abated a multiple of what it does."""
    by, cap = float(multiple), float(one.facts.cap_t or 0)
    baseline = cap + one.need_t * by
    curve = tuple(
        replace(
            piece,
            slope=piece.slope / by,
            factor=piece.factor / by**piece.power,
            upper=min(piece.upper * by, max(baseline, one.need_t * by)),
        )
        for piece in one.market.curve
    )
    needs = (one.need_t * by,) if one.need_t > 0 else one.market.needs
    return replace(one, market=replace(one.market, needs=needs, curve=curve, baselines=(baseline,)))


def _collars(
    facts: MarketFacts, price: float
) -> tuple[tuple[tuple[Collar, ...], tuple[Collar, ...]], tuple[str, ...]]:
    """Return the hard collars that the observed price keeps, and the names of the others."""
    floor, ceiling = facts.floor_usd, facts.ceiling_usd
    withheld = (Collar((float(floor),)),) if floor is not None and floor <= price else ()
    released = (Collar((float(ceiling),)),) if ceiling is not None and ceiling >= price else ()
    left_out = [
        name
        for name, value, kept in (("floor", floor, withheld), ("ceiling", ceiling, released))
        if value is not None and not kept
    ]
    return (withheld, released), tuple(left_out)
