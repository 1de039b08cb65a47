"""A stability reserve: its action in a year, its path, and refusals."""

from dataclasses import replace
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.core.findings import Outcome
from tallystick.market import (
    Carry,
    Collar,
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
from tallystick.market.reserve import (
    Reserve,
    ReserveRule,
    act,
    later,
    path_to_json,
    simulate,
    without_reserve,
)

RULE = ReserveRule(833, 0.24, 400, 100, 1096, keep=400)
YEARS = Periods((2026, 2027, 2028, 2029), 0.05, banking=Carry())
LONG = Market("long", (-40.0, -10.0, 30.0, 60.0), linear(0, 1))
ONE = Network((LONG,), periods=YEARS)
SMALL = ReserveRule(intake_above=20, intake_share=0.5, release_below=5, release=8)


def reserve(
    rule: ReserveRule | None = SMALL, *, holdings: float = 0.0, bank: float = 0.0
) -> Reserve:
    return Reserve("long", (rule,) * 4, ("long",), holdings, bank)


@pytest.mark.parametrize(
    ("circulating", "intake", "release"),
    [
        (833, 0, 0),
        (900, 67, 0),
        (1096, 263.04, 0),
        (1500, 360, 0),
        (400, 0, 0),
        (399, 0, 100),
        (600, 0, 0),
    ],
)
def test_reserve_acts_by_what_circulates(circulating: float, intake: float, release: float) -> None:
    action = act(RULE, circulating, 300)
    assert (action.intake, action.release) == pytest.approx((intake, release))


def test_small_intake_is_left_out_and_release_is_what_there_is() -> None:
    rule = ReserveRule(833, 0.12, 400, 100, intake_least=200)
    assert act(rule, 1000, 0).intake == 0
    assert act(rule, 2000, 0).intake == 240
    assert act(rule, 100, 30).release == 30
    assert act(None, 5000, 30).holdings == 30


@given(st.floats(0, 3000), st.floats(0, 1000))
def test_what_is_taken_in_is_held_released_or_invalidated(
    circulating: float, holdings: float
) -> None:
    action = act(RULE, circulating, holdings)
    after = action.holdings + action.invalidated
    assert holdings + action.intake - action.release == pytest.approx(after)
    assert 0 <= action.holdings <= RULE.keep
    assert action.release <= holdings


def test_path_without_thresholds_in_reach_is_that_of_banking() -> None:
    far = ReserveRule(1e9, 0.24, 0, 0)
    path = simulate(ONE, reserve(far))
    [plain] = solve(ONE).markets
    assert [one.of("long").price[0] for one in path.years] == pytest.approx(plain.price)
    assert [one.of("long").bank[0] for one in path.years] == pytest.approx(plain.bank)
    assert path.findings == ()


def test_reserve_raises_the_price_and_lowers_the_bank_step_by_step() -> None:
    path = simulate(ONE, reserve())
    plain = without_reserve(ONE, reserve())
    first, second = path.years[:2]
    assert first.action.intake == 0
    bank = plain.markets[0].bank[0]
    assert first.of("long").bank[0] == pytest.approx(bank)
    assert second.circulating == pytest.approx(bank)
    assert second.action.intake == pytest.approx(bank / 2)
    assert second.of("long").price[0] > plain.markets[0].price[1]
    assert path.max_residual <= 1e-6


def test_units_of_the_whole_path_are_conserved() -> None:
    asked = reserve(bank=10.0, holdings=5.0)
    path = simulate(ONE, asked)
    abated = sum(one.of("long").abatement[0] for one in path.years)
    withdrawn = sum(one.action.intake - one.action.release for one in path.years)
    assert abated + 10.0 == pytest.approx(sum(LONG.needs) + withdrawn)


def test_opening_bank_counts_as_circulating_in_the_first_year() -> None:
    path = simulate(ONE, reserve(bank=30.0))
    assert path.years[0].circulating == 30
    assert path.years[0].action.intake == 15


def test_path_says_that_another_is_possible() -> None:
    [finding] = simulate(ONE, reserve()).findings
    assert finding.code == "RESERVE_UNIQUE"
    assert finding.outcome is Outcome.NOT_DETERMINABLE
    assert not finding.refuses


def test_year_without_a_rule_has_no_action() -> None:
    path = simulate(ONE, Reserve("long", (None, None, SMALL, SMALL), ("long",), bank=90.0))
    assert [one.action.intake > 0 for one in path.years[:3]] == [False, False, True]
    told = path_to_json(path, without_reserve(ONE, reserve()))
    assert [one["year"] for one in told["years"]] == [2026, 2027, 2028, 2029]
    assert told["certificate"]["max_residual"] <= 1e-6


def test_later_years_keep_their_own_needs_prices_and_limits() -> None:
    market = replace(
        LONG,
        baselines=(1.0, 2.0, 3.0, 4.0),
        withheld=(Collar((1.0, 2.0, 3.0, 4.0)),),
        released=(Collar((5.0, 6.0, 7.0, 8.0)),),
    )
    other = Market("b", (1.0, 2.0, 3.0, 4.0), linear(0, 1))
    limit = Limit(LimitKind.NET_IMPORT, ("b",), (1.0, 2.0, 3.0, 4.0))
    cut = later(Network((market, other), (Link("long", "b"),), (limit,), YEARS), 2)
    assert cut.periods is not None
    assert cut.periods.years == (2028, 2029)
    assert cut.markets[0].needs == (30.0, 60.0)
    assert cut.markets[0].baselines == (3.0, 4.0)
    assert cut.markets[0].withheld[0].prices == (3.0, 4.0)
    assert cut.markets[0].released[0].prices == (7.0, 8.0)
    assert cut.markets[1].baselines is None
    assert cut.limits[0].maxima == (3.0, 4.0)


@pytest.mark.parametrize(
    ("network", "asked", "code"),
    [
        (Network((replace(LONG, needs=(1.0,)),)), reserve(), "RESERVE_BANKING"),
        (replace(ONE, periods=replace(YEARS, banking=None)), reserve(), "RESERVE_BANKING"),
        (ONE, replace(reserve(), market="z"), "RESERVE_MARKET"),
        (ONE, replace(reserve(), counted=("z",)), "RESERVE_MARKET"),
        (ONE, reserve(bank=-1.0), "RESERVE_NUMBERS"),
        (ONE, reserve(holdings=float("nan")), "RESERVE_NUMBERS"),
        (ONE, reserve(replace(SMALL, intake_share=1.5)), "RESERVE_NUMBERS"),
        (ONE, reserve(replace(SMALL, release_below=30)), "RESERVE_NUMBERS"),
        (ONE, reserve(replace(SMALL, release=inf)), "RESERVE_NUMBERS"),
        (ONE, reserve(replace(SMALL, keep=-1)), "RESERVE_NUMBERS"),
    ],
)
def test_reserve_that_cannot_be_is_refused(network: Network, asked: Reserve, code: str) -> None:
    with pytest.raises(NoSolution) as caught:
        simulate(network, asked)
    [finding] = caught.value.findings
    assert finding.code == code
    assert finding.message.zh != finding.message.en
