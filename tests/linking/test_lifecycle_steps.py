"""Steps in the life of an agreement: each guard passes, refuses and waits for what is missing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from lifecycle_samples import (
    BREACH,
    BREACHED,
    CHANGING,
    ENDING,
    ENTRY,
    HONOURED,
    NOTIFIED,
    THIRD_LINK,
    clauses,
    course,
    link,
)
from linking_samples import agreement

from tallystick.core.findings import Outcome
from tallystick.io.catalogue import catalogue, catalogued
from tallystick.linking.agreement import Agreement, Dates, Day
from tallystick.linking.agreement.params import (
    ChangeManagement,
    Disputes,
    EntryIntoForce,
    Suspension,
    Term,
    Termination,
)
from tallystick.linking.agreement.params import Stage as DisputeStep
from tallystick.linking.agreement.words import (
    Binding,
    DisputeStage,
    EntryRule,
    Form,
    Renewal,
    Status,
)
from tallystick.linking.lifecycle.change import CHANGES, Change, Stage, is_estopped, stage
from tallystick.linking.lifecycle.course import advance, notify, suspension_lapses_on, told
from tallystick.linking.lifecycle.disputes import open_stage, schedule
from tallystick.linking.lifecycle.ending_rules import ENDINGS
from tallystick.linking.lifecycle.moves import MOVES, may_follow
from tallystick.linking.lifecycle.notice import add_months, entry_day, notice_ends
from tallystick.linking.lifecycle.step import Course, Step
from tallystick.linking.lifecycle.step_rules import STEPS

DAY = date(2026, 3, 1)


def outcome(code: str, at: Course, **step: Any) -> Outcome:
    taken = Step(**{"on": DAY, **step})
    book = STEPS if code in {rule.code for rule in STEPS.rules} else ENDINGS
    findings = list(book[code].judge(taken, at))
    return findings[0].outcome if findings else Outcome.PASS


def test_periods_are_counted_by_the_calendar() -> None:
    assert add_months(date(2021, 11, 30), 3) == date(2022, 2, 28)
    assert add_months(date(2023, 11, 30), 3) == date(2024, 2, 29)
    assert notice_ends(DAY, Suspension(notice_days=30)) == date(2026, 3, 31)
    assert notice_ends(DAY, Suspension(notice_days=60)) == date(2026, 4, 30)
    assert notice_ends(DAY, ENDING) == date(2026, 9, 1)
    assert notice_ends(DAY, Suspension()) is None
    assert notice_ends(DAY, Suspension(notice_days=10**17)) == date.max
    assert (add_months(DAY, 10**17), add_months(DAY, -(10**17))) == (date.max, date.min)


def test_entry_into_force_is_counted_as_the_treaties_count_it() -> None:
    assert entry_day(date(2019, 12, 6), ENTRY) == date(2020, 1, 1)
    malawi = EntryIntoForce(rule=EntryRule.SIGNATURE, days_after=60)
    assert entry_day(date(2022, 11, 16), malawi) == date(2023, 1, 15)


def test_every_status_has_a_way_on_or_is_an_end() -> None:
    assert set(MOVES) == set(Status)
    ends = {status for status, ways in MOVES.items() if not ways}
    assert ends == {Status.TERMINATED, Status.EXPIRED, Status.ABANDONED, Status.SUPERSEDED}


def test_a_repealed_statute_may_be_enacted_again_and_a_treaty_may_not_return() -> None:
    again = (Status.TERMINATED, Status.IN_FORCE)
    assert may_follow(Form.RECIPROCAL_LEGISLATION, *again)
    assert not may_follow(Form.TREATY, *again)


def test_status_follows_only_what_it_may_follow() -> None:
    operating = course(link())
    assert outcome("MOVE_NOT_POSSIBLE", operating, to=Status.SUSPENDED) is Outcome.PASS
    assert outcome("MOVE_NOT_POSSIBLE", operating, to=Status.MANDATED) is Outcome.FAIL
    early = replace(operating, since=date(2026, 3, 2))
    assert outcome("MOVE_BEFORE_THE_LAST", early, to=Status.SUSPENDED) is Outcome.FAIL
    assert outcome("MOVE_BEFORE_THE_LAST", operating, to=Status.SUSPENDED) is Outcome.PASS


def test_instruments_wait_for_the_conditions() -> None:
    signed = course(link(), Status.PROVISIONAL)
    into: dict[str, Any] = {"to": Status.IN_FORCE}
    assert outcome("CONDITIONS_NOT_MET", signed, conditions_met=True, **into) is Outcome.PASS
    assert outcome("CONDITIONS_NOT_MET", signed, conditions_met=False, **into) is Outcome.FAIL
    assert outcome("CONDITIONS_NOT_MET", signed, **into) is Outcome.NOT_DETERMINABLE
    assert outcome("CONDITIONS_NOT_MET", course(link()), **into) is Outcome.PASS


def test_entry_into_force_is_on_the_day_of_the_clause() -> None:
    signed = course(link(), Status.SIGNED)
    right: dict[str, Any] = {"to": Status.IN_FORCE, "on": date(2020, 1, 1)}
    assert outcome("ENTRY_DAY", signed, event_on=date(2019, 12, 6), **right) is Outcome.PASS
    assert outcome("ENTRY_DAY", signed, event_on=date(2020, 1, 2), **right) is Outcome.FAIL
    assert outcome("ENTRY_DAY", signed, **right) is Outcome.NOT_DETERMINABLE
    sixty = link(EntryIntoForce(rule=EntryRule.SIGNATURE, days_after=60))
    at_signature = course(sixty, Status.SIGNED)
    day = date(2018, 1, 22)
    assert outcome("ENTRY_DAY", at_signature, to=Status.IN_FORCE, on=day) is Outcome.PASS


def test_a_link_operates_once_its_registries_are_connected() -> None:
    begun = course(link(), Status.IN_FORCE)
    to: dict[str, Any] = {"to": Status.OPERATING}
    code = "REGISTRIES_NOT_CONNECTED"
    assert outcome(code, begun, registries_connected=True, **to) is Outcome.PASS
    assert outcome(code, begun, registries_connected=False, **to) is Outcome.FAIL
    assert outcome(code, begun, **to) is Outcome.NOT_DETERMINABLE
    assert outcome(code, course(link(), Status.SUSPENDED), **to) is Outcome.PASS


def test_a_side_suspends_on_a_listed_ground() -> None:
    operating = course(link())
    to: dict[str, Any] = {"to": Status.SUSPENDED}
    assert outcome("SUSPENSION_GROUND", operating, ground=BREACH, **to) is Outcome.PASS
    assert outcome("SUSPENSION_GROUND", operating, ground="price too high", **to) is Outcome.FAIL
    assert outcome("SUSPENSION_GROUND", operating, **to) is Outcome.NOT_DETERMINABLE


@pytest.mark.parametrize("days", [30, 60])
def test_a_suspension_waits_for_its_notice(days: int) -> None:
    noticed = course(link(Suspension(grounds=(BREACH,), notice_days=days)))
    to: dict[str, Any] = {"to": Status.SUSPENDED, "ground": BREACH}
    early, late = DAY.replace(day=2), DAY.replace(month=1, day=1, year=2026)
    code = "SUSPENSION_TOO_SOON"
    assert outcome(code, noticed, notified_on=late.replace(year=2025), **to) is Outcome.PASS
    assert outcome(code, noticed, notified_on=early, **to) is Outcome.FAIL
    assert outcome(code, noticed, **to) is Outcome.NOT_DETERMINABLE
    assert outcome(code, course(link(CHANGING)), **to) is Outcome.NOT_DETERMINABLE
    at_once = course(link(BREACHED))
    assert outcome(code, at_once, **to) is Outcome.PASS


def test_the_treaties_of_the_catalogue_ask_for_their_own_notice() -> None:
    for name, days in (("a6_ch_ghana", 30), ("a6_ch_senegal", 60)):
        treaty = catalogued(name)
        ground = "the other Party does not comply with the agreement"
        to: dict[str, Any] = {"to": Status.SUSPENDED, "ground": ground}
        notified = date.fromordinal(DAY.toordinal() - days)
        at = course(treaty)
        assert outcome("SUSPENSION_TOO_SOON", at, notified_on=notified, **to) is Outcome.PASS
        later = date.fromordinal(notified.toordinal() + 1)
        assert outcome("SUSPENSION_TOO_SOON", at, notified_on=later, **to) is Outcome.FAIL


CHANGE = Change(id="offset-limit", system="che_ets", feature="offsets", notified_on=DAY)
WITHIN, AFTER = date(2026, 4, 30), date(2026, 5, 1)


@pytest.mark.feature("F188")
def test_a_change_goes_from_notice_to_consultation_and_assessment() -> None:
    one = link()
    asked = replace(CHANGE, asked_on=WITHIN)
    assert stage(one, CHANGE, WITHIN) is Stage.NOTIFIED
    assert stage(one, asked, WITHIN) is Stage.CONSULTATION
    judged = replace(asked, assessed_on=AFTER, found_effect=True)
    assert stage(one, judged, AFTER) is Stage.EFFECT_FOUND
    assert stage(one, replace(judged, found_effect=False), AFTER) is Stage.NO_EFFECT
    assert stage(one, CHANGE, AFTER) is Stage.LAPSED
    assert stage(one, replace(CHANGE, asked_on=AFTER), AFTER) is Stage.LAPSED
    assert stage(agreement(), CHANGE, AFTER) is None


@pytest.mark.feature("F188")
def test_whoever_lets_the_window_lapse_may_not_suspend_for_the_change() -> None:
    to: dict[str, Any] = {"to": Status.SUSPENDED, "ground": BREACH, "change": CHANGE.id}
    silent = notify(course(link()), CHANGE)
    code = "SUSPENSION_ESTOPPED"
    assert outcome(code, silent, on=WITHIN, **to) is Outcome.PASS
    assert outcome(code, silent, on=AFTER, **to) is Outcome.FAIL
    asked = notify(silent, replace(CHANGE, asked_on=WITHIN))
    assert outcome(code, asked, on=AFTER, **to) is Outcome.PASS
    harmless = replace(CHANGE, asked_on=WITHIN, assessed_on=AFTER, found_effect=False)
    assert outcome(code, notify(silent, harmless), on=AFTER, **to) is Outcome.FAIL
    assert outcome(code, course(link()), on=AFTER, **to) is Outcome.NOT_DETERMINABLE
    assert is_estopped(link(BREACHED), CHANGE, AFTER) is None


def test_an_agreement_ends_after_its_notice() -> None:
    given = course(link(), Status.NOTICE_GIVEN)
    to: dict[str, Any] = {"to": Status.TERMINATED}
    code = "NOTICE_TOO_SHORT"
    assert outcome(code, given, notified_on=date(2025, 9, 1), **to) is Outcome.PASS
    assert outcome(code, given, notified_on=date(2025, 9, 2), **to) is Outcome.FAIL
    assert outcome(code, given, **to) is Outcome.NOT_DETERMINABLE
    assert outcome(code, course(link(BREACHED)), **to) is Outcome.NOT_DETERMINABLE


def test_leaving_words_that_do_not_bind_early_is_told_and_not_refused() -> None:
    weak = link(clauses=clauses(Termination(notice_months=12), binding=Binding.SHOULD))
    to: dict[str, Any] = {"to": Status.TERMINATED}
    code = "NOTICE_NOT_ENDEAVOURED"
    assert outcome(code, course(weak), notified_on=date(2025, 3, 1), **to) is Outcome.PASS
    assert outcome(code, course(weak), notified_on=date(2026, 2, 1), **to) is Outcome.FAIL
    assert outcome(code, course(weak), **to) is Outcome.NOT_DETERMINABLE
    step = Step(to=Status.TERMINATED, on=DAY, notified_on=date(2026, 2, 1), agreed=HONOURED)
    assert not advance(course(weak), step).refused


def test_an_agreement_expires_when_its_term_is_over() -> None:
    to: dict[str, Any] = {"to": Status.EXPIRED}
    ending = course(link(dates=Dates(ends=Day(2026, 2, 28))))
    assert outcome("TERM_NOT_OVER", ending, **to) is Outcome.PASS
    assert outcome("TERM_NOT_OVER", ending, on=date(2026, 2, 28), **to) is Outcome.FAIL
    assert outcome("TERM_NOT_OVER", course(link()), **to) is Outcome.NOT_DETERMINABLE
    vague = course(link(dates=Dates(ends=Day(2026))))
    assert outcome("TERM_NOT_OVER", vague, **to) is Outcome.NOT_DETERMINABLE
    tacit = course(link(Term(renewal=Renewal.TACIT), dates=Dates(ends=Day(2026, 2, 28))))
    assert outcome("TERM_NOT_OVER", tacit, **to) is Outcome.NOT_DETERMINABLE
    assert outcome("TERM_NOT_OVER", tacit, notified_on=DAY, **to) is Outcome.PASS


@pytest.mark.feature("F189")
def test_no_agreement_ends_with_units_left_without_a_fate() -> None:
    to: dict[str, Any] = {"to": Status.TERMINATED, "notified_on": date(2025, 1, 1)}
    assert outcome("UNITS_STRANDED", course(link()), agreed=HONOURED, **to) is Outcome.PASS
    assert outcome("UNITS_STRANDED", course(link()), agreed=HONOURED[:1], **to) is Outcome.FAIL
    assert outcome("UNITS_STRANDED", course(link()), **to) is Outcome.FAIL
    silent = outcome("UNITS_STRANDED", course(link()), from_file=True, **to)
    assert silent is Outcome.NOT_DETERMINABLE


def test_a_successor_that_keeps_the_directions_open_strands_nothing() -> None:
    step = Step(to=Status.SUPERSEDED, on=DAY, successor=link())
    assert not advance(course(link()), step).refused
    narrower = replace(step, successor=replace(link(), recognition=link().recognition[:1]))
    assert advance(course(link()), narrower).refused


def test_a_refused_step_changes_nothing() -> None:
    before = course(link())
    tried = advance(before, Step(to=Status.MANDATED, on=DAY))
    assert tried.refused
    assert tried.course is before


def test_a_suspension_for_a_third_link_lapses_after_three_months() -> None:
    third = Step(to=Status.SUSPENDED, on=DAY, ground=THIRD_LINK)
    assert suspension_lapses_on(advance(course(link()), third).course) == date(2026, 6, 1)
    breach = replace(third, ground=BREACH)
    assert suspension_lapses_on(advance(course(link()), breach).course) is None
    assert suspension_lapses_on(course(link())) is None
    both = link(BREACHED, NOTIFIED)
    assert suspension_lapses_on(advance(course(both), third).course) == date(2026, 6, 1)


def test_the_eu_swiss_link_suspends_as_its_article_15_says() -> None:
    swiss = course(catalogued("link_eu_ch"))
    third = Step(to=Status.SUSPENDED, on=DAY, ground=THIRD_LINK)
    assert suspension_lapses_on(advance(swiss, third).course) == date(2026, 6, 1)
    breach = advance(swiss, replace(third, ground=BREACH))
    assert not breach.refused
    assert suspension_lapses_on(breach.course) is None


def life(one: Agreement) -> list[Status]:
    return [taken.step.to for taken in told(one)]


def test_every_life_of_the_catalogue_is_one_that_the_machine_can_take() -> None:
    for one in catalogue().values():
        for taken in told(one):
            codes = [finding.code for finding in taken.findings if finding.refuses]
            assert not codes, (one.id, codes)


def test_the_life_of_the_australian_link_is_told() -> None:
    assert life(catalogued("link_eu_au"))[-1] is Status.ABANDONED
    assert life(catalogued("link_ca_qc_2013"))[-1] is Status.SUPERSEDED


def test_what_happens_on_one_day_is_told_in_the_order_of_lives() -> None:
    one = catalogued("a6_jcm_01_mongolia")
    assert life(one) == [Status.SIGNED, Status.IN_FORCE]


@pytest.mark.feature("F043")
@pytest.mark.feature("F188")
def test_no_side_changes_the_rules_without_notice() -> None:
    def found(change: Change, one: Agreement) -> list[Outcome]:
        return [finding.outcome for finding in CHANGES.judge(change, one)]

    told_before = link(ChangeManagement(notice_days=30))
    in_time = replace(CHANGE, effective_on=date(2026, 3, 31))
    assert found(in_time, told_before) == []
    assert found(replace(CHANGE, effective_on=date(2026, 3, 30)), told_before) == [Outcome.FAIL]
    assert found(CHANGE, told_before) == [Outcome.NOT_DETERMINABLE]
    assert found(in_time, link()) == [Outcome.NOT_DETERMINABLE]


@pytest.mark.feature("F190")
@pytest.mark.feature("F210")
def test_a_dispute_goes_through_its_stages_in_their_days() -> None:
    talks = DisputeStep(stage=DisputeStage.CONSULTATION, days=60)
    body = DisputeStep(stage=DisputeStage.JOINT_BODY)
    court = DisputeStep(stage=DisputeStage.ARBITRATION)
    one = link(Disputes(stages=(talks, body, court)))
    assert schedule(one, DAY) == ((DAY, talks), (date(2026, 4, 30), body), (None, court))
    assert open_stage(one, DAY, date(2026, 2, 28)) is None
    assert open_stage(one, DAY, date(2026, 4, 29)) == talks
    assert open_stage(one, DAY, date(2027, 1, 1)) == body
    assert schedule(link(), DAY) == ()
