"""The rules of an account: each passes, refuses, and says when it cannot tell."""

from typing import Any

import pytest

from account_samples import (
    BOTH,
    BUDGET,
    NDC,
    SALE,
    TARGET,
    UNKNOWN,
    account,
    action,
    authorization,
    codes,
    column,
    found,
    ndc,
    row,
    selling,
)
from tallystick import law
from tallystick.article6.account import Account, Action, Method, NdcKind, run
from tallystick.article6.account.action_rules import ACTIONS
from tallystick.article6.account.authorization_rules import AUTHORIZATIONS
from tallystick.article6.account.ndc_rules import NDCS
from tallystick.article6.account.pool_rules import POOLS
from tallystick.core.actions import OIMP, Purpose, Purposes
from tallystick.core.findings import Outcome, Severity
from tallystick.core.periods import NdcPeriod


@pytest.mark.rule("pass", "METHOD_TYPE", "TRAJECTORY", "INV_MISSING", "FT_UNAUTH")
def test_account_in_order_has_no_findings() -> None:
    assert codes(selling(SALE)) == []


def test_every_rule_cites_what_the_law_data_holds_and_speaks_both_languages() -> None:
    for book in (NDCS, AUTHORIZATIONS, ACTIONS, POOLS):
        for rule in book.rules:
            assert law.paragraph(rule.source)
            assert all((rule.message.en, rule.message.zh, rule.fix.en, rule.fix.zh))


# The NDC


@pytest.mark.rule("fail", "METHOD_TYPE")
def test_averaging_of_a_multi_year_ndc_is_refused_and_adjusts_nothing() -> None:
    result = run(selling(SALE, kind=NdcKind.MULTI_YEAR))
    assert [one.code for one in result.findings] == ["METHOD_TYPE"]
    assert column(result, "adjustment_t") == column(result, "balance_t") == [None] * 10
    assert result.period.adjustment_t is result.period.balance_t is None
    assert result.achieved is UNKNOWN
    assert codes(selling(SALE, kind=NdcKind.MULTI_YEAR, method=Method.BUDGET, **BUDGET)) == []


@pytest.mark.rule("missing", "TRAJECTORY_EXCEEDED")
def test_annual_method_needs_a_trajectory_for_every_year_or_a_budget() -> None:
    partial = dict.fromkeys(range(2021, 2029), 1_000)
    result = run(selling(SALE, method=Method.TRAJECTORY, trajectory_t=partial))
    assert found(result, "TRAJECTORY")[0].where["years"] == [2029, 2030]
    assert found(result, "TRAJECTORY")[0].refuses
    assert result.period.trajectory is UNKNOWN
    assert found(result, "TRAJECTORY_EXCEEDED")[0].outcome is UNKNOWN
    assert codes(selling(SALE, method=Method.BUDGET)) == ["TRAJECTORY"]
    whole = {**partial, 2029: 1_000, 2030: 1_000}
    assert codes(selling(SALE, method=Method.TRAJECTORY, trajectory_t=whole)) == []
    assert codes(selling(SALE, method=Method.TRAJECTORY, **BUDGET)) == []


@pytest.mark.rule("missing", "TARGET_MISSING")
def test_missing_target_leaves_the_achievement_open() -> None:
    result = run(selling(SALE, target_t=None))
    assert [(one.code, one.outcome) for one in result.findings] == [("TARGET_MISSING", UNKNOWN)]
    assert (result.achieved, result.period.target_t) == (UNKNOWN, None)


@pytest.mark.parametrize("method", [Method.AVERAGING, Method.BUDGET])
@pytest.mark.rule("missing", "INV_MISSING")
def test_missing_inventory_year_withholds_its_balance_and_that_of_the_period(
    method: Method,
) -> None:
    inventory = dict.fromkeys([*range(2021, 2025), *range(2026, 2031)], 100)
    of = account(ndc(method, **BUDGET), [SALE], inventory_t=inventory)
    result = run(of)
    missing = found(result, "INV_MISSING")
    assert [(one.severity, one.where["year"]) for one in missing] == [(Severity.WARNING, 2025)]
    assert [year.year for year in result.years if year.balance_t is None] == [2025]
    assert result.period.balance_t is None
    assert result.period.adjustment_t is not None
    assert result.period.trajectory is UNKNOWN
    assert row(result, "23(k)(i)")[2025] is None


# Authorizations


def granting(declared: str | None, purposes: Any = OIMP, **more: Any) -> Account:
    sold = action("issuance", "2023-12-01", 2022, 10)
    return account(ndc(**TARGET), [sold], [authorization(purposes, declared, **more)])


