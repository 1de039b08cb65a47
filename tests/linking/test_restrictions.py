"""Restrictions in exact rationals: what is sent, what is booked, what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linking_samples import ON, agreement, direction

from tallystick.core.findings import Outcome
from tallystick.linking.agreement import Agreement, Event, Recognition, Window, Years
from tallystick.linking.agreement.restrictions import (
    BorderTax,
    Discount,
    ExchangeRate,
    Quantity,
    Restriction,
    UnitFilter,
)
from tallystick.linking.agreement.values import Day
from tallystick.linking.agreement.words import LimitScope, Status
from tallystick.linking.restrictions import Conversion, Ratings, Setting, Transfer, Units, convert

FIFTH = Discount(rate=Fraction(1, 5))
shares = st.fractions(0, 1, max_denominator=1000).filter(lambda share: share < 1)
rates = st.fractions(Fraction(1, 1000), 1000, max_denominator=1000)
quantities = st.integers(1, 10**12)


def linked(*restrictions: Restriction, back: tuple[Restriction, ...] = ()) -> Agreement:
    return agreement(
        direction("che_ets", "eu_ets", *restrictions), direction("eu_ets", "che_ets", *back)
    )


def send(
    by: Agreement,
    quantity_t: int = 100,
    *,
    back: bool = False,
    on: date = ON,
    ratings: Ratings | None = None,
    **known: object,
) -> Conversion:
    ends = ("eu_ets", "che_ets") if back else ("che_ets", "eu_ets")
    transfer = Transfer(origin=ends[0], destination=ends[1], quantity_t=quantity_t)
    return convert(
        replace(transfer, **known),  # type: ignore[arg-type]  # each test names fields of Transfer
        Setting(agreement=by, on=on, ratings=ratings),
    )


def codes(result: Conversion) -> list[tuple[str, Outcome]]:
    return [(one.code, one.outcome) for one in result.findings]


@pytest.mark.feature("F178")
def test_discount_of_a_fifth_turns_100_into_80_and_asks_for_5_quarters() -> None:
    answer = send(linked(FIFTH)).to_json()
    assert (answer["sent"], answer["received"]) == ("100", "80")
    assert answer["needed_per_domestic_unit"] == "5/4"
    assert (answer["fee"], answer["refused"], answer["findings"]) == ("0", None, [])


@pytest.mark.feature("F179")
def test_round_trip_of_two_discounts_returns_64_of_100() -> None:
    both = linked(FIFTH, back=(FIFTH,))
    there = send(both).received
    assert there == 80
    assert send(both, int(there), back=True).received == 64


@pytest.mark.feature("F177")
def test_round_trip_of_an_exchange_rate_returns_100() -> None:
    both = linked(ExchangeRate(rate=Fraction(4, 5), reciprocal=True))
    assert send(both).received == 80
    assert send(both, 80, back=True).received == 100


@pytest.mark.feature("F177")
@given(rates, quantities)
def test_reciprocal_rate_loses_nothing_on_the_way_back(rate: Fraction, quantity_t: int) -> None:
    both = linked(ExchangeRate(rate=rate, reciprocal=True))
    there, back = send(both, quantity_t), send(both, quantity_t, back=True)
    assert there.received is not None
    assert back.received is not None
    assert there.received * back.received == quantity_t**2
    assert there.needed_per_domestic_unit == 1 / rate


@pytest.mark.feature("F076")
@given(st.lists(shares, max_size=1), st.lists(rates, max_size=1), quantities)
def test_rate_and_discount_multiply_and_needed_is_their_inverse(
    discounts: list[Fraction], factors: list[Fraction], quantity_t: int
) -> None:
    restrictions: list[Restriction] = [
        *(Discount(rate=one) for one in discounts),
        *(ExchangeRate(rate=one) for one in factors),
    ]
    forward, backward = (
        send(linked(*restrictions), quantity_t),
        send(linked(*reversed(restrictions)), quantity_t),
    )
    assert forward.received == backward.received
    assert forward.received is not None
    assert forward.needed_per_domestic_unit is not None
    assert forward.received * forward.needed_per_domestic_unit == quantity_t


@given(shares, shares, quantities)
def test_discount_books_no_more_than_is_sent_and_a_round_trip_no_more_than_one_way(
    there: Fraction, back: Fraction, quantity_t: int
) -> None:
    both = linked(Discount(rate=there), back=(Discount(rate=back),))
    sent, returned = send(both, quantity_t), send(both, quantity_t, back=True)
    assert sent.received is not None
    assert returned.received is not None
    assert sent.received <= quantity_t
    assert sent.received * returned.received / quantity_t <= sent.received


def test_rate_that_is_not_reciprocal_says_nothing_about_the_way_back() -> None:
    both = linked(ExchangeRate(rate=Fraction(4, 5)))
    assert send(both, back=True).received == 100


def test_lapsed_rate_is_refused_and_never_becomes_one_for_one() -> None:
    year = Window(date(2025, 1, 1), date(2025, 12, 31))
    both = linked(ExchangeRate(rate=Fraction(4, 5), reciprocal=True, valid=year))
    for back in (False, True):
        result = send(both, back=back)
        assert codes(result) == [("RATE_NOT_VALID", Outcome.FAIL)]
        assert result.received is None
        assert send(both, back=back, on=date(2025, 6, 1)).received is not None


def test_rate_comes_from_the_ratings_of_a_provider() -> None:
    both = linked(ExchangeRate(rating="agency", reciprocal=True))
    rated = {"che_ets": Fraction(9, 10), "eu_ets": Fraction(3, 4)}

    def agency(provider: str, system: str) -> Fraction | None:
        return rated[system] if provider == "agency" else None

    assert send(both, ratings=agency).received == 120
    assert send(both, 120, back=True, ratings=agency).received == 100
    unrated = send(both)
    assert codes(unrated) == [("RATE_NOT_VALID", Outcome.NOT_DETERMINABLE)]
    assert (unrated.received, unrated.refused) == (None, None)


@pytest.mark.feature("F174")
@pytest.mark.parametrize("scope", [LimitScope.GROSS, LimitScope.NET_IMPORT, LimitScope.NET_EXPORT])
def test_limit_counts_booked_units(scope: LimitScope) -> None:
    limited = linked(Quantity(scope=scope, limit_t=80), FIFTH)
    assert send(limited).received == 80
    refused = send(limited, booked_before_t=1)
    assert codes(refused) == [("LIMIT_EXCEEDED", Outcome.FAIL)]
    assert refused.received is None
    assert refused.refused is not None
    assert "395/4" in refused.refused.fix.en


@pytest.mark.feature("F175")
def test_share_of_an_entity_needs_its_base() -> None:
    limited = linked(Quantity(scope=LimitScope.ENTITY_SHARE, share=Fraction(1, 10)))
    assert send(limited, base_t=1000).received == 100
    assert codes(send(limited, base_t=999)) == [("LIMIT_EXCEEDED", Outcome.FAIL)]
    unknown = send(limited)
    assert codes(unknown) == [("LIMIT_EXCEEDED", Outcome.NOT_DETERMINABLE)]
    assert unknown.received == 100


@given(st.integers(0, 10**6), st.integers(0, 10**6), quantities)
def test_what_is_booked_never_exceeds_a_limit(limit_t: int, before_t: int, sent_t: int) -> None:
    limited = linked(Quantity(scope=LimitScope.GROSS, limit_t=limit_t), FIFTH)
    result = send(limited, sent_t, booked_before_t=before_t)
    if result.received is None:
        assert before_t + Fraction(4, 5) * sent_t > limit_t
    else:
        assert before_t + result.received <= limit_t


@pytest.mark.feature("F176")
def test_tax_is_due_on_units_sent() -> None:
    taxed = linked(BorderTax(amount=Decimal("2.50"), currency="EUR"), FIFTH)
    result = send(taxed)
    assert result.received == 80
    assert (str(result.fee), result.currency) == ("250", "EUR")
    by_rate = linked(BorderTax(rate=Fraction(5, 100)))
    assert send(by_rate, price=Fraction(70)).fee == 350
    unknown = send(by_rate)
    assert codes(unknown) == [("FEE_UNKNOWN", Outcome.NOT_DETERMINABLE)]
    assert unknown.fee is None
    assert unknown.received == 100


def test_taxes_in_two_currencies_are_refused() -> None:
    taxes = [BorderTax(amount=Decimal(1), currency=code) for code in ("EUR", "CHF")]
    assert codes(send(linked(*taxes))) == [("FEE_UNKNOWN", Outcome.FAIL)]


@pytest.mark.feature("F173")
@pytest.mark.parametrize(
    ("units", "outcome"),
    [
        (Units(vintage=2021, programme="art6"), None),
        (Units(vintage=2020, programme="art6"), Outcome.FAIL),
        (Units(vintage=2021, programme="hydro"), Outcome.FAIL),
        (Units(programme="art6"), Outcome.NOT_DETERMINABLE),
        (Units(vintage=2021, programme="art6", project_type="hfc"), Outcome.FAIL),
    ],
)
def test_filter_refuses_what_is_outside_and_cannot_decide_what_is_unknown(
    units: Units, outcome: Outcome | None
) -> None:
    filtered = linked(
        UnitFilter(vintages=Years(2021, 2030), programmes=("art6",), exclude=("hfc",))
    )
    found = {one.outcome for one in send(filtered, units=units).findings}
    assert found == ({outcome} if outcome else set())


@pytest.mark.feature("F152")
def test_filter_asks_host_and_day_of_registration() -> None:
    rule = UnitFilter(hosts=("BGD", "SEN"), registered=Window(date(2013, 1, 1), None))
    filtered = linked(rule)
    early = Units(host="SEN", registered=date(2012, 12, 31))
    assert codes(send(filtered, units=early)) == [("UNIT_NOT_RECOGNISED", Outcome.FAIL)]
    elsewhere = Units(host="CHN", registered=date(2013, 1, 1))
    assert codes(send(filtered, units=elsewhere)) == [("UNIT_NOT_RECOGNISED", Outcome.FAIL)]
    good = Units(host="SEN", registered=date(2013, 1, 1))
    assert send(filtered, units=good).received == 100
    assert {outcome for _, outcome in codes(send(filtered))} == {Outcome.NOT_DETERMINABLE}


def test_unit_type_chooses_among_entries_of_a_direction() -> None:
    one = Recognition(origin="che_ets", destination="eu_ets", units=("CHU",))
    other = replace(one, units=("CHUA",), restrictions=(FIFTH,))
    both = agreement(one, other)
    assert send(both, units=Units(unit="CHU")).received == 100
    assert send(both, units=Units(unit="CHUA")).received == 80
    assert codes(send(both)) == [("UNIT_NOT_RECOGNISED", Outcome.NOT_DETERMINABLE)]
    assert codes(send(both, units=Units(unit="ERU"))) == [("UNIT_NOT_RECOGNISED", Outcome.FAIL)]


def test_direction_not_listed_is_closed() -> None:
    one_way = agreement(direction("che_ets", "eu_ets"))
    result = send(one_way, back=True)
    assert codes(result) == [("DIRECTION_CLOSED", Outcome.FAIL)]
    assert result.to_json()["received"] is None
    assert send(one_way).received == 100


def test_nothing_crosses_before_force_or_while_suspended() -> None:
    both = linked()
    assert codes(send(both, on=date(2019, 12, 31))) == [("LINK_NOT_IN_FORCE", Outcome.FAIL)]
    assert send(both, on=date(2020, 1, 1)).received == 100
    events = (
        Event(status=Status.SUSPENDED, on=Day(2025, 12, 1)),
        Event(status=Status.IN_FORCE, on=Day(2026, 3, 1)),
    )
    stopped = replace(both, history=events)
    assert codes(send(stopped)) == [("LINK_SUSPENDED", Outcome.FAIL)]
    assert send(stopped, on=date(2026, 3, 1)).received == 100


def test_suspension_known_by_month_leaves_doubt_in_that_month() -> None:
    vague = replace(linked(), history=(Event(status=Status.SUSPENDED, on=Day(2026, 1)),))
    assert codes(send(vague)) == [("LINK_SUSPENDED", Outcome.NOT_DETERMINABLE)]
    assert codes(send(vague, on=date(2026, 1, 31))) == [("LINK_SUSPENDED", Outcome.FAIL)]


def test_undated_agreement_converts_with_the_doubt_said() -> None:
    undated = replace(linked(FIFTH), dates=agreement().dates.__class__())
    result = send(undated)
    assert codes(result) == [("LINK_NOT_IN_FORCE", Outcome.NOT_DETERMINABLE)]
    assert result.received == 80
