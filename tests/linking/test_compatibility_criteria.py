"""Each criterion: one pair that passes, one that is refused, one with a fact missing."""

from fractions import Fraction
from typing import Any

import pytest

from tallystick import law
from tallystick.linking.compatibility import Span, parameters
from tallystick.linking.compatibility.criteria import CRITERIA
from tallystick.linking.compatibility.span import FAILS, HALF, MEETS, OPEN, PARTLY
from tallystick.linking.systems import Profile

LIMITS = parameters()
AT_MOST_PARTLY = Span(Fraction(0), HALF)
AT_LEAST_PARTLY = Span(HALF, Fraction(1))
Facts = dict[str, Any]

CASES: list[tuple[str, Facts, Facts, Span]] = [
    ("participation", {"participation": "mandatory"}, {"participation": "mandatory"}, MEETS),
    ("participation", {"participation": "mandatory"}, {"participation": "voluntary"}, FAILS),
    ("participation", {"participation": "mandatory"}, {}, OPEN),
    ("operation", {"operation": "operating"}, {"operation": "operating"}, MEETS),
    ("operation", {"operation": "operating"}, {"operation": "pilot"}, PARTLY),
    ("operation", {"operation": "ended"}, {}, FAILS),
    ("operation", {"operation": "planned"}, {}, AT_MOST_PARTLY),
    ("cap", {"cap": "absolute"}, {"cap": "absolute"}, MEETS),
    ("cap", {"cap": "absolute"}, {"cap": "intensity"}, FAILS),
    ("cap", {"cap": "absolute"}, {"cap": "hybrid"}, PARTLY),
    ("cap", {"cap": "none"}, {"cap": "none"}, FAILS),
    ("cap", {"cap": "absolute"}, {}, OPEN),
    ("borrowing", {"borrowing": "none"}, {"borrowing": "within_year"}, MEETS),
    ("borrowing", {"borrowing": "unlimited"}, {}, FAILS),
    ("borrowing", {"borrowing": "limited"}, {}, AT_MOST_PARTLY),
    ("ceiling", {"ceiling": "none"}, {"ceiling": "limited"}, MEETS),
    ("ceiling", {"ceiling": "unlimited"}, {"ceiling": "none"}, FAILS),
    (
        "ceiling",
        {"ceiling": "unlimited", "ceiling_usd": Fraction(100)},
        {"ceiling": "limited", "ceiling_usd": Fraction(105)},
        MEETS,
    ),
    (
        "ceiling",
        {"ceiling": "unlimited", "ceiling_usd": Fraction(100)},
        {"ceiling": "unlimited", "ceiling_usd": Fraction(150)},
        FAILS,
    ),
    ("ceiling", {"ceiling": "unlimited"}, {"ceiling": "unlimited"}, OPEN),
    ("ceiling", {"ceiling": "none"}, {}, OPEN),
    ("mrv", {"mrv": "third_party"}, {"mrv": "measured"}, MEETS),
    ("mrv", {"mrv": "third_party"}, {"mrv": "authority"}, PARTLY),
    ("mrv", {"mrv": "none"}, {}, FAILS),
    ("mrv", {"mrv": "third_party"}, {}, OPEN),
    ("registry", {"registry": frozenset("ab")}, {"registry": frozenset("b")}, MEETS),
    ("registry", {"registry": frozenset("a")}, {"registry": frozenset("b")}, PARTLY),
    ("registry", {"registry": frozenset()}, {}, FAILS),
    ("registry", {"registry": frozenset("a")}, {}, OPEN),
    ("floor", {"floor": "none"}, {"floor": "none"}, MEETS),
    ("floor", {"floor": "none"}, {"floor": "some"}, FAILS),
    (
        "floor",
        {"floor": "some", "floor_usd": Fraction(20)},
        {"floor": "some", "floor_usd": Fraction(22)},
        MEETS,
    ),
    ("floor", {"floor": "some"}, {"floor": "some", "floor_usd": Fraction(22)}, OPEN),
    ("floor", {"floor": "none"}, {}, OPEN),
    (
        "offsets",
        {"offset_limit_pct": Fraction(5), "credits": "no"},
        {"offset_limit_pct": Fraction(0), "credits": "no"},
        MEETS,
    ),
    (
        "offsets",
        {"offset_limit_pct": Fraction(5), "credits": "yes"},
        {"offset_limit_pct": Fraction(0), "credits": "no"},
        PARTLY,
    ),
    ("offsets", {"offset_limit_pct": Fraction(8)}, {"offset_limit_pct": Fraction(0)}, FAILS),
    (
        "offsets",
        {"offset_limit_pct": Fraction(0)},
        {"offset_limit_pct": Fraction(0)},
        AT_LEAST_PARTLY,
    ),
    ("offsets", {"credits": "no"}, {"credits": "yes"}, AT_MOST_PARTLY),
    ("stringency", {"reduction_pct": Fraction(4)}, {"reduction_pct": Fraction(4)}, MEETS),
    ("stringency", {"reduction_pct": Fraction(4)}, {"reduction_pct": Fraction(2)}, FAILS),
    ("stringency", {"reduction_pct": Fraction(4)}, {}, OPEN),
    ("banking", {"banking": "unlimited"}, {"banking": "limited"}, MEETS),
    ("banking", {"banking": "unlimited"}, {"banking": "within_period"}, PARTLY),
    ("banking", {"banking": "unlimited"}, {"banking": "none"}, FAILS),
    ("banking", {"banking": "unlimited"}, {}, OPEN),
    ("stability", {"stability": "quantity"}, {"stability": "quantity"}, MEETS),
    ("stability", {"stability": "quantity"}, {"stability": "price"}, PARTLY),
    ("stability", {"stability": "quantity"}, {"stability": "none"}, FAILS),
    ("stability", {"stability": "quantity"}, {}, OPEN),
    (
        "penalty",
        {"make_good": "yes", "penalty_usd": Fraction(100)},
        {"make_good": "yes", "penalty_usd": Fraction(90)},
        MEETS,
    ),
    (
        "penalty",
        {"make_good": "yes", "penalty_usd": Fraction(100)},
        {"make_good": "yes", "penalty_usd": Fraction(10)},
        PARTLY,
    ),
    ("penalty", {"make_good": "no"}, {}, FAILS),
    ("penalty", {"make_good": "yes"}, {"make_good": "yes"}, AT_LEAST_PARTLY),
    (
        "penalty",
        {"penalty_usd": Fraction(100)},
        {"make_good": "yes", "penalty_usd": Fraction(10)},
        AT_MOST_PARTLY,
    ),
    ("price_gap", {"price_usd": Fraction(80)}, {"price_usd": Fraction(99)}, MEETS),
    ("price_gap", {"price_usd": Fraction(80)}, {"price_usd": Fraction(100)}, PARTLY),
    ("price_gap", {"price_usd": Fraction(80)}, {"price_usd": Fraction(160)}, PARTLY),
    ("price_gap", {"price_usd": Fraction(80)}, {"price_usd": Fraction(161)}, FAILS),
    ("price_gap", {"price_usd": Fraction(0)}, {"price_usd": Fraction(1)}, FAILS),
    ("price_gap", {"price_usd": Fraction(80)}, {}, OPEN),
    ("oversight", {"holding_limits": "yes"}, {"holding_limits": "yes"}, MEETS),
    ("oversight", {"holding_limits": "yes"}, {"holding_limits": "no"}, FAILS),
    ("oversight", {"holding_limits": "yes"}, {}, OPEN),
    ("allocation", {"allocation": "mixed"}, {"allocation": "mixed"}, MEETS),
    ("allocation", {"allocation": "mixed"}, {"allocation": "free"}, PARTLY),
    ("allocation", {"allocation": "auction"}, {"allocation": "free"}, FAILS),
    ("allocation", {"allocation": "auction"}, {}, OPEN),
    ("compliance", {"compliance_years": Fraction(1)}, {"compliance_years": Fraction(1)}, MEETS),
    ("compliance", {"compliance_years": Fraction(1)}, {"compliance_years": Fraction(3)}, PARTLY),
    ("compliance", {"compliance_years": Fraction(1)}, {}, AT_LEAST_PARTLY),
    ("permanence", {"as_of": 2025, "end_year": 2040}, {"end_year": 2035}, MEETS),
    ("permanence", {"as_of": 2025, "end_year": 2030}, {}, FAILS),
    ("permanence", {"as_of": 2025, "end_year": 2040}, {}, OPEN),
    ("gases", {"gases": frozenset({"CO2"})}, {"gases": frozenset({"CO2"})}, MEETS),
    ("gases", {"gases": frozenset({"CO2"})}, {"gases": frozenset({"CH4"})}, FAILS),
    ("gases", {"gases": frozenset({"CO2"})}, {}, OPEN),
    ("sectors", {"sectors": frozenset("ab")}, {"sectors": frozenset("ab")}, MEETS),
    ("sectors", {"sectors": frozenset("ab")}, {"sectors": frozenset("bc")}, PARTLY),
    ("sectors", {"sectors": frozenset("a")}, {"sectors": frozenset("b")}, FAILS),
    ("sectors", {"sectors": frozenset("a")}, {}, OPEN),
    ("threshold", {"threshold": "20 MW"}, {"threshold": "20 MW"}, MEETS),
    ("threshold", {"threshold": "20 MW"}, {"threshold": "25000 t"}, PARTLY),
    ("threshold", {"threshold": "20 MW"}, {}, AT_LEAST_PARTLY),
    ("point", {"point": "mixed"}, {"point": "mixed"}, MEETS),
    ("point", {"point": "upstream"}, {"point": "downstream"}, PARTLY),
    ("point", {"point": "upstream"}, {}, AT_LEAST_PARTLY),
    ("revenue_use", {"revenue_use": "climate"}, {"revenue_use": "climate"}, MEETS),
    ("revenue_use", {"revenue_use": "climate"}, {"revenue_use": "budget"}, PARTLY),
    ("revenue_use", {}, {}, AT_LEAST_PARTLY),
    ("price_difference", {"price_usd": Fraction(10)}, {"price_usd": Fraction(30)}, MEETS),
    ("price_difference", {"price_usd": Fraction(10)}, {"price_usd": Fraction(15)}, PARTLY),
    ("price_difference", {"price_usd": Fraction(10)}, {"price_usd": Fraction(10)}, FAILS),
    ("price_difference", {"price_usd": Fraction(0)}, {"price_usd": Fraction(10)}, MEETS),
    ("price_difference", {"price_usd": Fraction(10)}, {}, OPEN),
    ("size", {"annual_cap_mt": Fraction(10)}, {"annual_cap_mt": Fraction(15)}, MEETS),
    ("size", {"annual_cap_mt": Fraction(10)}, {"annual_cap_mt": Fraction(90)}, PARTLY),
    ("size", {"annual_cap_mt": Fraction(1)}, {"annual_cap_mt": Fraction(90)}, FAILS),
    ("size", {"annual_cap_mt": Fraction(1)}, {}, OPEN),
    ("complement", {"sectors": frozenset("a")}, {"sectors": frozenset("b")}, MEETS),
    ("complement", {"sectors": frozenset("ab")}, {"sectors": frozenset("b")}, PARTLY),
    ("complement", {"sectors": frozenset("b")}, {"sectors": frozenset("b")}, FAILS),
    ("complement", {"sectors": frozenset("b")}, {}, OPEN),
    ("architecture", {"architecture": "a"}, {"architecture": "a"}, MEETS),
    ("architecture", {"architecture": "a"}, {"architecture": "b"}, FAILS),
    ("architecture", {"architecture": "a"}, {}, OPEN),
    ("cap_model", {"cap": "absolute"}, {"cap": "absolute"}, MEETS),
    ("cap_model", {"cap": "absolute"}, {"cap": "hybrid"}, FAILS),
    ("cap_model", {"cap": "absolute"}, {}, OPEN),
    ("level", {"level": "city"}, {"level": "city"}, MEETS),
    ("level", {"level": "city"}, {"level": "national"}, FAILS),
    ("level", {"level": "city"}, {}, OPEN),
    ("point_model", {"point": "mixed"}, {"point": "mixed"}, MEETS),
    ("point_model", {"point": "mixed"}, {"point": "upstream"}, PARTLY),
    ("point_model", {"point": "downstream"}, {"point": "upstream"}, FAILS),
    ("point_model", {"point": "mixed"}, {}, OPEN),
    ("unit_mass", {"unit_mass": "metric_t"}, {"unit_mass": "metric_t"}, MEETS),
    ("unit_mass", {"unit_mass": "metric_t"}, {"unit_mass": "short_ton"}, PARTLY),
    ("unit_mass", {"unit_mass": "metric_t"}, {}, AT_LEAST_PARTLY),
    ("period_model", {"compliance_years": Fraction(1)}, {"compliance_years": Fraction(1)}, MEETS),
    ("period_model", {"compliance_years": Fraction(1)}, {"compliance_years": Fraction(3)}, FAILS),
    ("period_model", {"compliance_years": Fraction(1)}, {}, OPEN),
]


