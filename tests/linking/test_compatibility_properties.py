"""What holds for every two systems, whatever is known of them."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.linking.compatibility import Verdict, compare, parameters
from tallystick.linking.compatibility.change import after
from tallystick.linking.compatibility.criteria import CRITERIA
from tallystick.linking.compatibility.scoring import (
    ASCENDING,
    Feature,
    features,
    of_index,
    reach,
    score,
    verdict,
)
from tallystick.linking.systems import Profile

LIMITS = parameters()
AMOUNTS = st.integers(1, 40).map(Fraction)
SOME = st.frozensets(st.sampled_from("abc"), min_size=1)
WORDS: dict[str, st.SearchStrategy[Any]] = {
    "level": st.sampled_from(["national", "city"]),
    "participation": st.sampled_from(["mandatory", "mandatory", "voluntary"]),
    "architecture": st.sampled_from(["cap_and_trade", "rate_based"]),
    "operation": st.sampled_from(["operating", "operating", "pilot", "planned", "ended"]),
    "cap": st.sampled_from(["absolute", "hybrid", "intensity", "none"]),
    "annual_cap_mt": AMOUNTS,
    "reduction_pct": AMOUNTS,
    "gases": SOME,
    "sectors": SOME,
    "point": st.sampled_from(["upstream", "mixed", "downstream"]),
    "threshold": st.sampled_from(["20 MW", "25000 t"]),
    "allocation": st.sampled_from(["free", "mixed", "auction"]),
    "offset_limit_pct": AMOUNTS,
    "credits": st.sampled_from(["yes", "no"]),
    "floor": st.sampled_from(["none", "some"]),
    "floor_usd": AMOUNTS,
    "ceiling": st.sampled_from(["none", "limited", "unlimited"]),
    "ceiling_usd": AMOUNTS,
    "stability": st.sampled_from(["quantity", "price", "none", "fixed_price", "discretion"]),
    "banking": st.sampled_from(["none", "within_period", "limited", "unlimited"]),
    "holding_limits": st.sampled_from(["yes", "no"]),
    "borrowing": st.sampled_from(["none", "within_year", "limited", "unlimited"]),
    "make_good": st.sampled_from(["yes", "no"]),
    "penalty_usd": AMOUNTS,
    "mrv": st.sampled_from(["third_party", "measured", "authority", "audited", "none"]),
    "registry": st.frozensets(st.sampled_from("abc")),
    "compliance_years": st.sampled_from([Fraction(1), Fraction(3)]),
    "end_year": st.integers(2020, 2060),
    "price_usd": AMOUNTS,
    "unit_mass": st.sampled_from(["metric_t", "short_ton"]),
    "revenue_use": st.sampled_from(["climate", "budget"]),
}
COMPLETE = st.fixed_dictionaries(WORDS).map(lambda facts: Profile(id="a", as_of=2026, **facts))
HIDDEN = st.frozensets(st.sampled_from(sorted(WORDS)))


def hide(one: Profile, names: frozenset[str]) -> Profile:
    unknown: dict[str, Any] = dict.fromkeys(names)
    return replace(one, **unknown)


@settings(max_examples=40, deadline=None)
@given(COMPLETE, COMPLETE)
def test_complete_facts_leave_nothing_open(left: Profile, right: Profile) -> None:
    judged = features(left, right, LIMITS)
    assert all(one.met.is_decided for one in judged)
    assert verdict(judged, LIMITS) is not Verdict.NOT_DETERMINABLE


@settings(max_examples=40, deadline=None)
@given(COMPLETE, COMPLETE, HIDDEN, HIDDEN)
def test_the_interval_holds_every_completion(
    left: Profile, right: Profile, mine: frozenset[str], theirs: frozenset[str]
) -> None:
    known = features(left, right, LIMITS)
    partial = features(hide(left, mine), hide(right, theirs), LIMITS)
    assert all(one.met in wider.met for one, wider in zip(known, partial, strict=True))
    for index in ("compatibility", "synergy", "isomorphism"):
        assert score(of_index(known, index)) in score(of_index(partial, index))
    told = verdict(partial, LIMITS)
    assert told in {Verdict.NOT_DETERMINABLE, verdict(known, LIMITS)}


@settings(max_examples=40, deadline=None)
@given(COMPLETE, COMPLETE, HIDDEN, HIDDEN, st.sampled_from(sorted(WORDS)))
def test_learning_a_fact_never_widens_an_interval(
    left: Profile, right: Profile, mine: frozenset[str], theirs: frozenset[str], learnt: str
) -> None:
    other = hide(right, theirs)
    before = features(hide(left, mine | {learnt}), other, LIMITS)
    later = features(hide(left, mine - {learnt}), other, LIMITS)
    assert all(one.met in wider.met for one, wider in zip(later, before, strict=True))
    assert score(later) in score(before)


@pytest.mark.feature("F042")
@settings(max_examples=40, deadline=None)
@given(COMPLETE, COMPLETE, HIDDEN, HIDDEN)
def test_no_rule_weighs_differently_when_the_sides_change_places(
    left: Profile, right: Profile, mine: frozenset[str], theirs: frozenset[str]
) -> None:
    one, other = hide(left, mine), hide(right, theirs)
    for judge in CRITERIA.values():
        assert judge(one, other, LIMITS) == judge(other, one, LIMITS)
    forth, back = compare(one, other, LIMITS), compare(other, one, LIMITS)
    assert (forth.score, forth.verdict, forth.change) == (back.score, back.verdict, back.change)
    assert all(found.is_even for found in forth.asymmetries)


@settings(max_examples=40, deadline=None)
@given(COMPLETE, COMPLETE, HIDDEN)
def test_the_cheapest_change_lifts_what_is_certain(
    left: Profile, right: Profile, hidden: frozenset[str]
) -> None:
    compared = compare(hide(left, hidden), right, LIMITS)
    if compared.change is None:
        return
    now, _ = reach(compared.features, LIMITS)
    then, _ = reach(after(compared.features, compared.change.features), LIMITS)
    assert ASCENDING.index(then) > ASCENDING.index(now)


def test_no_set_of_changes_is_cheaper_than_the_one_found() -> None:
    for left, right in SMALL:
        compared = compare(left, right, LIMITS)
        judged = of_index(compared.features, "compatibility")
        now = ASCENDING.index(reach(judged, LIMITS)[0])
        assert compared.change
        assert compared.change.cost == min(
            cost(chosen)
            for count in range(1, 3)
            for chosen in combinations([one for one in judged if one.row.can_change], count)
            if ASCENDING.index(reach(after(judged, chosen), LIMITS)[0]) > now
        )


def cost(chosen: tuple[Feature, ...]) -> Fraction:
    return sum((LIMITS[f"cost_{one.row.name}"] for one in chosen), Fraction(0))


SOUND = Profile(
    id="a",
    as_of=2026,
    participation="mandatory",
    operation="operating",
    cap="absolute",
    reduction_pct=Fraction(4),
    gases=frozenset({"CO2"}),
    sectors=frozenset({"power"}),
    point="downstream",
    threshold="20 MW",
    allocation="mixed",
    offset_limit_pct=Fraction(0),
    credits="no",
    floor="none",
    ceiling="none",
    stability="quantity",
    banking="unlimited",
    holding_limits="yes",
    borrowing="none",
    make_good="yes",
    penalty_usd=Fraction(100),
    mrv="third_party",
    registry=frozenset({"a"}),
    compliance_years=Fraction(1),
    end_year=2060,
    price_usd=Fraction(80),
    revenue_use="climate",
)
SMALL = [
    (SOUND, replace(SOUND, ceiling="unlimited")),
    (SOUND, replace(SOUND, cap="intensity", floor="some")),
    (SOUND, replace(SOUND, borrowing="unlimited", floor="some")),
    (SOUND, replace(SOUND, mrv=None)),
]
