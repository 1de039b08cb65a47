"""Accession and exit while an agreement goes on between the others."""

from dataclasses import replace
from datetime import date

import pytest
from lifecycle_samples import clauses
from linking_samples import agreement, direction, party

from tallystick.core.findings import Outcome
from tallystick.io.catalogue import catalogued
from tallystick.linking.agreement import Agreement, Window
from tallystick.linking.agreement.params import Accession, Withdrawal
from tallystick.linking.agreement.words import Binding, DecisionRule
from tallystick.linking.lifecycle.membership import (
    JOINING,
    LEAVING,
    Changed,
    Joining,
    Leaving,
    join,
    leave,
)
from tallystick.linking.topology import classify

DAY = date(2026, 3, 1)
THREE = (party("EUE", "eu_ets"), party("CHE", "che_ets"), party("GBR", "gbr_ets"))


def open_to_others(rule: DecisionRule | None) -> Agreement:
    return replace(agreement(parties=THREE), clauses=clauses(Accession(consent=rule)))


def joining(*consents: str) -> Joining:
    opened = (direction("nzl_ets", "eu_ets"), direction("eu_ets", "nzl_ets"))
    who = frozenset(consents) if consents else None
    return Joining(party=party("NZL", "nzl_ets"), on=DAY, recognition=opened, consents=who)


def outcome(changed: Changed, code: str) -> Outcome:
    found = [finding.outcome for finding in changed.findings if finding.code == code]
    return found[0] if found else Outcome.PASS


@pytest.mark.feature("F189")
def test_the_others_consent_to_whoever_joins() -> None:
    code = "ACCESSION_NOT_AGREED"
    all_agree = open_to_others(DecisionRule.UNANIMITY)
    assert outcome(join(all_agree, joining("EUE", "CHE", "GBR")), code) is Outcome.PASS
    assert outcome(join(all_agree, joining("EUE", "CHE")), code) is Outcome.FAIL
    assert outcome(join(all_agree, joining()), code) is Outcome.NOT_DETERMINABLE
    unsaid = open_to_others(None)
    assert outcome(join(unsaid, joining("EUE")), code) is Outcome.NOT_DETERMINABLE
    most_agree = open_to_others(DecisionRule.MAJORITY)
    assert outcome(join(most_agree, joining("EUE", "CHE")), code) is Outcome.PASS
    assert outcome(join(most_agree, joining("EUE")), code) is Outcome.FAIL


def test_whoever_joins_is_party_and_its_directions_open_from_that_day() -> None:
    one = open_to_others(DecisionRule.MAJORITY)
    grown = join(one, joining("EUE", "CHE", "GBR")).agreement
    assert [member.id for member in grown.parties_on(DAY)] == ["EUE", "CHE", "GBR", "NZL"]
    assert "NZL" not in {member.id for member in grown.parties_on(date(2026, 2, 28))}
    assert grown.recognition[-1].valid == Window(DAY, None)
    assert join(one, joining("EUE")).agreement is one


def leaving(one: Agreement, notified: date | None, party_id: str = "GBR") -> Changed:
    return leave(one, Leaving(party=party_id, on=DAY, notified_on=notified))


@pytest.mark.feature("F189")
def test_a_party_leaves_after_the_notice_that_binds_it() -> None:
    bound = replace(agreement(parties=THREE), clauses=clauses(Withdrawal(notice_days=30)))
    assert outcome(leaving(bound, date(2026, 1, 30)), "EXIT_TOO_SOON") is Outcome.PASS
    assert outcome(leaving(bound, date(2026, 1, 31)), "EXIT_TOO_SOON") is Outcome.FAIL
    assert outcome(leaving(bound, None), "EXIT_TOO_SOON") is Outcome.NOT_DETERMINABLE
    silent = agreement(parties=THREE)
    assert outcome(leaving(silent, None), "EXIT_TOO_SOON") is Outcome.NOT_DETERMINABLE
    assert leaving(bound, date(2026, 1, 31)).agreement is bound


def test_only_a_party_leaves() -> None:
    one = agreement(parties=THREE)
    assert outcome(leaving(one, None, "NZL"), "NOT_A_PARTY") is Outcome.FAIL
    assert outcome(leaving(one, None), "NOT_A_PARTY") is Outcome.PASS


@pytest.mark.feature("F262")
@pytest.mark.feature("F189")
def test_ontario_left_in_weeks_and_the_link_went_on_between_two() -> None:
    told = catalogued("link_ca_qc_on_2017")
    parties = tuple(replace(one, left=None) for one in told.parties)
    unlimited = tuple(replace(one, valid=Window()) for one in told.recognition)
    before = replace(told, parties=parties, recognition=unlimited)
    exit_day = date(2018, 7, 3)
    gone = leave(before, Leaving(party="CA-ON", on=exit_day, notified_on=date(2018, 6, 15)))
    (warning,) = [one for one in gone.findings if one.outcome is Outcome.FAIL]
    assert (warning.code, warning.severity.value) == ("EXIT_NOT_ENDEAVOURED", "warning")
    assert classify(before, date(2018, 7, 2)).parties == "multilateral"
    assert classify(gone.agreement, exit_day).parties == "bilateral"
    assert [one.left for one in gone.agreement.parties] == [one.left for one in told.parties]
    closed = [one.valid.last for one in gone.agreement.recognition]
    assert closed == [one.valid.last for one in told.recognition]


def test_an_exit_from_words_that_do_not_bind_needs_the_day_of_the_notice() -> None:
    weak = replace(
        agreement(parties=THREE),
        clauses=clauses(Withdrawal(notice_months=12), binding=Binding.SHOULD),
    )
    code = "EXIT_NOT_ENDEAVOURED"
    assert outcome(leaving(weak, date(2025, 3, 1)), code) is Outcome.PASS
    assert outcome(leaving(weak, date(2026, 2, 1)), code) is Outcome.FAIL
    assert outcome(leaving(weak, None), code) is Outcome.NOT_DETERMINABLE


def test_every_rule_on_membership_has_a_mend_in_both_languages() -> None:
    fixes = [rule.fix for rule in JOINING.rules] + [rule.fix for rule in LEAVING.rules]
    assert all(fix.en and fix.zh for fix in fixes)
