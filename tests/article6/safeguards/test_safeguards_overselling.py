"""Overselling, what replacing costs, the host's coverage, and the scenarios."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safeguards_samples import FAIL, UNKNOWN, told

from tallystick.article6.safeguards.costs import Abatement, CostList
from tallystick.article6.safeguards.coverage import COVERAGE, Intended, judge
from tallystick.article6.safeguards.overselling import FORECASTS, Forecast
from tallystick.article6.safeguards.scenario import (
    REGISTRATION,
    Control,
    RegistryEntry,
    Scenario,
)
from tallystick.core.periods import NdcPeriod

COSTS = CostList("USD", (Abatement(10, Decimal(40)), Abatement(5, Decimal("12.50"))))
FORECAST = Forecast(
    party="GHA",
    period=NdcPeriod(2029, 2030),
    emissions_t={2029: 100, 2030: 90},
    transfers_t={2029: 0, 2030: 10},
    target_t={2030: 100},
    budget_t=200,
    costs=COSTS,
    price=Decimal(30),
    currency="USD",
)
LINKED = Scenario(price_linked=True)


def judged(scenario: Scenario = LINKED, **changes: Any) -> list[tuple[str, object]]:
    return list(told(FORECASTS.judge(replace(FORECAST, **changes), scenario)))


def test_what_is_within_the_target_is_not_oversold() -> None:
    assert judged() == []
    assert FORECAST.balance_t(2030) == 100
    assert FORECAST.period_balance_t == 200


@pytest.mark.rule("fail", "BELOW_OPPORTUNITY_COST", "OVERSELL")
@pytest.mark.feature("F099")
def test_overselling_is_told_per_year_and_period_with_the_cost_of_replacing() -> None:
    finding, period, below = FORECASTS.judge(FORECAST.with_transfer(8, 2030), LINKED)
    assert (finding.code, finding.where["years"]) == ("OVERSELL", "2030")
    assert (period.code, period.where["years"]) == ("OVERSELL", "2029 - 2030")
    assert "182.5 USD" in finding.message.en  # 5 t at 12.50 and 3 t at 40
    assert below.code == "BELOW_OPPORTUNITY_COST"
    assert not finding.refuses


def test_units_that_the_party_uses_make_room() -> None:
    assert judged(transfers_t={2029: 0, 2030: 18}, uses_t={2030: 8}) == []


@pytest.mark.rule("pass", "BELOW_OPPORTUNITY_COST", "OVERSELL")
def test_missing_its_target_without_a_sale_is_no_overselling() -> None:
    assert judged(emissions_t={2029: 100, 2030: 200}, transfers_t={2029: 0, 2030: 0}) == []


@pytest.mark.rule("missing", "OVERSELL")
def test_overselling_cannot_be_told_without_projections_or_targets() -> None:
    assert judged(emissions_t={2029: 100}) == [("OVERSELL", UNKNOWN)] * 2
    assert judged(target_t={}, budget_t=None) == [("OVERSELL", UNKNOWN)]


@pytest.mark.rule("missing", "BELOW_OPPORTUNITY_COST")
@pytest.mark.feature("F021")
@pytest.mark.feature("F099")
def test_price_is_held_against_the_opportunity_cost_only_where_the_scenario_links_them() -> None:
    sold = FORECAST.with_transfer(8, 2030)
    assert "BELOW_OPPORTUNITY_COST" not in {one.code for one in FORECASTS.judge(sold, Scenario())}
    dear = replace(sold, price=Decimal(40))
    assert told(FORECASTS.judge(dear, LINKED)) == [("OVERSELL", FAIL)] * 2
    for lacking in (
        replace(sold, price=None),
        replace(sold, costs=None),
        replace(sold, currency="EUR"),
        sold.with_transfer(100, 2030),
    ):
        assert told(FORECASTS.judge(lacking, LINKED))[-1] == ("BELOW_OPPORTUNITY_COST", UNKNOWN)


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(-9, 99)), max_size=6), st.integers(0, 99))
def test_cost_of_replacing_rises_with_the_tonnes_by_the_marginal_cost(
    measures: list[tuple[int, int]], tonnes: int
) -> None:
    costs = CostList("USD", tuple(Abatement(t, Decimal(cost)) for t, cost in measures))
    less, more, last = costs.cost(tonnes), costs.cost(tonnes + 1), costs.marginal(tonnes + 1)
    assert (more is None) == (last is None) == (tonnes + 1 > sum(t for t, _ in measures))
    if less is not None and more is not None and last is not None:
        assert more - less == last
    assert costs.marginal(0) == 0


INTENDED = Intended(id="T1", host="GHA", vintage=2030, quantity_t=5, covered=True)


def guarded(forecast: Forecast | None = FORECAST, **changes: Any) -> list[tuple[str, object]]:
    known = [forecast] if forecast else []
    return list(told(COVERAGE.judge(replace(INTENDED, **changes), known)))


@pytest.mark.rule("fail", "HOST_NOT_COVERED")
@pytest.mark.feature("F062")
def test_transfer_is_refused_with_reasons_while_the_host_is_not_covered() -> None:
    (finding,) = COVERAGE.judge(INTENDED, [FORECAST])
    assert finding.refuses
    assert "105 t" in finding.message.en
    assert "5 t less" in finding.fix.en
    assert guarded(replace(FORECAST, emissions_t={2029: 90, 2030: 85})) == []


@pytest.mark.rule("pass", "HOST_NOT_COVERED")
@pytest.mark.rule("missing", "HOST_NOT_COVERED")
@pytest.mark.feature("F062")
def test_coverage_is_an_option_of_the_agreement_and_needs_a_forecast() -> None:
    assert guarded(covered=False) == []
    assert guarded(covered=None) == [("HOST_NOT_COVERED", UNKNOWN)]
    assert guarded(forecast=None) == [("HOST_NOT_COVERED", UNKNOWN)]
    assert guarded(replace(FORECAST, target_t={}, budget_t=None)) == [("HOST_NOT_COVERED", UNKNOWN)]
    assert guarded(replace(FORECAST, emissions_t={})) == [("HOST_NOT_COVERED", UNKNOWN)]


def test_target_of_another_year_does_not_bear_on_the_transfer() -> None:
    tight = replace(FORECAST, target_t={2029: 1}, budget_t=None)
    assert guarded(tight) == [("HOST_NOT_COVERED", UNKNOWN)]
    assert guarded(replace(tight, target_t={2029: 1, 2030: 200})) == []


@pytest.mark.feature("F062")
def test_transfers_count_against_those_after_them_unless_refused() -> None:
    room = replace(FORECAST, emissions_t={2029: 90, 2030: 82})
    listed = [replace(INTENDED, id=name) for name in ("T1", "T2")]
    large = replace(INTENDED, id="T0", quantity_t=50)
    findings = judge([large, *listed], [replace(FORECAST, party="CHE"), room])
    assert [one.where["transfer"] for one in findings] == ["T0", "T2"]


@pytest.mark.feature("F062")
def test_vintage_outside_the_forecast_is_not_taken_as_covered() -> None:
    plenty = replace(FORECAST, budget_t=10**9, target_t={})
    assert guarded(plenty) == []
    assert guarded(plenty, vintage=2031) == [("HOST_NOT_COVERED", UNKNOWN)]


ENTRY = RegistryEntry(id="E1", host="GHA", taker="CHE", consents=frozenset({"GHA"}))


@pytest.mark.feature("F021")
@pytest.mark.feature("F088")
@pytest.mark.parametrize(
    ("scenario", "blocked_by"),
    [
        (Scenario(Control.NATIONAL), []),
        pytest.param(
            Scenario(Control.JOINT), ["CHE"], marks=pytest.mark.rule("fail", "REGISTRATION_CONTROL")
        ),
        (Scenario(Control.INTERNATIONAL, body="board"), ["board"]),
    ],
)
def test_who_can_block_an_entry_depends_on_who_controls_registration(
    scenario: Scenario, blocked_by: list[str]
) -> None:
    findings = REGISTRATION.judge(ENTRY, scenario)
    assert [one.fix.en for one in findings] == [
        f"obtain the consent of {who}" for who in blocked_by
    ]
    consenting = replace(ENTRY, consents=frozenset({"GHA", "CHE", "board"}))
    assert REGISTRATION.judge(consenting, scenario) == []


@pytest.mark.rule("pass", "REGISTRATION_CONTROL")
@pytest.mark.rule("missing", "REGISTRATION_CONTROL")
@pytest.mark.feature("F088")
def test_control_cannot_be_judged_without_consents_or_a_body() -> None:
    unknown = [("REGISTRATION_CONTROL", UNKNOWN)]
    assert told(REGISTRATION.judge(replace(ENTRY, consents=None), Scenario())) == unknown
    assert told(REGISTRATION.judge(ENTRY, Scenario(Control.INTERNATIONAL))) == unknown
