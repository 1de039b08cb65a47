"""The requirements on the design of two systems that add to a score."""

from collections.abc import Mapping

from tallystick.linking.compatibility.judging import (
    Criterion,
    by_the_worse,
    gap,
    near,
    same,
    smaller_over_larger,
)
from tallystick.linking.compatibility.parameters import Parameters
from tallystick.linking.compatibility.span import (
    FAILS,
    MEETS,
    OPEN,
    PARTLY,
    Span,
)
from tallystick.linking.systems import Profile


def floor(left: Profile, right: Profile, limits: Parameters) -> Span:
    """The price floors are close, or there is none."""
    kinds = {left.floor, right.floor}
    if None in kinds:
        return OPEN
    if kinds == {"some"}:
        return near(left.floor_usd, right.floor_usd, limits["floor_gap"])
    return MEETS if kinds == {"none"} else FAILS


def offsets(left: Profile, right: Profile, limits: Parameters) -> Span:
    """The offset limits are close, and both or neither accept international credits."""
    lists = same(left.credits, right.credits, PARTLY)
    if left.offset_limit_pct is None or right.offset_limit_pct is None:
        return Span(FAILS.low, lists.high)
    apart = abs(left.offset_limit_pct - right.offset_limit_pct)
    return lists if apart <= limits["offset_gap_pp"] else FAILS


def stringency(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Neither cap falls more slowly than the other."""
    ratio = smaller_over_larger(left.reduction_pct, right.reduction_pct)
    if ratio is None:
        return OPEN
    return MEETS if ratio >= limits["reduction_ratio"] else FAILS


def banking(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Both bank or neither does; a period closed on one side only meets it in part."""
    kinds = {left.banking, right.banking}
    if None in kinds:
        return OPEN
    if len(kinds) == 1 or kinds <= {"unlimited", "limited"}:
        return MEETS
    return PARTLY if "within_period" in kinds else FAILS


def stability(left: Profile, right: Profile, limits: Parameters) -> Span:
    """The mechanisms work alike; rules on both sides of another kind meet it in part."""
    kinds = {left.stability, right.stability}
    if None in kinds:
        return OPEN
    return same(
        left.stability, right.stability, FAILS if kinds & {"none", "fixed_price"} else PARTLY
    )


def penalty(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Both have missing units made good; at penalties far apart they meet it in part."""
    sides = {left.make_good, right.make_good}
    if "no" in sides:
        return FAILS
    ratio = smaller_over_larger(left.penalty_usd, right.penalty_usd)
    comparable = OPEN if ratio is None else MEETS if ratio >= limits["penalty_ratio"] else FAILS
    high = MEETS.high if comparable.high else PARTLY.high
    if None in sides:
        return Span(FAILS.low, high)
    return Span(MEETS.low if comparable.low else PARTLY.low, high)


def price_gap(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Prices before the link lie close; a wider gap asks for stages, a very wide one bars it."""
    if left.price_usd is None or right.price_usd is None:
        return OPEN
    apart = gap(left.price_usd, right.price_usd)
    if apart is None:
        return MEETS if left.price_usd == right.price_usd else FAILS
    if apart < limits["price_gap_full"]:
        return MEETS
    return PARTLY if apart <= limits["price_gap_staged"] else FAILS


def oversight(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Both limit holdings, the part of market surveillance that the facts tell of."""
    return by_the_worse(left.holding_limits, right.holding_limits, {"no"}, set())


def allocation(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Units are given out alike; a mixture beside pure methods meets it in part."""
    kinds = {left.allocation, right.allocation}
    if None in kinds:
        return OPEN
    return same(left.allocation, right.allocation, PARTLY if "mixed" in kinds else FAILS)


def compliance(left: Profile, right: Profile, limits: Parameters) -> Span:
    """The compliance periods last equally long; differences are tolerated."""
    return same(left.compliance_years, right.compliance_years, PARTLY)


def permanence(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Neither statute ends within the term of a link, counted from the later of the facts."""
    years = [one.as_of for one in (left, right) if one.as_of is not None]
    ends = [left.end_year, right.end_year]
    if not years:
        return OPEN
    until = max(years) + limits["link_term_years"]
    if any(end is not None and end < until for end in ends):
        return FAILS
    return OPEN if None in ends else MEETS


def gases(left: Profile, right: Profile, limits: Parameters) -> Span:
    """The same gases are covered; some in common meet it in part."""
    return _overlap(left.gases, right.gases)


def sectors(left: Profile, right: Profile, limits: Parameters) -> Span:
    """The same sectors are covered; some in common meet it in part."""
    return _overlap(left.sectors, right.sectors)


def _overlap(left: frozenset[str] | None, right: frozenset[str] | None) -> Span:
    if left is None or right is None:
        return OPEN
    return same(left, right, PARTLY if left & right else FAILS)


def threshold(left: Profile, right: Profile, limits: Parameters) -> Span:
    """The same installations are covered; differences are tolerated."""
    return same(left.threshold, right.threshold, PARTLY)


def point(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Emissions are regulated at the same point; differences are tolerated."""
    return same(left.point, right.point, PARTLY)


def revenue_use(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Auction revenue is used alike; differences are tolerated."""
    return same(left.revenue_use, right.revenue_use, PARTLY)


DESIGN: Mapping[str, Criterion] = {
    "floor": floor,
    "offsets": offsets,
    "stringency": stringency,
    "banking": banking,
    "stability": stability,
    "penalty": penalty,
    "price_gap": price_gap,
    "oversight": oversight,
    "allocation": allocation,
    "compliance": compliance,
    "permanence": permanence,
    "gases": gases,
    "sectors": sectors,
    "threshold": threshold,
    "point": point,
    "revenue_use": revenue_use,
}
