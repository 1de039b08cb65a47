"""What holds of every account, whatever happened."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from account_samples import BOTH, BUDGET, DECADE, NDC, account, authorization, column, ndc
from tallystick.article6.account import Account, AccountResult, Action, Divisor, Method, run
from tallystick.core.actions import OIMP, ActionType, Purpose

GRANTED = (
    authorization(NDC, id="A1"),
    authorization(OIMP, "Authorization", id="A2"),
    authorization(OIMP, "Issuance", id="A3"),
    authorization(BOTH, "Use or cancellation", id="A4"),
    authorization(BOTH, "Issuance", id="A5"),
)
unhurried = settings(deadline=None)
EVENTS = st.sampled_from([one for one in ActionType if one is not ActionType.AUTHORIZATION])


@st.composite
def happenings(draw: st.DrawFn) -> Action:
    kind = draw(EVENTS)
    vintage = draw(st.integers(2021, 2030))
    towards_ndc = kind is ActionType.USE and draw(st.booleans())
    return Action(
        type=kind,
        on=date(vintage, 1, 1) + timedelta(days=draw(st.integers(0, 1500))),
        vintage=vintage,
        quantity_t=draw(st.integers(1, 10**9)),
        authorization=None if towards_ndc else draw(st.sampled_from([one.id for one in GRANTED])),
        year=draw(st.integers(2021, 2030)) if towards_ndc else None,
        purposes=frozenset({Purpose.IMP}) if kind is ActionType.USE and not towards_ndc else OIMP,
    )


def accounts(actions: list[Action]) -> list[Account]:
    """The same actions under an annual method and under both ways of averaging."""
    ways = (ndc(Method.BUDGET, **BUDGET), ndc(), ndc(averaging_divisor=Divisor.PERIOD))
    return [account(way, actions, GRANTED) for way in ways]


def figures(result: AccountResult) -> AccountResult:
    return replace(result, findings=())


@unhurried
@given(st.lists(happenings(), max_size=12), st.data())
def test_splitting_an_action_changes_no_figure(actions: list[Action], data: st.DataObject) -> None:
    parts: list[Action] = []
    for action in actions:
        cut = data.draw(st.integers(0, action.quantity_t - 1))
        sizes = [size for size in (cut, action.quantity_t - cut) if size]
        parts += [replace(action, quantity_t=size) for size in sizes]
    parts = data.draw(st.permutations(parts))
    for whole, split in zip(accounts(actions), accounts(parts), strict=True):
        assert figures(run(split)) == figures(run(whole))


@unhurried
@given(st.lists(happenings(), max_size=12))
def test_acquisitions_change_nothing(actions: list[Action]) -> None:
    others = [action for action in actions if action.type is not ActionType.ACQUISITION]
    for acquiring, without in zip(accounts(actions), accounts(others), strict=True):
        left = [one for one in run(acquiring).findings if one.where.get("action") != "acquisition"]
        assert figures(run(acquiring)) == figures(run(without))
        assert left == list(run(without).findings)


@unhurried
@given(st.lists(happenings(), max_size=12))
def test_averages_agree_with_the_sums_of_the_years(actions: list[Action]) -> None:
    _, elapsed, whole = (run(one) for one in accounts(actions))
    nets = column(elapsed, "net_t")
    for passed, year in enumerate(elapsed.years, start=1):
        assert year.cumulative_net_t == sum(nets[:passed])
        assert year.average_t == Fraction(sum(nets[:passed]), passed)
    assert elapsed.years[-1].average_t == whole.years[-1].average_t


@unhurried
@given(st.lists(happenings(), max_size=12))
def test_balance_is_inventory_and_adjustment_and_nothing_else(actions: list[Action]) -> None:
    for one in accounts(actions):
        for year in run(one).years:
            assert year.inventory_t is not None
            assert year.adjustment_t is not None
            assert year.balance_t == year.inventory_t + year.adjustment_t


@pytest.mark.feature("F035")
@unhurried
@given(st.lists(happenings(), max_size=12))
def test_annual_balances_are_emissions_plus_first_transferred_minus_used_whatever_the_days(
    actions: list[Action],
) -> None:
    annual = accounts(actions)[0]
    period = run(annual).period
    assert period.first_transferred_total_t is not None
    net_t = period.first_transferred_total_t - period.used_t
    assert period.balance_t == sum(annual.inventory_t.values()) + net_t


@unhurried
@given(st.lists(happenings(), max_size=12))
def test_no_unit_is_first_transferred_more_often_than_events_touch_it(
    actions: list[Action],
) -> None:
    touching = [one for one in actions if not one.is_ndc_use]
    result = run(accounts(actions)[0])
    total = result.period.first_transferred_total_t
    assert total is not None
    assert 0 <= total <= sum(one.quantity_t for one in touching)


@pytest.mark.feature("F035")
@unhurried
@given(
    st.lists(st.tuples(st.integers(2021, 2030), st.integers(1, 10**9)), max_size=8),
    st.sampled_from([Method.BUDGET, Method.AVERAGING]),
    st.data(),
)
def test_adjustments_of_two_parties_cancel_once_all_is_used(
    lots: list[tuple[int, int]], method: Method, data: st.DataObject
) -> None:
    sold, used = [], []
    for vintage, quantity in lots:
        on = date(data.draw(st.integers(vintage, 2030)), 12, 31)
        move = Action(
            type=ActionType.FIRST_TRANSFER,
            on=on,
            vintage=vintage,
            quantity_t=quantity,
            authorization="A1",
        )
        sold.append(move)
        year = data.draw(st.integers(vintage, 2030))
        used.append(replace(move, type=ActionType.USE, authorization=None, year=year))
    of = ndc(method, **BUDGET)
    seller = run(account(of, sold, GRANTED)).period
    buyer = run(account(of, used, GRANTED)).period
    assert seller.adjustment_t is not None
    assert buyer.adjustment_t is not None
    assert seller.adjustment_t + buyer.adjustment_t == 0
    assert seller.balance_t is not None
    assert buyer.balance_t is not None
    years = len(DECADE) if method is Method.BUDGET else 1
    assert seller.balance_t + buyer.balance_t == 2 * 100 * years