@pytest.mark.feature("F281")
@pytest.mark.feature("F282")
@pytest.mark.feature("F283")
@pytest.mark.feature("F284")
@pytest.mark.feature("F285")
@pytest.mark.feature("F286")
@pytest.mark.feature("F287")
@pytest.mark.feature("F288")
@pytest.mark.feature("F280")
@pytest.mark.parametrize(("name", "left", "right", "met"), CASES)
def test_a_criterion_answers_as_its_rule_says(
    name: str, left: Facts, right: Facts, met: Span
) -> None:
    mine, theirs = Profile(id="a", **left), Profile(id="b", **right)
    assert CRITERIA[name](mine, theirs, LIMITS) == met
    assert CRITERIA[name](theirs, mine, LIMITS) == met


def test_every_feature_has_its_criterion_and_its_cases() -> None:
    named = {row.name for row in law.compatibility_features()}
    assert named == set(CRITERIA) == {name for name, *_ in CASES}


def test_every_threshold_is_labelled_as_ours_or_names_its_source() -> None:
    for row in law.compatibility_parameters().values():
        assert row.ours == (row.source == "Tallystick design")
        assert row.en
        assert row.zh


def test_thresholds_are_the_users_to_set() -> None:
    wide = parameters(["price_gap_full=1/2"])
    left, right = (Profile(id="a", price_usd=Fraction(price)) for price in (80, 100))
    assert CRITERIA["price_gap"](left, right, wide) == MEETS
