"""Indicators beside the rules: what a link could gain, and how alike two systems are built."""

from collections.abc import Mapping

from tallystick.linking.compatibility.judging import Criterion, gap, same, smaller_over_larger
from tallystick.linking.compatibility.parameters import Parameters
from tallystick.linking.compatibility.span import FAILS, MEETS, OPEN, PARTLY, Span
from tallystick.linking.systems import Profile


def price_difference(left: Profile, right: Profile, limits: Parameters) -> Span:
    """The further prices lie apart, the more there is to gain from trade."""
    if left.price_usd is None or right.price_usd is None:
        return OPEN
    apart = gap(left.price_usd, right.price_usd)
    if apart is None:
        return FAILS if left.price_usd == right.price_usd else MEETS
    if apart > limits["price_gap_staged"]:
        return MEETS
    return PARTLY if apart >= limits["price_gap_full"] else FAILS


def size(left: Profile, right: Profile, limits: Parameters) -> Span:
    """A partner that is not small beside the other adds to the size of the market."""
    ratio = smaller_over_larger(left.annual_cap_mt, right.annual_cap_mt)
    if ratio is None:
        return OPEN
    if ratio >= limits["size_near"]:
        return MEETS
    return PARTLY if ratio >= limits["size_far"] else FAILS


def complement(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Sectors that one side alone covers bring other options to reduce emissions."""
    if left.sectors is None or right.sectors is None:
        return OPEN
    if not left.sectors & right.sectors:
        return MEETS
    return FAILS if left.sectors == right.sectors else PARTLY


def architecture(left: Profile, right: Profile, limits: Parameters) -> Span:
    """The systems are of one kind."""
    return same(left.architecture, right.architecture, FAILS)


def cap_model(left: Profile, right: Profile, limits: Parameters) -> Span:
    """The caps are set in one way."""
    return same(left.cap, right.cap, FAILS)


def level(left: Profile, right: Profile, limits: Parameters) -> Span:
    """The systems stand at one level of government."""
    return same(left.level, right.level, FAILS)


def point_model(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Emissions are regulated at one point; upstream and downstream together lie in between."""
    kinds = {left.point, right.point}
    if None in kinds:
        return OPEN
    return same(left.point, right.point, PARTLY if "mixed" in kinds else FAILS)


def unit_mass(left: Profile, right: Profile, limits: Parameters) -> Span:
    """A unit stands for the same mass; another mass is a matter of conversion."""
    return same(left.unit_mass, right.unit_mass, PARTLY)


def period_model(left: Profile, right: Profile, limits: Parameters) -> Span:
    """Compliance periods last equally long."""
    return same(left.compliance_years, right.compliance_years, FAILS)


INDICATORS: Mapping[str, Criterion] = {
    "price_difference": price_difference,
    "size": size,
    "complement": complement,
    "architecture": architecture,
    "cap_model": cap_model,
    "level": level,
    "point_model": point_model,
    "unit_mass": unit_mass,
    "period_model": period_model,
}
