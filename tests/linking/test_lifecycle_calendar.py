"""What is due under an agreement, and how far a change reaches."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from lifecycle_samples import THIRD_LINK, course, link
from linking_samples import direction, party

from tallystick.core.findings import Text
from tallystick.io.agreement_calendar import ics
from tallystick.io.catalogue import catalogued
from tallystick.io.icalendar import LINE_OCTETS
from tallystick.linking.agreement import Agreement, Criterion, Dates, Day, Window
from tallystick.linking.agreement.params import EntryIntoForce, Reporting, Term, Termination
from tallystick.linking.agreement.restrictions import Discount, ExchangeRate
from tallystick.linking.agreement.words import EntryRule, Renewal, Status
from tallystick.linking.lifecycle.calendar import Entry, calendar
from tallystick.linking.lifecycle.change import Change
from tallystick.linking.lifecycle.course import advance, notify
from tallystick.linking.lifecycle.impact import LimitChange, impact
from tallystick.linking.lifecycle.step import Step

DAY = date(2026, 3, 1)


def between(one: Agreement, first: date, last: date, alarm_days: int = 90) -> list[tuple[str, str]]:
    listed = calendar(one, Window(first, last), alarm_days=alarm_days)
    return [(entry.on.isoformat(), entry.kind) for entry in listed]


@pytest.mark.feature("F203")
def test_an_expiry_is_told_and_warned_of() -> None:
    treaty = catalogued("a6_ch_malawi")
    listed = between(treaty, date(2034, 6, 1), date(2034, 12, 31))
    assert listed == [
        ("2034-10-02", "alarm"),
        ("2034-12-31", "expiry"),
        ("2034-12-31", "report"),
    ]
    assert ("2034-12-01", "alarm") in between(treaty, date(2034, 6, 1), date(2034, 12, 31), 30)


def test_the_last_day_to_stop_a_tacit_renewal_is_told() -> None:
    one = link(Term(renewal=Renewal.TACIT), Termination(notice_months=6))
    one = replace(one, dates=replace(one.dates, ends=Day(2034, 12, 31)))
    assert ("2034-06-30", "notice") in between(one, date(2034, 1, 1), date(2034, 12, 31))


@pytest.mark.feature("F207")
def test_reports_of_article_6_fall_due_while_the_agreement_is_in_force() -> None:
    treaty = catalogued("a6_ch_malawi")
    listed = between(treaty, date(2024, 1, 1), date(2026, 12, 31))
    reports = [on for on, kind in listed if kind == "report"]
    assert reports == ["2024-04-15", "2024-12-31", "2025-04-15", "2026-04-15", "2026-12-31"]
    assert "report" not in {kind for _, kind in between(treaty, date(2021, 1, 1), date(2022, 1, 1))}


@pytest.mark.feature("F207")
def test_reports_that_the_agreement_itself_asks_for_are_told() -> None:
    days = Dates(signed=Day(2017, 11, 23), in_force=Day(2020, 1, 1))

    def reports(params: Reporting) -> list[str]:
        listed = between(link(params, dates=days), date(2021, 1, 1), date(2025, 12, 31))
        return [on for on, kind in listed if kind == "report"]

    dated = Reporting(reports=("transferred",), every_years=2, due="06-30")
    assert reports(dated) == ["2022-06-30", "2024-06-30"]
    assert reports(Reporting(every_years=2)) == ["2022-12-31", "2024-12-31"]
    assert reports(Reporting(every_years=1, due="in spring")) == []
    assert reports(Reporting(reports=("transferred",))) == []
    unborn = replace(link(dated), dates=Dates())
    assert between(unborn, date(2021, 1, 1), date(2025, 12, 31)) == []


def test_entry_into_force_is_counted_where_it_is_not_told() -> None:
    one = link(EntryIntoForce(rule=EntryRule.SIGNATURE, days_after=60))
    assert ("2018-01-22", "entry_into_force") in between(one, date(2018, 1, 1), date(2018, 12, 31))


def test_openings_closings_and_membership_are_told() -> None:
    listed = between(catalogued("link_ca_qc_on_2017"), date(2018, 1, 1), date(2018, 12, 31))
    assert ("2018-07-02", "direction") in listed
    assert ("2018-07-03", "membership") in listed
    rated = direction(
        "che_ets", "eu_ets", ExchangeRate(rate=Fraction(4, 5), valid=Window(None, DAY))
    )
    one = replace(link(), recognition=(rated,))
    assert (DAY.isoformat(), "restriction") in between(one, DAY, DAY)


def test_windows_and_suspensions_under_way_are_told() -> None:
    change = Change(
        id="cap",
        system="che_ets",
        feature="cap",
        notified_on=DAY,
        effective_on=date(2027, 1, 1),
    )
    suspended = Step(to=Status.SUSPENDED, on=DAY, ground=THIRD_LINK)
    now = notify(advance(course(link()), suspended).course, change)
    listed = calendar(link(), Window(DAY, date(2027, 1, 1)), now)
    found = {(entry.on.isoformat(), entry.kind) for entry in listed}
    assert found >= {
        ("2026-04-30", "consultation"),
        ("2027-01-01", "change"),
        ("2026-06-01", "suspension"),
    }


def test_calendars_open_in_other_programs() -> None:
    entries = calendar(catalogued("a6_ch_malawi"), Window(date(2034, 1, 1), date(2035, 1, 1)))
    text = ics("a6_ch_malawi", entries, DAY)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == len(entries)
    assert "DTSTART;VALUE=DATE:20341231" in text
    assert "last day\\, renewed" in text
    assert text == ics("a6_ch_malawi", entries, DAY)


def test_long_lines_are_folded_between_characters() -> None:
    long = Entry(on=DAY, kind="status", text=Text("signed", "签" * 100))
    lines = ics("x", [long], DAY).split("\r\n")
    assert all(len(line.encode()) <= LINE_OCTETS for line in lines)
    unfolded = "\r\n".join(lines).replace("\r\n ", "")
    assert "签" * 100 in unfolded


OFFSETS = Criterion(id="credits", feature="offsets", requirement="limits on credits")
LOOSER = LimitChange(
    system="che_ets", before=Fraction(1, 20), after=Fraction(1, 10), base_t=1_000_000
)


@pytest.mark.feature("F272")
def test_a_looser_offset_limit_frees_allowances_that_reach_the_partner() -> None:
    found = impact(catalogued("link_eu_ch"), LOOSER, DAY)
    assert found.freed_t == 50_000
    assert found.reaches == {"eu_ets": 50_000}
    assert found.presses == "down"
    assert found.criteria == ("credits",)
    assert found.to_json()["reaches"] == {"eu_ets": "50000"}


@pytest.mark.feature("F272")
def test_what_reaches_the_partner_passes_the_restrictions_on_its_way() -> None:
    discounted = direction("che_ets", "eu_ets", Discount(rate=Fraction(1, 5)))
    one = replace(catalogued("link_eu_ch"), recognition=(discounted,), criteria=(OFFSETS,))
    assert impact(one, LOOSER, DAY).reaches == {"eu_ets": 40_000}
    tighter = replace(LOOSER, before=LOOSER.after, after=LOOSER.before)
    drawn = impact(one, tighter, DAY)
    assert (drawn.reaches, drawn.presses) == ({}, "up")
    rated = direction("che_ets", "eu_ets", ExchangeRate(rating="agency"))
    assert impact(replace(one, recognition=(rated,)), LOOSER, DAY).reaches == {"eu_ets": None}


@pytest.mark.feature("F272")
def test_a_change_reaches_further_parties_through_the_nearest() -> None:
    parties = (party("A", "a"), party("B", "b"), party("C", "c"))
    chain = (direction("a", "b", Discount(rate=Fraction(1, 2))), direction("b", "c"))
    one = replace(catalogued("link_eu_ch"), parties=parties, recognition=chain)
    assert impact(one, replace(LOOSER, system="a"), DAY).reaches == {"b": 25_000, "c": 25_000}


def test_no_change_and_no_link_in_force_reach_nobody() -> None:
    same = replace(LOOSER, after=LOOSER.before)
    assert impact(catalogued("link_eu_ch"), same, DAY).presses == "not at all"
    assert impact(catalogued("link_eu_ch"), same, DAY).reaches == {}
    assert impact(catalogued("link_eu_ch"), LOOSER, date(2019, 1, 1)).reaches == {}
