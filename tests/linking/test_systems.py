"""Systems read into words and numbers, and brought to one measure."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick import law
from tallystick.linking.systems import profiles
from tallystick.linking.systems.comparable import comparable
from tallystick.linking.systems.measures import Money, dollars, per_tonne, tonnes


def test_every_reading_is_of_a_text_that_some_system_has() -> None:
    texts = {
        (name, fact.value)
        for system in law.systems().values()
        for name, fact in system.facts.items()
    }
    assert set(law.system_readings()) <= texts


def test_every_system_has_a_profile_and_keeps_its_facts() -> None:
    assert list(profiles()) == list(law.systems())
    assert profiles()["eu_ets"].facts["cap_type"].status == "memory"


def test_what_no_fact_tells_is_unknown() -> None:
    ukraine = profiles()["ukr_ets"]
    assert ukraine.cap == "absolute"
    assert ukraine.price_usd is None
    assert ukraine.gases is None


@pytest.mark.feature("F030")
def test_a_short_ton_is_lighter_than_a_tonne_and_its_price_per_tonne_higher() -> None:
    assert tonnes(1_000_000, "short_ton") == Fraction("907184.74")
    assert round(per_tonne(Fraction("26.73"), "short_ton"), 1) == Fraction("29.5")


@pytest.mark.feature("F030")
@given(st.integers(1, 10**9), st.sampled_from(["metric_t", "short_ton"]))
def test_what_a_number_of_units_is_worth_does_not_depend_on_the_measure(
    units: int, mass: str
) -> None:
    price = Fraction("26.73")
    assert tonnes(units, mass) * per_tonne(price, mass) == units * price


@pytest.mark.feature("F030")
def test_two_systems_are_brought_to_one_measure() -> None:
    told = comparable(profiles()["usa_rggi"], profiles()["usa_ca"]).to_json()
    assert told["mass_ratio"] == "0.907185"
    assert told["gases"]["both"] == ["CO2"]
    assert told["gases"]["left"] == []
    assert "CH4" in told["gases"]["right"]
    assert told["stringency"] is None
    assert told["gwp_set"] is None


@pytest.mark.feature("F030")
def test_measures_change_places_with_the_sides() -> None:
    forth = comparable(profiles()["eu_ets"], profiles()["usa_ca"])
    back = comparable(profiles()["usa_ca"], profiles()["eu_ets"])
    assert forth.price_ratio
    assert back.price_ratio
    assert forth.price_ratio * back.price_ratio == 1
    assert forth.left_gases == back.right_gases


def test_money_turns_into_dollars_only_at_a_rate_that_the_system_shows() -> None:
    quebec = {"currency": "CAD", "price": "40", "price_usd": "30"}
    assert dollars(Money.parse("CAD 80"), quebec) == 60
    assert dollars(Money.parse("USD 80"), {}) == 80
    assert dollars(Money.parse("CHF 80"), quebec) is None
    assert dollars(Money.parse("CAD 80"), {"currency": "CAD", "price": "40"}) is None


def test_ceilings_of_linked_systems_in_two_currencies_are_one_price() -> None:
    california, quebec = profiles()["usa_ca"].ceiling_usd, profiles()["can_qc"].ceiling_usd
    assert california
    assert quebec
    assert abs(california - quebec) < 1
