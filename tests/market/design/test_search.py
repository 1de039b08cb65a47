"""The best restriction for an aim: known optima, floors, and refusals."""

from dataclasses import replace

import pytest

from tallystick.core.findings import Finding
from tallystick.market import (
    Limit,
    LimitKind,
    Link,
    Market,
    Network,
    NoSolution,
    Periods,
    linear,
    solve,
)
from tallystick.market.design import (
    Aim,
    Change,
    Design,
    Instrument,
    Rents,
    search,
    search_to_json,
)

A = Market("a", (40.0,), linear(0, 2), (100.0,))
B = Market("b", (20.0,), linear(0, 1), (80.0,))
TWO = Network((A, B), (Link("b", "a"),))
QUOTA = Change(Instrument.LIMIT, ("b", "a"), 0, 30)
FEE = Change(Instrument.FEE, ("b", "a"), 0, 50)
RATE = Change(Instrument.RATE, ("b", "a"), 0.1, 2)


def best(design: Design, network: Network = TWO) -> tuple[float, ...]:
    return search(network, design).best.values


def refused(design: Design, network: Network = TWO) -> Finding:
    with pytest.raises(NoSolution) as caught:
        search(network, design)
    [finding] = caught.value.findings
    assert finding.message.zh != finding.message.en
    return finding


def test_importer_that_keeps_the_rent_wants_its_monopsony_quota() -> None:
    # 2 (40 - u) - (20 + u) = u at the top
    found = search(TWO, Design(Aim.GAIN, (QUOTA,), "a"))
    assert found.best.values == pytest.approx((15,), abs=1e-4)
    assert found.best.gains == pytest.approx({"a": 450, "b": 112.5}, rel=1e-4)


def test_exporter_that_keeps_the_rent_wants_its_monopoly_quota() -> None:
    assert best(Design(Aim.GAIN, (QUOTA,), "b", rents_to=Rents.EXPORTER)) == pytest.approx(
        (12,), abs=1e-4
    )


def test_fee_of_the_importer_does_what_its_quota_does() -> None:
    [fee] = best(Design(Aim.GAIN, (FEE,), "a", fees_to="a"))
    assert fee == pytest.approx(50 - 35, abs=1e-3)


def test_full_link_gains_most_in_sum() -> None:
    found = search(TWO, Design(Aim.TOTAL_GAIN, (QUOTA,)))
    assert found.best.values[0] >= 20 - 1e-3
    assert found.best.value == pytest.approx(600)
    assert found.written.value == pytest.approx(600)


def test_rate_that_abates_most_is_the_effective_one_in_the_middle() -> None:
    found = search(TWO, Design(Aim.ABATEMENT, (RATE,)))
    rate = found.best.values[0]
    assert found.best.value is not None
    for near in (rate - 1e-3, rate + 1e-3):
        other = solve(Network((A, B), (Link("b", "a", near),)))
        assert sum(one.abatement[0] for one in other.markets) <= found.best.value


def test_discount_and_rate_are_the_same_instrument() -> None:
    discount = Change(Instrument.DISCOUNT, ("b", "a"), 0, 0.9)
    [off] = best(Design(Aim.ABATEMENT, (discount,)))
    [rate] = best(Design(Aim.ABATEMENT, (replace(RATE, high=1.0),)))
    assert 1 - off == pytest.approx(rate, abs=1e-3)


def test_floor_on_abatement_binds_the_search() -> None:
    design = Design(Aim.ABATEMENT_COST, (RATE,), least_abatement=60.0)
    found = search(TWO, design)
    assert found.best.value == pytest.approx(-1200, rel=1e-4)
    assert found.best.values == pytest.approx((1,), abs=1e-4)
    free = search(TWO, replace(design, least_abatement=None))
    assert free.best.values == pytest.approx((2,), abs=1e-4)
    assert not free.best.found or sum(m.abatement[0] for m in free.best.found.markets) < 60


def test_pareto_condition_keeps_losers_whole() -> None:
    third = Market("c", (10.0,), linear(0, 4))
    network = Network((A, B, third), (Link("b", "a"), Link("b", "c", fee=1)))
    quota = Change(Instrument.NET_IMPORT, ("a",), 0, 30)
    for design in (
        Design(Aim.GAIN, (quota,), "a", pareto=True, rents_to=Rents.EXPORTER),
        Design(Aim.GAIN, (quota,), "b", pareto=True, rents_to=Rents.EXPORTER),
    ):
        found = search(network, design)
        assert min(gain for gain in found.best.gains.values() if gain is not None) >= -1e-3


