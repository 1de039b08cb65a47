"""Versions of one report, and the order in which files are given."""

import json
from collections import Counter

import pytest
from aef_trade import Trade, book, checked, codes, submissions, the, trade
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick import law
from tallystick.article6.aef.check import check
from tallystick.core.findings import Outcome, Severity


def everything_wrong() -> Trade:
    told = trade()
    told["CHE-2024"]["actions"].append(dict(told["CHE-2024"]["actions"][0]))
    told["CHE-2024"]["actions"][0]["metric"] = "non-GHG"
    told["SWE-2024"]["actions"].clear()
    told["GHA-2023"]["authorizations"][1]["first_transfer_definition"] = None
    revised = dict(told["CHE-2023"]["submission"][0]) | {"version": "1.1"}
    told["CHE-2023 revised"] = {**told["CHE-2023"], "submission": [revised]}
    told["CHE-2023 again"] = {**told["CHE-2023"], "holdings": []}
    return told


@settings(max_examples=10, deadline=None)
@given(st.permutations(list(everything_wrong())))
def test_order_of_the_files_decides_nothing(names: list[str]) -> None:
    told = everything_wrong()

    def findings(order: list[str]) -> Counter[str]:
        report = check(submissions({name: told[name] for name in order}))
        assert [file.path for file in report.files] == [f"{name}.xlsx" for name in order]
        return Counter(json.dumps(found.to_json()) for found in report.findings)

    assert findings(names) == findings(list(told))


def test_newer_version_is_compared_and_the_older_set_aside() -> None:
    def revise(told: Trade) -> None:
        told["SWE-2024 first"] = book("SWE", 2024)
        told["SWE-2024"]["submission"][0]["version"] = "1.10"
        told["SWE-2024 second"] = book("SWE", 2024)
        told["SWE-2024 second"]["submission"][0]["version"] = "1.9"

    report = checked(revise)
    assert report.consistent
    assert {(found.code, found.outcome, found.severity) for found in report.findings} == {
        ("AEF_VERSION", Outcome.PASS, Severity.INFO)
    }
    assert {found.where["counterpart_file"] for found in report.findings} == {"SWE-2024.xlsx"}
    assert {file.outcome for file in report.files} == {Outcome.PASS}


@pytest.mark.rule("fail", "AEF_VERSION")
def test_same_version_filed_twice_is_refused_and_compared_once() -> None:
    report = checked(lambda told: told.update({"SWE-2024 again": told["SWE-2024"]}))
    assert codes(report) == ["AEF_VERSION"]
    found = the(report, "AEF_VERSION")
    assert found.where["file"] == "SWE-2024.xlsx"
    assert found.where["counterpart_file"] == "SWE-2024 again.xlsx"


def test_missing_version_is_syntax_and_the_rows_are_still_compared() -> None:
    report = checked(lambda told: told["SWE-2024"]["submission"][0].update(version=None))
    assert codes(report) == ["SYNTAX"]
    assert not codes(report, Outcome.NOT_DETERMINABLE)


@pytest.mark.parametrize("count", [0, 1])
def test_few_files_are_no_special_case(count: int) -> None:
    report = check(submissions(trade())[:count])
    assert report.consistent
    assert len(report.files) == count


NASTY = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.sampled_from(
        ["0", "-1", "9" * 25, "1e400", "NaN", "{x}", ";,", "0000-00-00", "CA0009-GHA01-GHA-5-2022"]
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 10_000), st.integers(0, 10_000), NASTY), min_size=1, max_size=6
    )
)
def test_whatever_stands_in_the_cells_is_answered(
    changes: list[tuple[int, int, str | None]],
) -> None:
    told = trade()
    rows = [
        (table, row)
        for filed in told.values()
        for table, table_rows in filed.items()
        for row in table_rows
    ]
    for which, column, text in changes:
        table, row = rows[which % len(rows)]
        names = [field.name for field in law.layout("five_table")[table]]
        row[names[column % len(names)]] = text
    report = check(submissions(told))
    assert len(report.files) == len(told)
    json.dumps(report.to_json())
