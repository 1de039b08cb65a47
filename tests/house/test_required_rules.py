"""Every required rule stands, with its source, both languages, a mend and its three cases.

`required_rules.csv` numbers them: 1 to 80 the table of rules under Article 6.2, then those that
reading the decisions has added. Every other rule of the house has its three cases too, but for
those in `cases_that_cannot_be.csv`, with the reason.
"""

import csv
import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tallystick import law
from tallystick.article6.rulebooks import entries
from tallystick.core.rules import Rule

HERE = Path(__file__).parent
CASES = ("pass", "fail", "missing")

with (HERE / "required_rules.csv").open(encoding="utf-8", newline="") as file:
    REQUIRED = list(csv.DictReader(file))
CODES = list(dict.fromkeys(row["code"] for row in REQUIRED))
IMPOSSIBLE = {(row["code"], row["case_that_cannot_be"]) for row in REQUIRED}

with (HERE / "cases_that_cannot_be.csv").open(encoding="utf-8", newline="") as file:
    LISTED = list(csv.DictReader(file))
CANNOT_BE = {(row["code"], row["case"]) for row in LISTED}
OTHERS = sorted({entry.rule.code for entry in entries()} - set(CODES))


@cache
def rules() -> dict[str, list[Rule[Any, Any]]]:
    found: dict[str, list[Rule[Any, Any]]] = {}
    for entry in entries():
        found.setdefault(entry.rule.code, []).append(entry.rule)
    return found


@cache
def marked() -> dict[tuple[str, str], list[str]]:
    path = HERE.parents[1] / "scripts/law_coverage.py"
    spec = importlib.util.spec_from_file_location("law_coverage", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.marked())


def test_list_is_numbered_without_a_gap_and_says_why_where_it_departs() -> None:
    assert [int(row["number"]) for row in REQUIRED] == list(range(1, len(REQUIRED) + 1))
    assert all(bool(row["other_name"]) == bool(row["why_renamed"]) for row in REQUIRED)
    assert all(bool(row["case_that_cannot_be"]) == bool(row["why_not"]) for row in REQUIRED)


@pytest.mark.parametrize("code", CODES)
def test_required_rule_cites_its_source_and_speaks_both_languages(code: str) -> None:
    assert code in rules(), f"no rule has the code {code}"
    for rule in rules()[code]:
        assert all(law.paragraph(part).status for part in rule.source.split("; "))
        for text in (rule.message, rule.fix):
            assert text.en.strip()
            assert any("\u4e00" <= letter <= "\u9fff" for letter in text.zh)


@pytest.mark.parametrize("code", CODES)
def test_required_rule_has_a_test_of_each_case(code: str) -> None:
    wanted = [case for case in CASES if (code, case) not in IMPOSSIBLE]
    assert [case for case in wanted if not marked().get((case, code))] == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_other_rule_has_a_test_of_each_case(code: str) -> None:
    wanted = [case for case in CASES if (code, case) not in CANNOT_BE]
    assert [case for case in wanted if not marked().get((case, code))] == []


def test_cases_that_cannot_be_are_of_other_rules_untested_and_reasoned() -> None:
    assert {code for code, _ in CANNOT_BE} <= set(OTHERS)
    assert {case for _, case in CANNOT_BE} <= set(CASES)
    assert [one for one in CANNOT_BE if marked().get((one[1], one[0]))] == []
    assert len(CANNOT_BE) == len(LISTED)
    assert all(row["why"] for row in LISTED)
