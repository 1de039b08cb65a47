"""From ratings to exchange rates to a log of what was settled."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linking_samples import agreement, direction

from tallystick.core.findings import Outcome
from tallystick.linking.agreement import Agreement, Window
from tallystick.linking.agreement.restrictions import ExchangeRate, Quantity
from tallystick.linking.agreement.words import LimitScope
from tallystick.linking.restrictions import Setting
from tallystick.linking.restrictions.rating import RATINGS, Rating, RatingTable, rate_table
from tallystick.linking.restrictions.settlement import Order, settle

SPRING, AUTUMN = date(2026, 3, 1), date(2026, 10, 1)
FIRST, SECOND = (
    Window(date(2026, 1, 1), date(2026, 6, 30)),
    Window(date(2026, 7, 1), date(2026, 12, 31)),
)


def rating(system: str, value: str, valid: Window = FIRST) -> Rating:
    return Rating(provider="agency", system=system, value=Fraction(value), valid=valid)


TABLE = RatingTable((
    rating("che_ets", "4/5"), rating("eu_ets", "1"),
    rating("che_ets", "9/10", SECOND), rating("eu_ets", "1", SECOND),
))  # fmt: skip
RATED = agreement(direction("che_ets", "eu_ets", ExchangeRate(rating="agency")))


def order(name: str, on: date = SPRING, quantity_t: int = 100) -> Order:
    return Order(id=name, on=on, origin="che_ets", destination="eu_ets", quantity_t=quantity_t)


@pytest.mark.feature("F170")
@pytest.mark.feature("F171")
def test_orders_are_settled_at_the_rate_that_ratings_give_on_their_day() -> None:
    log = [one.to_json() for one in settle(RATED, (order("b", AUTUMN), order("a")), TABLE)]
    assert [(one["id"], one["rate"], one["received"]) for one in log] == [
        ("a", "0.8", "80"), ("b", "0.9", "90"),
    ]  # fmt: skip


@pytest.mark.feature("F171")
def test_the_rate_table_is_dated_and_leaves_open_what_nobody_has_rated() -> None:
    setting = Setting(agreement=RATED, on=SPRING)
    days = (SPRING, AUTUMN, date(2027, 1, 1))
    quotes = [one.to_json()["rate"] for one in rate_table(setting, TABLE, days)]
    assert quotes == ["4/5", "9/10", None]
    fixed = agreement(direction("che_ets", "eu_ets", ExchangeRate(rate=Fraction(1))))
    assert rate_table(Setting(agreement=fixed, on=SPRING), TABLE, days) == ()


@pytest.mark.feature("F171")
def test_any_provider_can_be_plugged_in() -> None:
    class Formula:
        def rating(self, provider: str, system: str, on: date) -> Fraction | None:
            return Fraction(1, 2) if (provider, system) == ("agency", "che_ets") else Fraction(1)

    [line] = settle(RATED, (order("a"),), Formula())
    assert line.conversion.received == 50


@pytest.mark.feature("F171")
def test_without_a_rating_of_the_day_nothing_is_settled() -> None:
    [line] = settle(RATED, (order("a", date(2027, 1, 1)),), TABLE)
    assert line.rate is None
    assert line.conversion.received is None
    assert line.conversion.findings


def judged(*rows: Rating) -> list[Outcome]:
    return [finding.outcome for finding in RATINGS.judge(rows, {})]


@pytest.mark.feature("F171")
def test_a_provider_rates_a_system_once_at_a_time_and_until_a_day() -> None:
    assert judged(*TABLE.rows) == []
    assert judged(rating("eu_ets", "1"), rating("eu_ets", "2")) == [Outcome.FAIL]
    assert judged(rating("eu_ets", "1", Window())) == [Outcome.NOT_DETERMINABLE]
    twice = RatingTable((rating("eu_ets", "1"), rating("eu_ets", "2")))
    assert twice.rating("agency", "eu_ets", SPRING) is None


def limited(most: int) -> Agreement:
    limit = Quantity(scope=LimitScope.GROSS, limit_t=most)
    return agreement(direction("che_ets", "eu_ets", ExchangeRate(rating="agency"), limit))


@pytest.mark.feature("F170")
@given(st.lists(st.integers(1, 200), max_size=8), st.integers(1, 400))
def test_the_log_never_books_more_than_the_limit(quantities: list[int], most: int) -> None:
    orders = [order(f"{at:02}", quantity_t=units) for at, units in enumerate(quantities)]
    log = settle(limited(most), orders, TABLE)
    assert sum((one.conversion.received or 0) for one in log) <= most


def test_orders_settle_by_day_and_id_whatever_their_order() -> None:
    orders = [order("b"), order("a"), replace(order("c"), on=date(2026, 2, 1))]
    assert [one.order.id for one in settle(RATED, orders, TABLE)] == ["c", "a", "b"]
