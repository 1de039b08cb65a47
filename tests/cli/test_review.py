"""`tallystick review`: a case file that is only added to, from opening to the public status."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from aef_workbooks import RECEIVED, SENT, TERMS, UNITS, reported
from tallystick.cli.main import app

ON = ("--on", "2024-06-01")


def run(*words: str) -> tuple[int, Any]:
    answer = CliRunner().invoke(app, ["review", *words, "--json"])
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer.exit_code, json.loads(answer.stdout) if answer.stdout else None


def text(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, ["review", *words])
    return answer.exit_code, answer.output


@pytest.fixture
def cases(tmp_path: Path) -> str:
    """A case file with the mirror of a transfer that CHE has not reported."""
    files = [str(reported(tmp_path, "GHA", authorizations=TERMS, actions=SENT))]
    files.append(str(reported(tmp_path, "CHE")))
    path = str(tmp_path / "cases.yaml")
    code, told = run("open", *files, "-o", path, *ON)
    assert (code, told["states"]) == (0, {"1": "open"})
    return path


@pytest.mark.feature("F249")
def test_inconsistency_is_opened_answered_resubmitted_and_resolved(cases: str) -> None:
    steps = (
        ("answer", "CHE", "--text", "a row was lost", "answered"),
        ("resubmit", "CHE", "--file", "CHE-2023-v2.xlsx", "resubmitted"),
        ("resolve", "secretariat", "--text", "now consistent", "resolved"),
    )
    for verb, by, option, said, state in steps:
        code, told = run(verb, cases, "1", "--by", by, option, said, "--on", "2024-07-01")
        assert (code, told["states"]) == (0, {"1": state})
    _, told = run("list", cases)
    assert [one["state"] for one in told["cases"]] == ["resolved"]
    assert told["findings"] == []


@pytest.mark.feature("F249")
def test_rows_of_both_sides_stand_side_by_side(cases: str) -> None:
    _, told = run("show", cases, "1")
    sides = told["opening"]["sides"]
    assert [side["party"] for side in sides] == ["CHE", "GHA"]
    assert sides[1]["cells"]["quantity_t"] == "1916"
    code, shown = text("show", cases, "1")
    assert code == 0
    assert "GHA-2023.xlsx row 2" in shown
    assert "未报告" in shown


def test_opening_again_adds_nothing_while_the_case_is_open(cases: str) -> None:
    folder = Path(cases).parent
    before = Path(cases).read_bytes()
    files = [str(folder / f"{party}-2023.xlsx") for party in ("GHA", "CHE")]
    assert run("open", *files, "-o", cases, *ON)[1]["entered"] == []
    assert Path(cases).read_bytes() == before


def test_entries_are_only_ever_added_and_a_refused_one_is_not_written(cases: str) -> None:
    before = Path(cases).read_text(encoding="utf-8")
    code, told = run("resolve", cases, "1", "--by", "CHE", "--text", "fine", *ON)
    assert (code, told["entered"]) == (1, [])
    assert {one["code"] for one in told["findings"]} == {"CASE_STATE", "CASE_ACTOR"}
    assert Path(cases).read_text(encoding="utf-8") == before
    run("answer", cases, "1", "--by", "CHE", "--text", "soon", *ON)
    assert Path(cases).read_text(encoding="utf-8").startswith(before)


@pytest.mark.feature("F048")
@pytest.mark.feature("F093")
def test_any_party_opens_a_concern_and_the_review_team_refers_it_on(cases: str) -> None:
    words = ("--by", "FJI", "--against", "GHA", "--about", "the authorization is not public")
    assert run("concern", cases, *words, *ON)[1]["states"] == {"2": "open"}
    run("answer", cases, "2", "--by", "GHA", "--text", "it will be", *ON)
    run("mark", cases, "2", "--significant", "--persistent", *ON)
    _, told = run("list", cases, "--on", "2024-06-11")
    concern = told["cases"][1]
    assert (concern["opened_by"], concern["marks"]) == ("FJI", ["significant", "persistent"])
    assert concern["days_open"] == 10


@pytest.mark.feature("F249")
def test_review_is_pending_then_finalized_in_the_printed_words(cases: str) -> None:
    run("begin", cases, "R1", "--party", "GHA", "--approach", "CA0009", *ON)
    assert run("list", cases)[1]["reviews"][0]["status"] == "Review pending"
    run("mark", cases, "1", "--significant", *ON)
    refused = ("--report", "https://example.org/r1", "--recommend", "NDC: raise it")
    assert run("conclude", cases, "R1", *refused, *ON)[0] == 1
    within = ("--report", "https://example.org/r1", "--recommend", "consistency: report it")
    assert run("conclude", cases, "R1", *within, *ON)[0] == 0
    code, shown = text("list", cases)
    assert code == 0
    assert "Review finalized and significant inconsistencies identified" in shown
    assert "requested not to use" in shown


def test_initial_report_is_revised_while_the_review_week_lasts(cases: str) -> None:
    run("begin", cases, "R2", "--party", "GHA", "--week-ends", "2024-06-05", *ON)
    revision = ("revise", cases, "R2", "--by", "GHA", "--file", "ir-1.1.pdf")
    assert run(*revision, "--on", "2024-06-05")[0] == 0
    code, told = run(*revision, "--on", "2024-06-06")
    assert (code, told["findings"][0]["code"]) == (1, "REVIEW_REVISION")
    (review,) = run("list", cases)[1]["reviews"]
    assert review["revised"] == ["ir-1.1.pdf"]


@pytest.mark.rule("missing", "CASE_DATE", "CASE_PARTY", "CASE_STATE")
@pytest.mark.parametrize("lacking", ["on", "by", "event"])
def test_entry_without_its_day_its_kind_or_who_makes_it_is_damage(
    tmp_path: Path, lacking: str
) -> None:
    entry = {"event": "answer", "subject": "1", "on": "2024-06-02", "by": "CHE", "text": "t"}
    path = tmp_path / "cases.yaml"
    path.write_text(
        json.dumps([{name: said for name, said in entry.items() if name != lacking}]),
        encoding="utf-8",
    )
    code, shown = text("list", str(path))
    assert code == 3
    assert f'"{lacking}" is missing' in shown


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    words = ("--by", "FJI", "--against", "GHA", "--about", "a question")
    assert run("concern", str(path), *words, *ON, "--dry-run")[1]["entered"] == ["1"]
    assert not path.exists()


def test_consistent_files_open_nothing(tmp_path: Path) -> None:
    files = [str(reported(tmp_path, "GHA", authorizations=TERMS, actions=SENT))]
    files.append(str(reported(tmp_path, "CHE", actions=RECEIVED, holdings=UNITS)))
    assert run("open", *files, "-o", str(tmp_path / "c.yaml"), *ON)[1]["entered"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("show", "9"),
        ("mark", "1", *ON),
        ("conclude", "R1", "--report", "x", "--recommend", "weather: fine", *ON),
        ("concern", "--by", "FJI", "--against", "ghana", "--about", "x", *ON),
    ],
    ids=lambda words: words[0],
)
def test_usage_that_makes_no_sense_exits_2(cases: str, words: tuple[str, ...]) -> None:
    before = Path(cases).read_bytes()
    assert text(words[0], cases, *words[1:])[0] == 2
    assert Path(cases).read_bytes() == before


@pytest.mark.parametrize(
    "content",
    ["- {event: opened}\n", "word", "- [1]\n", "{", "- {event: open, subject: 1, on: x, by: GHA}"],
)
def test_damaged_case_file_exits_3_and_names_the_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(content, encoding="utf-8")
    code, shown = text("list", str(path))
    assert code == 3
    assert "line 1" in shown or "SYNTAX" in shown


def test_unreadable_workbook_exits_3(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no workbook")
    assert text("open", str(path), "-o", str(tmp_path / "c.yaml"), *ON)[0] == 3