@pytest.mark.parametrize("purposes", [OIMP, BOTH, frozenset({Purpose.IMP})])
@pytest.mark.parametrize("declared", [None, " ", "NA"])
def test_oimp_authorization_without_definition_is_missing_and_unresolved(
    purposes: Any, declared: str | None
) -> None:
    assert codes(granting(declared, purposes)) == ["FT_DEF_MISSING", "FT_DEF_UNRESOLVED"]


@pytest.mark.parametrize("declared", ["First international transfer", "issue"])
@pytest.mark.parametrize("purposes", [OIMP, BOTH])
def test_unresolvable_definition_prints_no_balance_and_no_zero(
    declared: str, purposes: Any
) -> None:
    result = run(granting(declared, purposes))
    assert [one.code for one in result.findings] == ["FT_DEF_UNRESOLVED"]
    unknown = "first_transferred_t" if Purpose.NDC in purposes else "first_transferred_oimp_t"
    for name in (unknown, "net_t", "cumulative_net_t", "adjustment_t", "balance_t"):
        assert column(result, name) == [None] * 10
    assert column(result, "used_t") == [0] * 10
    assert result.period.first_transferred_total_t is result.period.balance_t is None
    assert result.achieved is UNKNOWN


@pytest.mark.rule("fail", "FT_DEF_UNRESOLVED")
def test_definition_of_an_undated_authorization_is_unresolved_only_for_authorization() -> None:
    assert codes(granting("Authorization", on=None)) == ["FT_DEF_UNRESOLVED"]
    assert codes(granting("Issuance", on=None)) == []


@pytest.mark.parametrize("declared", ["Authorisation", "AUTHORIZATION", "use or Cancellation"])
def test_definition_is_read_in_other_spellings(declared: str) -> None:
    assert not any(one.refuses for one in run(granting(declared)).findings)


@pytest.mark.rule("fail", "FT_DEF_NA")
def test_definition_for_ndcs_alone_is_refused_and_not_needed() -> None:
    assert codes(granting("Issuance", NDC)) == ["FT_DEF_NA"]
    assert codes(granting("NA", NDC)) == []
    assert codes(granting(None, NDC)) == []


def test_definition_is_one_per_approach() -> None:
    def both(one: str | None, other: str | None) -> list[str]:
        first = authorization(OIMP, "Issuance", approach=one)
        second = authorization(OIMP, "Use or cancellation", id="A2", approach=other)
        return [
            finding.outcome for finding in run(account(ndc(**TARGET), (), [first, second])).findings
        ]

    assert both("CA0009", "CA0010") == []
    assert both("CA0009", "CA0009") == [Outcome.FAIL] * 2
    assert both(None, "CA0009") == [UNKNOWN]


def test_convention_is_named_where_authorization_is_the_first_transfer() -> None:
    named = found(run(granting("Authorization")), "FT_CONVENTION")
    assert [(one.outcome, one.severity) for one in named] == [(Outcome.PASS, Severity.INFO)]
    assert "FT_CONVENTION" not in codes(granting("Issuance"))


# Actions


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (action("first_transfer", "2023-12-01", 2020, 10), "ITMO_VINTAGE"),
        (action("first_transfer", "2023-12-01", 2024, 10), "ITMO_VINTAGE_FUTURE"),
        (action("first_transfer", "2023-12-01", 2022, 10, block=(1, 9)), "BLOCK_QTY"),
        (action("first_transfer", "2023-12-01", 2022, 10, authorization=None), "FT_UNAUTH"),
        (action("voluntary_cancellation", "2020-12-31", 2020, 10), "FT_UNAUTH"),
        (action("issuance", "2023-12-01", 2022, 10, authorization="A9"), "AUTH_REF"),
        (action("use", "2023-12-01", 2022, 10, purposes=OIMP), "USE_PURPOSE"),
        (action("cancellation", "2023-12-01", 2022, 10, purposes=OIMP), "USE_PURPOSE"),
        (action("use", "2023-12-01", 2022, 10, year=2031), "USE_PERIOD"),
        (action("use", "2023-12-01", 2020, 10, year=2023), "USE_PERIOD"),
    ],
)
def test_action_that_breaks_a_rule_is_refused_and_does_not_count(bad: Action, code: str) -> None:
    result = run(selling(bad))
    assert any(one.refuses and one.code == code for one in result.findings)
    assert result.period.first_transferred_total_t == result.period.used_t == 0
    assert result.period.balance_t == 100


