"""Agreements simulated: each restriction against its closed form, and what is said aloud."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation_samples import CHEAP, DEAR, agreement, prices, sent, simulated

from tallystick import law
from tallystick.core.findings import Finding, Outcome, Severity
from tallystick.linking.agreement import Article6Terms, Clause, Dates, Day, SystemFacts, Window
from tallystick.linking.agreement.operating import RevenueUse
from tallystick.linking.agreement.params import Finance
from tallystick.linking.agreement.restrictions import (
    BorderTax,
    Discount,
    ExchangeRate,
    Quantity,
    Restriction,
    UnitFilter,
)
from tallystick.linking.agreement.values import Years
from tallystick.linking.agreement.words import Area, LimitPer, LimitScope
from tallystick.market import NoSolution
from tallystick.market.fixed_point import iterating
from tallystick.market.simulation import simulation_to_json
from tallystick.market.simulation.calibration import share_abated


def saying(findings: tuple[Finding, ...], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]


@pytest.mark.feature("F266")
def test_prices_without_the_link_are_the_observed_ones_and_meet_with_it() -> None:
    found = simulated(agreement())
    assert found.without
    assert [one.price[0] for one in found.without.markets] == pytest.approx([20, 80])
    assert prices(found) == pytest.approx({"cheap": 40, "dear": 40})
    assert sent(found) == pytest.approx(20)
    gains = {one["id"]: one["with"] for one in simulation_to_json(found)["gains"]}
    assert gains == pytest.approx({"cheap": 200, "dear": 400})


YEARLY = LimitPer.YEAR


@pytest.mark.parametrize(
    ("restriction", "units", "dear"),
    [
        (Quantity(scope=LimitScope.GROSS, limit_t=10, per=YEARLY), 10, 60),
        (Quantity(scope=LimitScope.NET_IMPORT, limit_t=10, per=YEARLY), 10, 60),
        (Quantity(scope=LimitScope.NET_EXPORT, limit_t=10, per=YEARLY), 10, 60),
        (Quantity(scope=LimitScope.GROSS, share=Fraction(1, 20), per=YEARLY), 10, 60),
        (BorderTax(amount=Decimal(15), currency="USD"), 15, 50),
        (BorderTax(rate=Fraction(1, 20)), 59 / 3.05, 80 - 118 / 3.05),
        (Discount(rate=Fraction(1, 5)), 44 / 2.28, 80 - 2 * 0.8 * 44 / 2.28),
        (ExchangeRate(rate=Fraction(1, 2)), 20 / 1.5, 80 - 20 / 1.5),
    ],
)
def test_each_restriction_has_the_price_of_its_closed_form(
    restriction: Restriction, units: float, dear: float
) -> None:
    found = simulated(agreement(restriction))
    assert sent(found) == pytest.approx(units, rel=1e-6)
    assert prices(found)["dear"] == pytest.approx(dear, rel=1e-6)
    [clause] = simulation_to_json(found)["clauses"]
    assert clause["path"] == "recognition[0].restrictions[0]"
    assert clause["price_change"]["dear"] == pytest.approx(dear - 40, rel=1e-6)


def test_share_of_each_firm_is_taken_into_account_by_firms() -> None:
    found = simulated(
        agreement(Quantity(scope=LimitScope.ENTITY_SHARE, share=Fraction(1, 20), per=YEARLY))
    )
    # 10.5 of 240 - a are imported at most: f = (240 - a) / 20 and a + f = 40 give a = 560 / 19.
    assert sent(found) == pytest.approx(200 / 19)
    assert saying(found.findings, "READ_AS")


def test_restrictions_of_one_direction_apply_together() -> None:
    found = simulated(
        agreement(
            Discount(rate=Fraction(1, 5)),
            Quantity(scope=LimitScope.GROSS, limit_t=8, per=YEARLY),
        )
    )
    assert sent(found) == pytest.approx(10)
    first, second = simulation_to_json(found)["clauses"]
    assert (first["kind"], second["kind"]) == ("discount", "quantity")


def test_terms_of_article_6_are_deducted_and_limit_the_host() -> None:
    terms = Article6Terms(sop=Fraction(1, 20), omge=Fraction(1, 50))
    found = simulated(agreement(article6=terms))
    rate = 0.95 * 0.98
    assert sent(found) == pytest.approx((rate * 80 - 20) / (1 + 2 * rate**2))
    told = simulation_to_json(found)
    assert [one["path"] for one in told["clauses"]] == ["article6.sop", "article6.omge"]
    assert [one["from"] for one in told["clauses"]] == [None, None]
    assert told["with"]["deductions"][0]["units"] == pytest.approx((1 - rate) * sent(found))
    limited = simulated(agreement(article6=Article6Terms(host_limit_t=6)))
    assert sent(limited) == pytest.approx(6)
    assert len(saying(limited.findings, "READ_AS")) == 1


def test_clause_that_cannot_be_left_out_does_not_spoil_the_answer() -> None:
    there = agreement(Discount(rate=Fraction(1, 2)), both=True)
    back = replace(there.recognition[1], restrictions=(ExchangeRate(rate=Fraction(3, 2)),))
    found = simulated(replace(there, recognition=(there.recognition[0], back)))
    told = simulation_to_json(found)
    first, second = told["clauses"]
    assert [one["code"] for one in first["findings"]] == ["MONEY_PUMP"]
    assert first["gain_change"] == {}
    assert second["gain_change"]
    assert told["with"]["certificate"]


@pytest.mark.feature("F272")
def test_change_of_a_limit_on_use_moves_the_price_of_the_partner() -> None:
    tight = Quantity(scope=LimitScope.ENTITY_SHARE, share=Fraction(1, 20), per=YEARLY)
    wide = replace(tight, share=Fraction(1, 10))
    before, after = (prices(simulated(agreement(one))) for one in (tight, wide))
    assert after["cheap"] > before["cheap"]
    assert after["dear"] < before["dear"]


@pytest.mark.feature("F273")
@pytest.mark.feature("F276")
def test_winners_and_losers_stand_beside_the_clause_that_makes_them() -> None:
    told = simulation_to_json(simulated(agreement(BorderTax(amount=Decimal(15), currency="USD"))))
    assert told["winners"] == ["cheap", "dear"]
    [clause] = told["clauses"]
    assert (clause["winners"], clause["losers"]) == ([], ["cheap", "dear"])


@pytest.mark.feature("F275")
def test_revenue_changes_with_the_price_and_so_does_each_use() -> None:
    uses = Finance(register=(RevenueUse(system="dear", use="buildings", share=Fraction(1, 4)),))
    one = agreement()
    facts = tuple(replace(each, auctioned=Fraction(1, 2)) for each in one.facts)
    clause = Clause(area=Area.FINANCE, params=uses)
    rows = simulation_to_json(simulated(replace(one, facts=facts, clauses=(clause,))))["revenue"]
    by_system = {row["system"]: row for row in rows}
    dear = by_system["dear"]
    assert dear["change"] == pytest.approx(dear["after"] - dear["before"])
    assert dear["after"] / dear["before"] == pytest.approx(40 / 80)
    assert by_system["cheap"]["change"] > 0
    assert dear["uses"] == [
        {"use": "buildings", "share": "1/4", "change": pytest.approx(dear["change"] / 4)}
    ]
    assert simulation_to_json(simulated(one))["revenue"] == []


def test_tax_in_another_currency_takes_the_rate_of_a_listed_price() -> None:
    found = simulated(agreement(BorderTax(amount=Decimal(10), currency="EUR")))
    euro = 99.06 / 84.6
    assert sent(found) == pytest.approx((60 - 10 * euro) / 3)


def test_tax_by_rate_that_does_not_settle_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(iterating, "ROUNDS", 1)
    with pytest.raises(NoSolution) as caught:
        simulated(agreement(BorderTax(rate=Fraction(1, 5))))
    assert [finding.code for finding in caught.value.findings] == ["FIXED_POINT_MISSED"]


@given(st.fractions(0, 4, max_denominator=20))
@settings(max_examples=15)
def test_tax_by_rate_has_its_closed_form_at_any_rate(rate: Fraction) -> None:
    found = simulated(agreement(BorderTax(rate=rate)))
    expected = max(0.0, (80 - (1 + float(rate)) * 20) / (2 + 1 + float(rate)))
    assert sent(found) == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.rule("missing", "RESTRICTION_FACT_UNKNOWN")
@pytest.mark.parametrize(
    "restriction",
    [
        BorderTax(amount=Decimal(10), currency="XXX"),
        ExchangeRate(rating="nobody"),
        ExchangeRate(rate=Fraction(1, 2), valid=Window(date(2020, 1, 1), date(2020, 12, 31))),
    ],
)
def test_restriction_without_its_figure_is_not_guessed(restriction: Restriction) -> None:
    found = simulated(agreement(restriction))
    assert found.restricted is None
    [finding] = saying(found.findings, "RESTRICTION_FACT_UNKNOWN")
    assert finding.outcome is Outcome.NOT_DETERMINABLE
    assert str(finding.where["path"]).startswith("recognition[0]")


@pytest.mark.rule("missing", "SYSTEM_FACT_UNKNOWN")
@pytest.mark.parametrize("name", ["cap_t", "price_usd"])
def test_missing_fact_is_named_and_nothing_is_solved(name: str) -> None:
    without: dict[str, Any] = {name: None}
    found = simulated(agreement(facts=(DEAR, replace(CHEAP, **without))))
    assert found.restricted is None
    [finding] = saying(found.findings, "SYSTEM_FACT_UNKNOWN")
    assert finding.where == {"system": "cheap", "fact": name}
    assert simulation_to_json(found)["with"]["certificate"] is None


@pytest.mark.rule("missing", "SYSTEM_FACT_UNKNOWN")
def test_curve_that_is_not_known_is_named() -> None:
    found = simulated(agreement(facts=(DEAR, replace(CHEAP, curve="atlantis"))))
    assert saying(found.findings, "SYSTEM_FACT_UNKNOWN")[0].where["fact"] == "curve"


@pytest.mark.rule("missing", "NO_OPEN_DIRECTION")
def test_agreement_that_opens_nothing_is_not_determinable() -> None:
    found = simulated(agreement(recognition=()))
    assert [finding.code for finding in found.findings] == ["NO_OPEN_DIRECTION"]


@pytest.mark.rule(
    "pass",
    "NO_OPEN_DIRECTION",
    "SYSTEM_FACT_UNKNOWN",
    "RESTRICTION_FACT_UNKNOWN",
    "CALIBRATED",
    "READ_AS",
    "OBSERVED_WHILE_LINKED",
    "COLLAR_LEFT_OUT",
)
def test_every_calibration_is_said_aloud() -> None:
    found = simulated(agreement(UnitFilter(vintages=Years(2021, 2030))))
    told = saying(found.findings, "CALIBRATED")
    assert [finding.where["system"] for finding in told] == ["cheap", "dear"]
    assert all(finding.severity is Severity.INFO and not finding.refuses for finding in told)
    assert "no curve is known" in told[0].message.en
    assert saying(found.findings, "READ_AS")


@pytest.mark.rule("pass", "COLLAR_LEFT_OUT")
def test_floor_above_the_observed_price_is_left_out_aloud() -> None:
    found = simulated(agreement(facts=(DEAR, replace(CHEAP, floor_usd=Decimal(30)))))
    assert saying(found.findings, "COLLAR_LEFT_OUT")[0].where["system"] == "cheap"
    assert prices(found)["cheap"] == pytest.approx(40)


def test_ceiling_of_the_dear_system_holds_with_the_link() -> None:
    found = simulated(agreement(facts=(replace(DEAR, ceiling_usd=Decimal(90)), CHEAP)))
    assert prices(found)["dear"] == pytest.approx(40)


@pytest.mark.rule("pass", "OBSERVED_WHILE_LINKED")
def test_prices_observed_under_the_link_are_said_to_be_so() -> None:
    listed = replace(DEAR, price_usd=None)
    known = agreement(
        facts=(replace(listed, system="che_ets"), CHEAP),
        dates=Dates(in_force=Day(2020, 1, 1)),
        parties=(
            replace(agreement().parties[0], systems=("che_ets",)),
            agreement().parties[1],
        ),
        recognition=(replace(agreement().recognition[0], destination="che_ets"),),
    )
    assert saying(simulated(known).findings, "OBSERVED_WHILE_LINKED")


def test_baseline_that_is_stated_prevails_over_elasticity() -> None:
    stated = SystemFacts(system="dear", cap_t=200, price_usd=Decimal(80), baseline_t=240)
    assert prices(simulated(agreement(facts=(stated, CHEAP)))) == pytest.approx(
        {"cheap": 40, "dear": 40}
    )


def test_sensitivity_halves_and_doubles_abatement() -> None:
    found = simulated(agreement())
    assert [one.multiple for one in found.sensitivity] == [Fraction(1, 2), Fraction(2)]
    worlds = [one.world.found for one in found.sensitivity if one.world.found]
    flows = [sum(flow.sent[0] for flow in one.flows) for one in worlds]
    assert flows == pytest.approx([10, 40])


def test_price_beyond_a_curve_falls_back_on_the_elasticity() -> None:
    dear = replace(DEAR, price_usd=Decimal(900), elasticity=None, curve="rice2010_china")
    found = simulated(agreement(facts=(dear, CHEAP)))
    assert [one["basis"] for one in simulation_to_json(found)["systems"]] == ["elasticity"] * 2
    assert found.without
    assert found.without.markets[1].price[0] == pytest.approx(900)


@given(st.floats(0.1, 300), st.sampled_from(sorted(law.abatement_curves())))
def test_curve_of_a_region_abates_what_its_price_says(price: float, name: str) -> None:
    curve = law.abatement_curves()[name]
    share = share_abated(curve, price)
    levels = law.simulation_terms().price_levels
    level = float(levels[2024] / levels[2005])
    assert curve.factor_usd_t * level * share**curve.power == pytest.approx(price, rel=1e-6)


@given(
    st.integers(1, 300),
    st.integers(1, 300),
    st.fractions(Fraction(1, 50), Fraction(1, 2), max_denominator=50),
)
@settings(max_examples=15)
def test_nobody_loses_from_unrestricted_linking(
    dear: int, cheap: int, elasticity: Fraction
) -> None:
    found = simulated(
        agreement(
            facts=(
                replace(DEAR, price_usd=Decimal(dear), elasticity=elasticity),
                replace(CHEAP, price_usd=Decimal(cheap)),
            )
        )
    )
    assert found.unrestricted
    scale = sum(one.total_cost[0] for one in found.unrestricted.markets)
    assert all((one.gain or (0,))[0] >= -1e-9 * abs(scale) for one in found.unrestricted.markets)
    priced = [one.price[0] for one in found.unrestricted.markets]
    assert min(dear, cheap) - 1e-6 <= min(priced) <= max(priced) <= max(dear, cheap) + 1e-6
