"""The status of an agreement follows from its dates and its history."""

from dataclasses import replace
from datetime import date

import pytest
from linking_samples import agreement

from tallystick.linking.agreement import Dates, Event
from tallystick.linking.agreement.values import Day
from tallystick.linking.agreement.words import Status
from tallystick.linking.status import standing


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2005, 1, 1), Status.EXPLORING),
        (date(2017, 11, 22), Status.EXPLORING),
        (date(2017, 11, 23), Status.SIGNED),
        (date(2019, 12, 31), Status.SIGNED),
        (date(2020, 1, 1), Status.IN_FORCE),
        (date(2027, 12, 31), Status.IN_FORCE),
    ],
)
def test_status_follows_the_dates(on: date, status: Status) -> None:
    assert standing(agreement(), on).status is status
    assert standing(agreement(), on).certain


def test_last_day_is_inside_and_the_end_is_expiry_unless_told_otherwise() -> None:
    dates = Dates(signed=Day(2017), in_force=Day(2018), ends=Day(2024, 11, 20))
    ending = replace(agreement(), dates=dates)
    assert standing(ending, date(2024, 11, 20)).status is Status.IN_FORCE
    assert standing(ending, date(2024, 11, 21)).status is Status.EXPIRED
    told = replace(ending, history=(Event(status=Status.TERMINATED, on=Day(2024, 11, 20)),))
    assert standing(told, date(2024, 11, 21)).status is Status.TERMINATED


def test_event_known_by_month_is_certain_only_at_its_end() -> None:
    vague = replace(agreement(), dates=Dates(signed=Day(2022, 12)))
    assert standing(vague, date(2022, 11, 30)).certain
    during = standing(vague, date(2022, 12, 15))
    assert (during.status, during.certain) == (Status.EXPLORING, False)
    assert standing(vague, date(2022, 12, 31)).status is Status.SIGNED


def test_event_known_to_have_happened_by_a_day_leaves_the_time_before_open() -> None:
    event = Event(status=Status.SIGNED, by=Day(2026, 11, 20))
    found = replace(agreement(), dates=Dates(), history=(event,))
    assert not standing(found, date(2020, 1, 1)).certain
    assert standing(found, date(2026, 11, 20)).status is Status.SIGNED


def test_agreement_without_dates_is_never_certain() -> None:
    assert not standing(replace(agreement(), dates=Dates()), date(2026, 1, 1)).certain


def test_change_among_statuses_that_all_recognise_units_leaves_no_doubt_of_that() -> None:
    events = (Event(status=Status.OPERATING, on=Day(2020, 9)),)
    linked = replace(agreement(), history=events)
    during = standing(linked, date(2020, 9, 10))
    assert (during.certain, during.is_effective, during.is_signed) == (False, True, True)
    undated = standing(replace(agreement(), dates=Dates()), date(2026, 1, 1))
    assert (undated.is_effective, undated.is_signed) == (False, None)
