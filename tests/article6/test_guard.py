"""Flows with a non-Party carry no adjustment, except what a host first transfers for OIMP."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick import law
from tallystick.article6.guard import GUARD
from tallystick.article6.participation import Flow, Treatment, treat
from tallystick.article6.parties import PARTIES
from tallystick.core.actions import OIMP, Purpose, Purposes
from tallystick.core.findings import Outcome

NDC: Purposes = frozenset({Purpose.NDC})
BEFORE, AFTER = date(2026, 1, 26), date(2026, 1, 27)


def flow(user: str | None, on: date, purposes: Purposes = NDC, host: str = "GHA") -> Flow:
    return Flow(host, user, on, 1_000, purposes)


def test_rule_cites_what_the_law_data_holds_and_speaks_both_languages() -> None:
    for rule in GUARD.rules:
        assert law.paragraph(rule.source)
        assert all((rule.message.en, rule.message.zh, rule.fix.en, rule.fix.zh))


@pytest.mark.rule("pass", "NON_PARTY")
def test_flow_between_parties_is_adjusted_on_both_sides() -> None:
    treated = treat(flow("CHE", AFTER))
    assert (treated.treatment, treated.adjusting) == (Treatment.ADJUSTED, ("GHA", "CHE"))
    assert treated.findings == ()


@pytest.mark.feature("F126")
@pytest.mark.rule("fail", "NON_PARTY")
@pytest.mark.feature("F235")
def test_flow_towards_an_ndc_with_who_has_withdrawn_is_an_unadjusted_memo_with_its_reason() -> None:
    assert treat(flow("USA", BEFORE)).treatment is Treatment.ADJUSTED
    for one in (flow("USA", AFTER), flow("CHE", AFTER, host="USA")):
        treated = treat(one)
        assert (treated.treatment, treated.adjusting) == (Treatment.MEMO, ())
        (finding,) = treated.findings
        assert (finding.code, finding.outcome) == ("NON_PARTY", Outcome.FAIL)
        assert "USA was not a Party" in finding.message.en
        assert "USA" in finding.message.zh
        assert not finding.refuses


@pytest.mark.feature("F235")
@pytest.mark.parametrize("user", ["USA", "CHE", None, "GHA"])
@pytest.mark.parametrize("purposes", [OIMP, OIMP | NDC])
def test_first_transfer_for_oimp_is_adjusted_by_the_host_wherever_the_user_is(
    user: str | None, purposes: Purposes
) -> None:
    treated = treat(flow(user, AFTER, purposes))
    assert (treated.treatment, treated.adjusting) == (Treatment.ADJUSTED, ("GHA",))


def test_host_that_is_no_party_adjusts_for_nothing() -> None:
    assert treat(flow("CHE", AFTER, OIMP, host="USA")).treatment is Treatment.MEMO


@pytest.mark.rule("missing", "NON_PARTY")
def test_flow_cannot_be_told_while_a_side_is_unknown() -> None:
    for one in (flow(None, AFTER), flow("XQX", AFTER), flow("CHE", AFTER, OIMP, host="XQX")):
        treated = treat(one)
        assert (treated.treatment, treated.adjusting) == (Treatment.NOT_DETERMINABLE, ())
        assert treated.findings[0].outcome is Outcome.NOT_DETERMINABLE


def test_flow_towards_an_ndc_leaves_its_host() -> None:
    with pytest.raises(ValueError, match="to itself"):
        flow("GHA", AFTER)


CODES = st.sampled_from(sorted(PARTIES))


@given(CODES, CODES, st.dates(date(2016, 1, 1), date(2030, 12, 31)), st.sampled_from([NDC, OIMP]))
def test_whoever_adjusts_is_a_party_on_that_day(
    host: str, user: str, on: date, purposes: Purposes
) -> None:
    if host == user:
        return
    treated = treat(flow(user, on, purposes, host))
    assert all(PARTIES[code].is_party_on(on) for code in treated.adjusting)
    bound = PARTIES[host].is_party_on(on)
    if purposes == NDC:
        bound = bound and PARTIES[user].is_party_on(on)
    assert (treated.treatment is Treatment.ADJUSTED) is bound
