"""Parties are known by code, and bound on some days and not on others."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.article6.parties import PARTIES

DAYS = st.dates(date(2016, 1, 1), date(2030, 12, 31))
CODES = st.sampled_from(sorted(PARTIES))


@pytest.mark.parametrize(
    ("code", "on", "bound"),
    [
        ("USA", date(2016, 11, 3), False),
        ("USA", date(2016, 11, 4), True),
        ("USA", date(2020, 11, 3), True),
        ("USA", date(2020, 12, 1), False),
        ("USA", date(2021, 3, 1), True),
        ("USA", date(2026, 1, 26), True),
        ("USA", date(2026, 2, 1), False),
        ("TUR", date(2021, 11, 9), False),
        ("TUR", date(2021, 11, 10), True),
        ("EUE", date(2024, 6, 1), True),
        ("IRN", date(2024, 6, 1), False),
        ("HKG", date(2024, 6, 1), False),
    ],
)
def test_agreement_binds_a_party_from_entry_into_force_to_withdrawal(
    code: str, on: date, bound: bool
) -> None:
    assert PARTIES[code].is_party_on(on) is bound


@pytest.mark.parametrize(
    ("code", "on", "listed"),
    [
        ("BTN", date(2023, 12, 12), True),
        ("BTN", date(2023, 12, 13), False),
        ("STP", date(2024, 12, 12), True),
        ("STP", date(2024, 12, 13), False),
        ("SSD", date(2011, 12, 31), False),
        ("GHA", date(2024, 6, 1), False),
        ("SEN", date(2024, 6, 1), True),
    ],
)
def test_least_developed_countries_leave_the_list_on_their_day(
    code: str, on: date, listed: bool
) -> None:
    assert PARTIES[code].is_least_developed_on(on) is listed


def test_small_islands_are_told_from_others() -> None:
    assert PARTIES["VUT"].small_island
    assert PARTIES["SGP"].small_island
    assert not PARTIES["CHE"].small_island


@pytest.mark.parametrize("code", ["EUU", "UK", "gha", "XXX", ""])
def test_typing_error_is_no_code(code: str) -> None:
    assert code not in PARTIES


def test_names_are_those_of_the_united_nations() -> None:
    assert (PARTIES["GHA"].name.en, PARTIES["GHA"].name.zh) == ("Ghana", "加纳")
    assert PARTIES["CIV"].name.en == "Côte d’Ivoire"
    assert PARTIES["EUE"].name.zh == "欧洲联盟"


@given(CODES, DAYS)
def test_status_changes_only_on_the_first_and_last_day_of_a_span(code: str, on: date) -> None:
    party = PARTIES[code]
    turns = {day for span in party.membership for day in (span.start, span.end)}
    if party.is_party_on(on) != party.is_party_on(on - timedelta(days=1)):
        assert on in turns
