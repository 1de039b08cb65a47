"""NDCs that are not plain targets in t CO2 eq, and outcomes from outside of what they cover."""

from pathlib import Path
from typing import Any

import pytest

from account_samples import (
    BUDGET,
    SALE,
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
from tallystick.article6.account import (
    Communication,
    Direction,
    Method,
    Policies,
    Scope,
    run,
)
from tallystick.core.findings import Outcome, Severity
from tallystick.io.account_file import read_account

CEMENT = Policies(("cement", "lime"), Communication.FIRST)
USE = action("use", "2024-05-01", 2023, 4, year=2024)
POLICIES: dict[str, Any] = {"target_t": None, "budget_t": 10_000, "method": Method.BUDGET}


@pytest.mark.feature("F035")
def test_policies_are_adjusted_as_any_other_ndc_on_the_categories_they_affect() -> None:
    quantified = run(selling(SALE, USE, method=Method.BUDGET, budget_t=10_000))
    result = run(selling(SALE, USE, **POLICIES, policies=CEMENT))
    assert result.years == quantified.years
    assert [result.years[2022 - 2021].balance_t, result.years[2024 - 2021].balance_t] == [110, 96]
    assert result.achieved is UNKNOWN
    assert not found(result, "TARGET_MISSING")
    assert not found(result, "NDC_POLICIES")


@pytest.mark.parametrize(
    ("policies", "outcomes"),
    [
        (CEMENT, []),
        (Policies(("cement",), Communication.FIRST_UPDATED), []),
        pytest.param(
            Policies(("cement",), Communication.LATER),
            [Outcome.FAIL],
            marks=pytest.mark.rule("fail", "NDC_POLICIES"),
        ),
        pytest.param(
            Policies(("cement",)), [UNKNOWN], marks=pytest.mark.rule("missing", "NDC_POLICIES")
        ),
        (Policies(communication=Communication.FIRST), [UNKNOWN]),
        (Policies(), [UNKNOWN, UNKNOWN]),
        (None, []),
    ],
)
def test_policies_are_for_first_ndcs_and_name_their_categories(
    policies: Policies | None, outcomes: list[Outcome]
) -> None:
    result = run(selling(SALE, **POLICIES, policies=policies))
    assert [one.outcome for one in found(result, "NDC_POLICIES")] == outcomes


@pytest.mark.feature("F035")
@pytest.mark.parametrize("method", [Method.AVERAGING, Method.BUDGET])
def test_outcomes_from_outside_the_ndc_are_adjusted_for_all_the_same(method: Method) -> None:
    results = {
        scope: run(account(ndc(method, **BUDGET), [SALE], [authorization(scope=scope)]))
        for scope in (None, Scope.INSIDE, Scope.OUTSIDE)
    }
    assert results[Scope.OUTSIDE].years == results[Scope.INSIDE].years == results[None].years
    assert any(column(results[Scope.OUTSIDE], "adjustment_t"))
    (told,) = found(results[Scope.OUTSIDE], "NDC_SCOPE")
    assert (told.outcome, told.severity) == (Outcome.PASS, Severity.INFO)
    assert "NDC_SCOPE" not in {one.code for one in results[Scope.INSIDE].findings}


@pytest.mark.feature("F035")
def test_indicator_falls_by_first_transfers_of_its_year_and_rises_by_uses() -> None:
    result = run(selling(SALE, USE, method=Method.BUDGET, metric="MWh", budget_t=1_000))
    indicator = row(result, "23(k)(ii)")
    assert row(result, "23(i)")[2022] == 100
    assert (indicator[2022], indicator[2024], indicator[2025]) == (90, 104, 100)
    assert set(row(result, "23(k)(i)").values()) == {None}
    assert result.period.balance_t == 1_000 - 10 + 4


@pytest.mark.parametrize(
    ("direction", "outcome"), [(None, Outcome.FAIL), (Direction.AT_MOST, Outcome.PASS)]
)
def test_indicator_is_judged_on_the_side_that_its_target_names(
    direction: Direction | None, outcome: Outcome
) -> None:
    sold = action("first_transfer", "2030-12-01", 2030, 10)
    result = run(
        selling(
            sold, method=Method.BUDGET, metric="MWh", budget_t=1_000, stated_direction=direction
        )
    )
    assert result.years[-1].balance_t == 90
    assert result.achieved is outcome


def test_rules_on_kinds_of_ndc_are_silent_on_plain_ones() -> None:
    assert not {"NDC_POLICIES", "NDC_SCOPE"} & set(codes(selling(SALE)))


def test_file_states_policies_and_scope(tmp_path: Path) -> None:
    file = tmp_path / "policies.yaml"
    file.write_text(
        "party: GHA\n"
        "ndc: {first_year: 2021, last_year: 2030, kind: single-year, method: averaging,\n"
        "      policies: {categories: [cement, lime], communication: first updated}}\n"
        "authorizations: [{id: A1, purposes: NDC, date: 2023-01-01, scope: outside}]\n",
        encoding="utf-8",
    )
    read = read_account(file)
    assert read.ndc.policies == Policies(("cement", "lime"), Communication.FIRST_UPDATED)
    assert read.authorizations["A1"].scope is Scope.OUTSIDE
