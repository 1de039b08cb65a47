"""Border charges, renewable power, footprints, energy and carbon, credits, trades."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from practice_samples import FAIL, NOWHERE, UNKNOWN, judged, special, under

from tallystick import law
from tallystick.linking.agreement.words import SpecialClause
from tallystick.linking.practice.aviation import (
    AVIATION_CREDITS,
    AviationCredit,
    AviationUse,
)
from tallystick.linking.practice.border import (
    IMPORTS,
    MEASURES,
    BorderMeasure,
    Import,
    cost,
    is_exempt,
    register,
)
from tallystick.linking.practice.credits import (
    CARRY_OVERS,
    OFFSETS,
    OUTPUTS,
    CarryOver,
    OffsetUse,
    Output,
)
from tallystick.linking.practice.energy import (
    CONTROLS,
    FOOTPRINTS,
    GENERATIONS,
    DualControl,
    Footprint,
    Generation,
)
from tallystick.linking.practice.venues import VENUE_TRADES, Payment, TradedVia, VenueTrade, legs

FREE = special(SpecialClause.BORDER_ADJUSTMENT_EXEMPTION)
FAIR = BorderMeasure(
    id="own", imposed_by="AUS", domestic_alike=True, origins_alike=True, credits_price_paid=True
)
STEEL = Import(
    id="steel",
    measure="eu_cbam",
    origin="GBR",
    on=date(2026, 6, 1),
    good="iron_and_steel",
    quantity_t=100,
    embedded=Fraction(2),
    benchmark=Fraction(3, 2),
    price=Decimal(80),
    paid=Decimal(30),
    currency="EUR",
    charged=Decimal(0),
)


@pytest.mark.feature("F044")
@pytest.mark.rule("fail", "TRADE_DISCRIMINATION")
@pytest.mark.rule("missing", "TRADE_DISCRIMINATION")
def test_measure_is_flagged_where_like_goods_are_treated_unlike() -> None:
    assert judged(MEASURES, FAIR, NOWHERE) == []
    unfair = replace(FAIR, domestic_alike=False, credits_price_paid=None)
    assert judged(MEASURES, unfair, NOWHERE) == [("TRADE_DISCRIMINATION", FAIL)]
    (finding,) = MEASURES.judge(unfair, NOWHERE)
    assert "domestic goods bear less" in finding.message.en
    assert "国内产品负担较轻" in finding.message.zh
    assert judged(MEASURES, replace(FAIR, origins_alike=None), NOWHERE) == [
        ("TRADE_DISCRIMINATION", UNKNOWN)
    ]


@pytest.mark.feature("F044")
@pytest.mark.feature("F140")
def test_register_names_both_border_adjustments_with_source_and_status() -> None:
    assert {one.id for one in register()} == {"eu_cbam", "gbr_cbam"}
    assert all(one.source and one.status for one in law.trade_measures().values())
    assert law.trade_measures()["gbr_cbam"].holds(date(2026, 12, 31)) is False


@pytest.mark.feature("F110")
def test_exemption_holds_with_the_link_and_lapses_with_its_suspension() -> None:
    assert is_exempt("GBR", "EUE", under(FREE)) is True
    assert is_exempt("GBR", "EUE", under(FREE, suspended=True)) is False
    assert is_exempt("GBR", "EUE", under(FREE, on=date(2019, 6, 1))) is False
    assert is_exempt("CHN", "EUE", under(FREE)) is False
    assert is_exempt("GBR", "EUE", under()) is False


@pytest.mark.feature("F110")
@pytest.mark.rule("fail", "LINKED_GOODS_CHARGED")
@pytest.mark.rule("missing", "LINKED_GOODS_CHARGED")
def test_linked_goods_are_not_charged_unless_the_link_is_suspended() -> None:
    charged = replace(STEEL, charged=Decimal(5))
    assert judged(IMPORTS, STEEL, under(FREE)) == []
    assert judged(IMPORTS, charged, under(FREE)) == [("LINKED_GOODS_CHARGED", FAIL)]
    assert judged(IMPORTS, charged, under(FREE, suspended=True)) == []
    open_ = replace(STEEL, charged=None)
    assert judged(IMPORTS, open_, under(FREE)) == [("LINKED_GOODS_CHARGED", UNKNOWN)]


@pytest.mark.feature("F140")
def test_border_cost_follows_benchmark_share_and_price_paid() -> None:
    share = law.trade_measures()["eu_cbam"].charged_shares[2026]
    owed = (Fraction(2) - Fraction(3, 2) * (1 - share)) * 100
    assert cost(STEEL, NOWHERE) == owed * 50
    assert cost(replace(STEEL, paid=Decimal(90)), NOWHERE) == 0
    assert cost(replace(STEEL, good="toys"), NOWHERE) == 0
    assert cost(replace(STEEL, on=date(2025, 6, 1)), NOWHERE) == 0
    assert cost(STEEL, under(FREE)) == 0
    assert cost(STEEL, under(FREE, suspended=True)) == owed * 50
    assert cost(replace(STEEL, currency="GBP"), NOWHERE) is None
    whole = replace(STEEL, charged_share=Fraction(1))
    assert cost(whole, NOWHERE) == 2 * 100 * 50


@pytest.mark.feature("F140")
@pytest.mark.rule("fail", "BORDER_COST_UNKNOWN")
@pytest.mark.rule("missing", "BORDER_COST_UNKNOWN")
def test_cost_that_cannot_be_estimated_says_why() -> None:
    assert judged(IMPORTS, STEEL, under()) == []
    blank = replace(STEEL, embedded=None)
    assert judged(IMPORTS, blank, under()) == [("BORDER_COST_UNKNOWN", UNKNOWN)]
    other = replace(STEEL, measure="moon_tax")
    assert ("BORDER_COST_UNKNOWN", FAIL) in judged(IMPORTS, other, under())


WIND = Generation(plant="wind 1", year=2025, generated_mwh=100, certified_mwh=60, credited_mwh=40)


@pytest.mark.feature("F144")
@pytest.mark.rule("fail", "RENEWABLE_DOUBLE_CLAIM")
@pytest.mark.rule("missing", "RENEWABLE_DOUBLE_CLAIM")
def test_power_backs_a_certificate_or_a_credit() -> None:
    assert judged(GENERATIONS, WIND, NOWHERE) == []
    twice = replace(WIND, credited_mwh=41)
    assert judged(GENERATIONS, twice, NOWHERE) == [("RENEWABLE_DOUBLE_CLAIM", FAIL)]
    blank = replace(WIND, certified_mwh=None)
    assert judged(GENERATIONS, blank, NOWHERE) == [("RENEWABLE_DOUBLE_CLAIM", UNKNOWN)]


PRINT = Footprint(
    product="rebar",
    installation="CN-1",
    year=2025,
    direct=Fraction(3, 2),
    power=Fraction(1, 4),
    upstream=Fraction(1, 2),
    output_t=1000,
    reported_t=1500,
)


@pytest.mark.feature("F139")
@pytest.mark.rule("fail", "FOOTPRINT_APART")
@pytest.mark.rule("missing", "FOOTPRINT_APART")
def test_footprint_uses_the_data_of_its_installation_and_feeds_the_border_charge() -> None:
    assert judged(FOOTPRINTS, PRINT, NOWHERE) == []
    assert (PRINT.embedded, PRINT.whole) == (Fraction(7, 4), Fraction(9, 4))
    at_border = replace(STEEL, embedded=PRINT.embedded, charged_share=Fraction(1))
    assert cost(at_border, NOWHERE) == Fraction(7, 4) * 100 * 50
    apart = replace(PRINT, reported_t=1501)
    assert judged(FOOTPRINTS, apart, NOWHERE) == [("FOOTPRINT_APART", FAIL)]
    blank = replace(PRINT, reported_t=None)
    assert judged(FOOTPRINTS, blank, NOWHERE) == [("FOOTPRINT_APART", UNKNOWN)]


REGION = DualControl(
    region="hubei",
    year=2025,
    output=1000,
    energy_tce=500,
    emissions_t=1200,
    energy_cap_tce=500,
    energy_intensity_cap=Fraction(1, 2),
    carbon_cap_t=1200,
    carbon_intensity_cap=Fraction(6, 5),
)


@pytest.mark.feature("F138")
@pytest.mark.rule("fail", "CONTROL_EXCEEDED")
@pytest.mark.rule("missing", "CONTROL_EXCEEDED")
def test_energy_and_carbon_are_held_to_caps_on_totals_and_intensity() -> None:
    assert [name for name, _, _ in REGION.indicators()] == [
        "energy",
        "energy intensity",
        "carbon",
        "carbon intensity",
    ]
    assert judged(CONTROLS, REGION, NOWHERE) == []
    carbon = replace(REGION, emissions_t=1201)
    assert judged(CONTROLS, carbon, NOWHERE) == [("CONTROL_EXCEEDED", FAIL)] * 2
    blank = replace(REGION, output=None)
    assert judged(CONTROLS, blank, NOWHERE) == [("CONTROL_EXCEEDED", UNKNOWN)] * 2


USED = OffsetUse(
    id="u1",
    system="chn_national",
    programme="CCER",
    methodology="CCER-01-002-V01",
    on=date(2026, 1, 1),
    quantity_t=5,
    emissions_t=100,
)


@pytest.mark.feature("F130")
@pytest.mark.rule("fail", "OFFSET_LIMIT", "OFFSET_PROGRAMME")
@pytest.mark.rule("missing", "OFFSET_LIMIT", "OFFSET_PROGRAMME")
def test_offsets_keep_limit_and_methodologies_of_their_system() -> None:
    assert judged(OFFSETS, USED, NOWHERE) == []
    much = replace(USED, quantity_t=6, methodology="hydro")
    assert judged(OFFSETS, much, NOWHERE) == [("OFFSET_LIMIT", FAIL), ("OFFSET_PROGRAMME", FAIL)]
    blank = replace(USED, emissions_t=None, methodology=None)
    assert judged(OFFSETS, blank, NOWHERE) == [
        ("OFFSET_LIMIT", UNKNOWN),
        ("OFFSET_PROGRAMME", UNKNOWN),
    ]
    early = replace(USED, on=date(2023, 1, 1))
    assert judged(OFFSETS, early, NOWHERE) == [("OFFSET_PROGRAMME", FAIL)]


@pytest.mark.feature("F130")
def test_programme_lists_forestry_and_wind() -> None:
    kinds = " ".join(one.methodology_en for one in law.methodologies() if one.programme == "CCER")
    assert "afforestation" in kinds
    assert "wind" in kinds


CREDIT = AviationCredit(
    id="c1",
    programme="VCS",
    vintage=2022,
    project_type="forestry",
    on=date(2025, 1, 1),
    authorized=(AviationUse.OIMP,),
    authorization_read=True,
)


@pytest.mark.feature("F137")
@pytest.mark.rule("fail", "AVIATION_SCOPE", "AVIATION_AUTHORIZATION")
@pytest.mark.rule("missing", "AVIATION_SCOPE", "AVIATION_AUTHORIZATION")
def test_airlines_cancel_eligible_and_authorized_credits() -> None:
    assert judged(AVIATION_CREDITS, CREDIT, NOWHERE) == []
    old = replace(CREDIT, vintage=2018, authorized=())
    assert judged(AVIATION_CREDITS, old, NOWHERE) == [("AVIATION_SCOPE", FAIL)]
    assert judged(AVIATION_CREDITS, replace(old, on=date(2022, 1, 1)), NOWHERE) == []
    wrong = replace(CREDIT, project_type="CCS", authorized=(AviationUse.NDC,))
    assert judged(AVIATION_CREDITS, wrong, NOWHERE) == [
        ("AVIATION_SCOPE", FAIL),
        ("AVIATION_AUTHORIZATION", FAIL),
    ]
    unread = replace(CREDIT, project_type=None, authorized=(), authorization_read=False)
    assert judged(AVIATION_CREDITS, unread, NOWHERE) == [
        ("AVIATION_SCOPE", UNKNOWN),
        ("AVIATION_AUTHORIZATION", UNKNOWN),
    ]
    unlisted = replace(CREDIT, programme="moon", vintage=None)
    assert judged(AVIATION_CREDITS, unlisted, NOWHERE) == [
        ("AVIATION_SCOPE", FAIL),
        ("AVIATION_AUTHORIZATION", UNKNOWN),
    ]


@pytest.mark.feature("F003")
@pytest.mark.rule("fail", "KYOTO_CARRY_OVER")
@pytest.mark.rule("missing", "KYOTO_CARRY_OVER")
@pytest.mark.parametrize(("unit", "most"), [("CER", 25), ("ERU", 25), ("RMU", 0)])
def test_kyoto_units_are_carried_over_within_their_limit(unit: str, most: int) -> None:
    one = CarryOver(party="CHE", unit=unit, quantity_t=most, assigned_amount_t=1000)
    assert judged(CARRY_OVERS, one, NOWHERE) == []
    assert judged(CARRY_OVERS, replace(one, quantity_t=most + 1), NOWHERE) == [
        ("KYOTO_CARRY_OVER", FAIL)
    ]
    assert judged(CARRY_OVERS, replace(one, unit="AAU", quantity_t=10**9), NOWHERE) == []
    assert judged(CARRY_OVERS, replace(one, unit="XYZ"), NOWHERE) == [("KYOTO_CARRY_OVER", UNKNOWN)]


@pytest.mark.feature("F128")
@pytest.mark.rule("fail", "INTENSITY_ALLOCATION")
@pytest.mark.rule("missing", "INTENSITY_ALLOCATION")
def test_intensity_cap_grows_with_output() -> None:
    assert PLANT.allowed_t == 800
    assert judged(OUTPUTS, PLANT, NOWHERE) == []
    assert replace(PLANT, output=2000).allowed_t == 1600
    wrong = replace(PLANT, allocated_t=801)
    assert judged(OUTPUTS, wrong, NOWHERE) == [("INTENSITY_ALLOCATION", FAIL)]
    blank = replace(PLANT, benchmark=None)
    assert judged(OUTPUTS, blank, NOWHERE) == [("INTENSITY_ALLOCATION", UNKNOWN)]


PLANT = Output(
    installation="CN-1", year=2025, output=1001, benchmark=Fraction(4, 5), allocated_t=800
)
TRADE = VenueTrade(
    id="t1",
    via=TradedVia.EXCHANGE,
    venue="hainan_international",
    on=date(2025, 1, 1),
    seller="farm",
    seller_party="CHN",
    buyer="airline",
    buyer_party="SGP",
    unit="CCER",
    quantity_t=10,
    price=Decimal("12.50"),
    currency="USD",
    paid=Payment(on=date(2025, 1, 2), amount=Decimal(125), currency="USD"),
)


@pytest.mark.feature("F145")
@pytest.mark.rule("fail", "VENUE_CLOSED", "TRADE_PRICE")
@pytest.mark.rule("missing", "VENUE_CLOSED", "TRADE_PRICE")
def test_venue_settles_what_it_is_open_for() -> None:
    assert judged(VENUE_TRADES, TRADE, NOWHERE) == []
    free = Payment(on=TRADE.on, amount=Decimal(0), currency="USD")
    at_home = replace(TRADE, venue="shanghai_national", price=Decimal(0), paid=free)
    assert judged(VENUE_TRADES, at_home, NOWHERE) == [
        ("VENUE_CLOSED", FAIL),
        ("TRADE_PRICE", FAIL),
    ]
    early = replace(TRADE, on=date(2022, 3, 17))
    assert judged(VENUE_TRADES, early, NOWHERE) == [("VENUE_CLOSED", FAIL)]
    blank = replace(TRADE, venue=None, price=None)
    assert judged(VENUE_TRADES, blank, NOWHERE) == [
        ("VENUE_CLOSED", UNKNOWN),
        ("TRADE_PRICE", UNKNOWN),
        ("UNITS_BEFORE_PAYMENT", UNKNOWN),
    ]


@pytest.mark.feature("F145")
@pytest.mark.rule("pass", "UNITS_BEFORE_PAYMENT")
def test_units_are_delivered_against_the_whole_price() -> None:
    assert judged(VENUE_TRADES, TRADE, NOWHERE) == []


@pytest.mark.feature("F145")
@pytest.mark.rule("fail", "UNITS_BEFORE_PAYMENT")
@pytest.mark.rule("missing", "UNITS_BEFORE_PAYMENT")
@pytest.mark.parametrize(
    "changed", [{"amount": Decimal(124)}, {"currency": "EUR"}, {"on": date(2024, 12, 31)}]
)
def test_units_wait_for_the_whole_price_in_its_currency(changed: dict[str, Any]) -> None:
    assert TRADE.paid is not None
    wrong = replace(TRADE, paid=replace(TRADE.paid, **changed))
    assert judged(VENUE_TRADES, wrong, NOWHERE) == [("UNITS_BEFORE_PAYMENT", FAIL)]
    unpaid = replace(TRADE, paid=None)
    assert judged(VENUE_TRADES, unpaid, NOWHERE) == [("UNITS_BEFORE_PAYMENT", UNKNOWN)]


@pytest.mark.feature("F145")
def test_settlement_across_a_border_is_delivery_against_payment() -> None:
    units, money = legs(TRADE)
    assert units["registries"] == ["CHN", "SGP"]
    assert (units["quantity_t"], money["amount"]) == (10, "125.00")
    assert (units["only_if"], money["only_if"]) == ("money", "units")
    assert "registries" not in legs(replace(TRADE, buyer_party="CHN"))[0]
    assert legs(replace(TRADE, price=None)) == ()


@pytest.mark.rule(
    "pass",
    "TRADE_DISCRIMINATION",
    "LINKED_GOODS_CHARGED",
    "BORDER_COST_UNKNOWN",
    "RENEWABLE_DOUBLE_CLAIM",
    "FOOTPRINT_APART",
    "CONTROL_EXCEEDED",
    "OFFSET_LIMIT",
    "OFFSET_PROGRAMME",
    "AVIATION_SCOPE",
    "AVIATION_AUTHORIZATION",
    "KYOTO_CARRY_OVER",
    "INTENSITY_ALLOCATION",
    "VENUE_CLOSED",
    "TRADE_PRICE",
)
def test_trade_and_credits_in_order_pass() -> None:
    assert judged(MEASURES, FAIR, NOWHERE) == []
    assert judged(IMPORTS, STEEL, under(FREE)) == []
    assert judged(GENERATIONS, WIND, NOWHERE) == []
    assert judged(FOOTPRINTS, PRINT, NOWHERE) == []
    assert judged(CONTROLS, REGION, NOWHERE) == []
    assert judged(OFFSETS, USED, NOWHERE) == []
    assert judged(AVIATION_CREDITS, CREDIT, NOWHERE) == []
    carried = CarryOver(party="CHE", unit="CER", quantity_t=25, assigned_amount_t=1000)
    assert judged(CARRY_OVERS, carried, NOWHERE) == []
    assert judged(OUTPUTS, PLANT, NOWHERE) == []
    assert judged(VENUE_TRADES, TRADE, NOWHERE) == []
