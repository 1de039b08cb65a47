"""The NDC register: versions, the five-year cycle, one method per period."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick import law
from tallystick.article6.account import Divisor, Method, NdcKind
from tallystick.article6.ndc import (
    MethodDeclaration,
    NdcRegister,
    NdcVersion,
    TargetForm,
    declare_method,
    judge_cycle,
)
from tallystick.article6.ndc.methods import METHODS
from tallystick.article6.ndc.register import CYCLE
from tallystick.core.findings import Outcome, Severity
from tallystick.core.periods import NdcPeriod
from tallystick.core.rules import Rulebook

DECADE, NEXT = NdcPeriod(2021, 2030), NdcPeriod(2031, 2035)
UNKNOWN = Outcome.NOT_DETERMINABLE
DAYS = st.dates(date(2016, 1, 1), date(2040, 12, 31))


def version(name: str, communicated: str, period: NdcPeriod = DECADE, **more: Any) -> NdcVersion:
    usual: dict[str, Any] = {"kind": NdcKind.SINGLE_YEAR, "form": TargetForm.ABSOLUTE}
    on = date.fromisoformat(communicated)
    return NdcVersion(version=name, communicated_on=on, period=period, **{**usual, **more})


def register(*versions: NdcVersion) -> NdcRegister:
    return NdcRegister("GHA", versions)


FIRST, UPDATE = version("1", "2016-09-21"), version("2", "2021-11-04")
THIRD = version("3", "2025-09-30", NEXT, kind=NdcKind.MULTI_YEAR)


def test_every_rule_cites_what_the_law_data_holds_and_speaks_both_languages() -> None:
    books: list[Rulebook[Any, Any]] = [CYCLE, METHODS]
    for rule in (rule for book in books for rule in book.rules):
        assert law.paragraph(rule.source)
        assert all((rule.message.en, rule.message.zh, rule.fix.en, rule.fix.zh))


@pytest.mark.feature("F012")
@pytest.mark.feature("F236")
def test_newest_version_communicated_by_the_day_is_in_force_for_its_years() -> None:
    ndcs = register(THIRD, FIRST, UPDATE)
    assert ndcs.in_force(2025, date(2021, 11, 3)) is FIRST
    assert ndcs.in_force(2025, date(2026, 1, 1)) is UPDATE
    assert ndcs.in_force(2031, date(2026, 1, 1)) is THIRD
    assert ndcs.in_force(2031, date(2025, 9, 29)) is None
    assert ndcs.in_force(2025, date(2016, 9, 20)) is None


def test_withdrawn_version_is_no_longer_maintained() -> None:
    withdrawn = version("2", "2021-11-04", withdrawn_on=date(2024, 1, 1))
    assert register(withdrawn).in_force(2024, date(2023, 12, 31)) is withdrawn
    assert register(withdrawn).in_force(2024, date(2024, 1, 1)) is None


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=5), DAYS)
def test_version_in_force_is_never_older_than_another_that_is_maintained(
    days: list[tuple[date, date | None]], on: date
) -> None:
    versions = [version("n", day.isoformat(), withdrawn_on=out) for day, out in days]
    found = register(*versions).in_force(2025, on)
    standing = [one for one in versions if one.is_maintained_on(on)]
    assert (found is None) == (not standing)
    assert all(found.communicated_on >= one.communicated_on for one in standing if found)


@pytest.mark.feature("F012")
def test_coverage_by_sector_and_gas_is_unknown_where_the_scope_is_not_stated() -> None:
    stated = version("2", "2021-11-04", sectors=frozenset({"Energy"}), gases=frozenset({"CO2"}))
    assert stated.covers("Energy", "CO2") is True
    assert stated.covers("Waste", "CO2") is False
    assert version("2", "2021-11-04").covers("Energy", "CO2") is None
    assert version("2", "2021-11-04", gases=frozenset({"CO2"})).covers("Energy", "CO2") is None
    assert version("2", "2021-11-04", gases=frozenset({"CO2"})).covers("Energy", "CH4") is False


# The five-year cycle


@pytest.mark.rule("pass", "NDC_CYCLE")
@pytest.mark.feature("F237")
def test_ndc_is_not_late_to_the_end_of_the_fifth_year_after_the_last_one() -> None:
    assert judge_cycle(register(FIRST, UPDATE), date(2026, 12, 31)) == []
    assert judge_cycle(register(FIRST, UPDATE, THIRD), date(2027, 1, 1)) == []


@pytest.mark.rule("fail", "NDC_CYCLE")
@pytest.mark.feature("F237")
def test_ndc_is_due_in_the_fifth_year_after_the_last_one() -> None:
    (late,) = judge_cycle(register(FIRST, UPDATE), date(2027, 1, 1))
    assert (late.code, late.outcome, late.severity) == (
        "NDC_CYCLE",
        Outcome.FAIL,
        Severity.WARNING,
    )
    assert "2021-11-04" in late.message.en
    assert "2021-11-04" in late.message.zh


@pytest.mark.rule("missing", "NDC_CYCLE")
@pytest.mark.feature("F237")
@pytest.mark.parametrize("ndcs", [NdcRegister("GHA"), register(), register(THIRD)])
def test_cycle_cannot_be_told_without_an_ndc(ndcs: NdcRegister) -> None:
    (finding,) = judge_cycle(ndcs, date(2024, 1, 1))
    assert finding.outcome is UNKNOWN


# One method per period


def declared(method: Method | None, period: NdcPeriod = DECADE, **more: Any) -> MethodDeclaration:
    usual: dict[str, Any] = {"party": "GHA", "on": date(2024, 12, 31)}
    return MethodDeclaration(period=period, method=method, **{**usual, **more})


@pytest.mark.feature("F242")
@pytest.mark.rule("pass", "METHOD_CHANGE")
def test_method_is_kept_to_the_end_of_the_period_and_may_change_with_the_next() -> None:
    earlier = [declared(Method.AVERAGING)]
    assert declare_method(declared(Method.AVERAGING, on=date(2026, 12, 31)), earlier) == []
    assert declare_method(declared(Method.TRAJECTORY, NEXT), earlier) == []
    assert declare_method(declared(Method.TRAJECTORY, party="CHE"), earlier) == []


@pytest.mark.feature("F242")
@pytest.mark.parametrize(
    "later",
    [
        declared(Method.TRAJECTORY),
        declared(Method.AVERAGING, divisor=Divisor.PERIOD),
        declared(Method.BUDGET, NdcPeriod(2026, 2030)),
    ],
)
@pytest.mark.rule("fail", "METHOD_CHANGE")
def test_change_of_method_within_a_period_is_refused(later: MethodDeclaration) -> None:
    (finding,) = declare_method(later, [declared(Method.AVERAGING)])
    assert finding.refuses
    assert finding.code == "METHOD_CHANGE"
    assert "averaging (elapsed)" in finding.message.en


@pytest.mark.feature("F242")
@pytest.mark.rule("missing", "METHOD_CHANGE")
def test_change_of_method_cannot_be_told_where_one_is_not_stated() -> None:
    (blank,) = declare_method(declared(None), [])
    (before,) = declare_method(declared(Method.BUDGET), [declared(None)])
    assert blank.outcome is before.outcome is UNKNOWN
    assert declare_method(declared(Method.BUDGET), [declared(None, NEXT)]) == []