def test_block_of_the_right_size_passes() -> None:
    assert codes(selling(action("first_transfer", "2023-12-01", 2022, 10, block=(1, 10)))) == []


def test_first_transfer_before_its_authorization_is_refused() -> None:
    def moved(on: str | None) -> Account:
        return account(ndc(**TARGET), [SALE], [authorization(on=on)])

    assert codes(moved("2023-12-01")) == []
    assert codes(moved("2023-12-02")) == ["FT_UNAUTH"]
    undated = run(moved(None))
    assert [(one.code, one.outcome) for one in undated.findings] == [("FT_UNAUTH", UNKNOWN)]
    assert undated.period.first_transferred_total_t == 10


@pytest.mark.rule("fail", "FT_UNAUTH", "AUTH_REF")
def test_first_transfer_under_an_unlisted_authorization_is_refused() -> None:
    sold = action("first_transfer", "2023-12-01", 2022, 10, authorization="A9")
    assert codes(selling(sold)) == ["AUTH_REF", "FT_UNAUTH"]


@pytest.mark.rule("missing", "FT_UNAUTH")
def test_use_for_oimp_without_authorization_cannot_be_told() -> None:
    used = action("use", "2023-12-01", 2022, 10, purposes=OIMP, authorization=None)
    result = run(selling(used))
    assert [(one.code, one.outcome) for one in result.findings] == [("FT_UNAUTH", UNKNOWN)]
    plain = action("cancellation", "2023-12-01", 2022, 10, authorization=None)
    assert codes(selling(plain)) == []


def test_use_under_the_authorization_of_another_party_cannot_be_told_and_counts() -> None:
    used = action("use", "2023-12-01", 2022, 10, year=2023, authorization="CHE-1")
    result = run(selling(used))
    assert [(one.code, one.outcome) for one in result.findings] == [("AUTH_REF", UNKNOWN)]
    assert result.period.used_t == 10


@pytest.mark.rule("fail", "USE_PURPOSE")
def test_use_towards_the_ndc_needs_units_authorized_for_ndcs() -> None:
    used = action("use", "2023-12-01", 2022, 10, year=2023, authorization="A1")
    granted = [authorization(OIMP, "Issuance")]
    assert codes(account(ndc(**TARGET), [used], granted)) == ["USE_PURPOSE"]
    assert codes(selling(used)) == []


def test_use_is_judged_by_the_period_of_the_using_party() -> None:
    used = action("use", "2026-05-01", 2024, 10, year=2025)
    assert codes(selling(used)) == []
    result = run(selling(used, period=NdcPeriod(2025, 2030)))
    (finding,) = found(result, "USE_PERIOD")
    assert "GHA, the using Party" in finding.message.en
    assert column(result, "used_t") == [0] * 6


def test_use_for_oimp_is_no_use_towards_the_ndc() -> None:
    used = action("use", "2026-05-01", 2024, 10, purposes=OIMP)
    granted = [authorization(OIMP, "Use or cancellation")]
    result = run(account(ndc(**TARGET), [used], granted))
    assert result.period.used_t == 0
    assert column(result, "first_transferred_oimp_t")[5] == 10


@pytest.mark.parametrize(
    ("receiver", "day", "purposes", "adjusted_t"),
    [
        ("USA", "2026-02-01", NDC, 0),
        ("USA", "2025-12-31", NDC, 10),
        ("USA", "2026-02-01", NDC | OIMP, 10),
        ("CHE", "2026-02-01", NDC, 10),
        ("a broker", "2026-02-01", NDC, 10),
        ("GHA", "2026-02-01", NDC, 10),
    ],
    ids=["left", "still in", "also for OIMP", "a Party", "no code", "itself"],
)
def test_first_transfer_towards_an_ndc_to_a_state_that_is_no_party_is_a_memo(
    receiver: str, day: str, purposes: Purposes, adjusted_t: int
) -> None:
    sent = action("first_transfer", day, 2024, 10, counterparty=receiver)
    declared = "Use or cancellation" if purposes & OIMP else None
    budget = ndc(Method.BUDGET, kind=NdcKind.MULTI_YEAR, budget_t=100)
    result = run(account(budget, [sent], [authorization(purposes, declared)]))
    told = [(one.outcome.value, one.severity.value) for one in found(result, "NON_PARTY")]
    assert result.period.adjustment_t == adjusted_t
    assert told == ([] if adjusted_t else [("fail", "warning")])