def test_collar_is_sought_in_two_instruments() -> None:
    floor = Change(Instrument.FLOOR, ("a",), 0, 45)
    ceiling = Change(Instrument.CEILING, ("a",), 35, 100)
    shocks: tuple[dict[str, float], ...] = ({"a": 15.0}, {"a": -15.0}, {})
    both = Network((A, B), (Link("b", "a"), Link("a", "b")))
    design = Design(Aim.PRICE_STABILITY, (floor, ceiling), shocks=shocks)
    found = search(both, design)
    assert found.best.value == pytest.approx(0, abs=1e-2)
    assert found.best.values[0] == pytest.approx(found.best.values[1], abs=1e-1)
    assert found.written.value is not None
    assert found.written.value < -1
    assert any(one.refused == "COLLARS_CROSSED" for one in found.frontier)


def test_years_are_judged_by_present_value() -> None:
    years = Network(
        (replace(A, needs=(40.0, 40.0)), replace(B, needs=(20.0, 20.0))),
        TWO.links,
        periods=Periods((2026, 2027), discount=1.0),
    )
    found = search(years, Design(Aim.GAIN, (QUOTA,), "a"))
    assert found.best.values == pytest.approx((15,), abs=1e-4)
    assert found.best.value == pytest.approx(450 * 1.5)
    assert len(search_to_json(found)["best"]["prices"]["a"]) == 2


def test_frontier_tells_every_setting_of_the_grid() -> None:
    told = search_to_json(search(TWO, Design(Aim.TOTAL_GAIN, (QUOTA,), least_abatement=59.0)))
    assert len(told["frontier"]) == 33
    assert told["frontier"][0]["values"] == {"limit b → a": 0}
    assert told["frontier"][0]["prices"] == pytest.approx({"a": 80, "b": 20})
    assert all(one["admissible"] for one in told["frontier"])
    assert told["certificate"]["max_residual"] <= 1e-6


def test_nothing_admissible_is_a_finding_and_no_design() -> None:
    finding = refused(Design(Aim.TOTAL_GAIN, (QUOTA,), least_abatement=1000.0))
    assert finding.code == "DESIGN_NONE"
    assert "33" in finding.message.en


def test_gain_over_an_autarky_that_there_is_not_is_no_aim_that_is_met() -> None:
    needy = Market("a", (40.0,), linear(0, 2, 30.0))
    network = Network((needy, B), (Link("b", "a"),))
    wide = replace(QUOTA, low=10.0)
    assert "CANNOT_STAND_ALONE" in refused(Design(Aim.TOTAL_GAIN, (wide,)), network).message.en
    assert search(network, Design(Aim.ABATEMENT_COST, (wide,))).best.admissible


def test_settings_without_an_answer_are_named() -> None:
    limit = Limit(LimitKind.NET_IMPORT, ("b",), (5.0,))
    pump = Network((A, B), (Link("b", "a"), Link("a", "b")), (limit,))
    above = Change(Instrument.RATE, ("b", "a"), 1.5, 2)
    assert "MONEY_PUMP" in refused(Design(Aim.TOTAL_GAIN, (above,)), pump).message.en


@pytest.mark.parametrize(
    ("design", "code"),
    [
        (Design(Aim.TOTAL_GAIN, ()), "DESIGN_CHANGES"),
        (Design(Aim.TOTAL_GAIN, (QUOTA, FEE, RATE)), "DESIGN_CHANGES"),
        (Design(Aim.TOTAL_GAIN, (replace(QUOTA, markets=("a", "b")),)), "DESIGN_PLACE"),
        (Design(Aim.TOTAL_GAIN, (QUOTA,), fees_to="z"), "DESIGN_PLACE"),
        (Design(Aim.TOTAL_GAIN, (QUOTA,), shocks=({"z": 1.0},)), "DESIGN_PLACE"),
        (Design(Aim.TOTAL_GAIN, (replace(QUOTA, high=0.0),)), "DESIGN_RANGE"),
        (Design(Aim.TOTAL_GAIN, (replace(RATE, low=0.0),)), "DESIGN_RANGE"),
        (
            Design(Aim.TOTAL_GAIN, (Change(Instrument.DISCOUNT, ("b", "a"), 0, 1),)),
            "DESIGN_RANGE",
        ),
        (Design(Aim.TOTAL_GAIN, (replace(QUOTA, low=float("nan")),)), "DESIGN_RANGE"),
        (Design(Aim.GAIN, (QUOTA,)), "DESIGN_AIM"),
        (Design(Aim.PRICE_STABILITY, (QUOTA,), shocks=({"a": 1.0},)), "DESIGN_AIM"),
    ],
)
def test_design_that_cannot_be_is_refused(design: Design, code: str) -> None:
    assert refused(design).code == code
