"""`tallystick ledger replay` on either database."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tallystick.cli.main import app
from tallystick.ledger import open_ledger

run = CliRunner().invoke

HEADER = "transaction_id,date,type,from_account,to_account,units,series,start,end"
LOG = [
    "T1,2018-12-19 09:00,10-0,A,B,60,,,",
    "T2,2018-12-20,10-2,B,C,80,,,",
    "T3,2018-12-20,10-0,C,C,5,,,",
    "T4,2018-12-21,issuance,,A,,S,1,100",
    "T5,2018-12-22,10-0,A,B,,S,41,60",
]
REAL = Path(__file__).parents[3] / "shared/data/eutl_transactions/eutl_transactions.csv.gz"
COLUMNS = {
    "transaction_id": "transaction_id",
    "date": "transaction_date",
    "type": "transaction_type",
    "from_account": "transferring_account_id",
    "to_account": "acquiring_account_id",
    "units": "units",
}


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return path


def replay(place: str, log: Path, *options: str) -> tuple[int, dict[str, Any]]:
    answer = run(app, ["ledger", "replay", "--db", place, str(log), *options, "--json"])
    assert not isinstance(answer.exception, Exception), answer.output
    return answer.exit_code, json.loads(answer.stdout)


def holdings(place: str, *options: str) -> bytes:
    answer: Result = run(app, ["ledger", "holdings", "--db", place, "--json", *options])
    assert answer.exit_code == 0
    return answer.stdout_bytes


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log.csv"


def test_a_log_is_posted_with_inferred_openings(place: str, log: Path) -> None:
    code, told = replay(place, write(log, *LOG), "--infer-opening")
    findings = told.pop("findings")
    assert (code, told) == (
        0,
        {
            "posted": 5,
            "already_posted": 0,
            "refused": 0,
            "accounts": 3,
            "units_moved": 265,
            "opening_units": 80,
            "openings": {"A": 60, "B": 20},
            "by_type": {"10-0": 85, "10-2": 80, "issuance": 100},
            "conserved": True,
        },
    )
    assert [one["code"] for one in findings] == ["OPENING_BALANCE"]
    assert [tuple(row.values()) for row in json.loads(holdings(place))["holdings"]] == [
        ("A", "S", 1, 40, 40),
        ("A", "S", 61, 100, 40),
        ("B", "S", 41, 60, 20),
        ("C", None, None, None, 80),
    ]


def test_inferred_openings_are_postings_that_say_so(place: str, log: Path) -> None:
    replay(place, write(log, *LOG), "--infer-opening")
    with open_ledger(place) as ledger:
        inferred = [entry for entry in ledger.journal() if entry.note.get("inferred")]
    assert [(one.to_account, one.amount and one.amount.units) for one in inferred] == [
        ("A", 60),
        ("B", 20),
    ]
    assert {(one.from_account, str(one.effective_on)) for one in inferred} == {(None, "2018-12-19")}


def test_the_same_log_again_posts_nothing(place: str, log: Path) -> None:
    replay(place, write(log, *LOG), "--infer-opening")
    before = holdings(place)
    code, told = replay(place, log, "--infer-opening")
    assert (code, told["posted"], told["already_posted"]) == (0, 0, 5)
    assert (told["opening_units"], told["conserved"]) == (0, True)
    assert holdings(place) == before


def test_two_ledgers_with_the_same_journal_answer_with_the_same_bytes(
    new_place: Any, log: Path, tmp_path: Path
) -> None:
    whole, parts = new_place(), new_place()
    replay(whole, write(log, *LOG), "--infer-opening")
    replay(parts, write(tmp_path / "part.csv", *LOG[:2]), "--infer-opening")
    replay(parts, log, "--infer-opening")
    for options in ([], ["--on", "2018-12-20"]):
        assert holdings(whole, *options) == holdings(parts, *options)


def test_without_openings_what_is_not_held_is_refused_and_the_rest_posted(
    place: str, log: Path
) -> None:
    code, told = replay(place, write(log, *LOG))
    assert (code, told["posted"], told["refused"], told["conserved"]) == (1, 2, 3, True)
    assert {(one["code"], one["where"]["line"]) for one in told["findings"]} == {
        ("UNITS_HELD", 2),
        ("UNITS_HELD", 3),
        ("UNITS_HELD", 4),
    }


def test_a_changed_row_is_a_conflict_and_nothing_is_posted(place: str, log: Path) -> None:
    replay(place, write(log, *LOG), "--infer-opening")
    before = holdings(place)
    changed = [*LOG[:1], LOG[1].replace("80", "81"), *LOG[2:], "T6,2018-12-23,10-0,C,A,1,,,"]
    code, told = replay(place, write(log, *changed), "--infer-opening")
    assert (code, told["posted"], holdings(place)) == (4, 0, before)
    assert [(one["code"], one["where"]["line"]) for one in told["findings"]] == [("CONFLICT", 3)]


def test_bad_rows_are_told_by_their_line_and_the_rest_is_posted(place: str, log: Path) -> None:
    bad = ["T7,2018-12-19,10-0,,B,1,,,", "T8,19.12.2018,10-0,A,B,1,,,", "T9,2018-12-19"]
    code, told = replay(place, write(log, *bad, *LOG), "--infer-opening")
    assert (code, told["posted"], told["refused"]) == (1, 5, 3)
    assert [(one["code"], one["where"].get("line")) for one in told["findings"]] == [
        ("ACCOUNT", 2),
        ("SYNTAX", 3),
        ("SYNTAX", 4),
        ("OPENING_BALANCE", None),
    ]


def test_above_a_hundred_refusals_of_a_code_are_one_finding(place: str, log: Path) -> None:
    rows = [f"T{number},2018-12-19,10-0,A,B,1,,," for number in range(150)]
    code, told = replay(place, write(log, *rows))
    (finding,) = told["findings"]
    assert (code, told["refused"], finding["where"]["count"]) == (1, 150, 150)
    assert [row["line"] for row in finding["where"]["rows"]] == list(range(2, 102))


@pytest.mark.rule("missing", "ACCOUNT", "HOLDER")
@pytest.mark.parametrize("lacking", ["units", "from_account", "to_account"])
def test_a_missing_column_posts_nothing(place: str, log: Path, lacking: str) -> None:
    cells = {"transaction_id": "T1", "date": "2018-12-19", "type": "t"}
    cells |= {"from_account": "A", "to_account": "B", "units": "1"}
    del cells[lacking]
    log.write_text(f"{','.join(cells)}\n{','.join(cells.values())}\n")
    code, told = replay(place, log)
    assert (code, told["posted"], told["refused"]) == (1, 0, 1)
    assert [one["code"] for one in told["findings"]] == ["SYNTAX"]


def test_an_unreadable_log_posts_nothing(place: str, tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        code, told = replay(place, path)
        assert (code, [one["code"] for one in told["findings"]]) == (3, ["UNREADABLE"])
    torn = tmp_path / "torn.csv"
    torn.write_bytes(write(tmp_path / "log.csv", *LOG).read_bytes() + b"\xff")
    assert replay(place, torn, "--infer-opening")[0] == 3
    with open_ledger(place) as ledger:
        assert ledger.journal() == []


def test_an_empty_log_is_fine(place: str, log: Path) -> None:
    code, told = replay(place, write(log), "--infer-opening")
    assert (code, told["posted"], told["conserved"]) == (0, 0, True)


def test_a_person_is_told_the_counts(place: str, log: Path) -> None:
    command = ["ledger", "replay", "--db", place, str(write(log, *LOG)), "--infer-opening"]
    lines = run(app, command).stdout.splitlines()
    assert "posted: 5" in lines
    assert "units of type 10-2: 80" in lines
    assert "conserved: yes" in lines


def real_rows(first_day: str) -> Iterator[dict[str, str]]:
    if not REAL.exists():
        pytest.skip(f"the real transactions are not at {REAL}")
    with gzip.open(REAL, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["transaction_date"] >= first_day:
                yield {column: row[name] for column, name in COLUMNS.items()}


def write_real(path: Path, first_day: str = "") -> Path:
    rows = list(real_rows(first_day))
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, list(COLUMNS))
        lines.writeheader()
        lines.writerows(rows)
    return path


def test_the_real_transactions_of_the_dense_window_replay(tmp_path: Path, log: Path) -> None:
    write_real(log, "2018-12-19")
    place = str(tmp_path / "ledger.db")
    open_ledger(place).create()
    code, told = replay(place, log, "--infer-opening")
    assert (code, told["posted"], told["refused"], told["conserved"]) == (0, 40_895, 0, True)
    assert told["accounts"] == 11_782
    assert told["by_type"]["10-2"] == 1_733_767_347
    assert (len(told["openings"]), told["opening_units"]) == (7_093, 2_640_452_214)
    assert told["units_moved"] == sum(told["by_type"].values())
    before = holdings(place)
    code, told = replay(place, log, "--infer-opening")
    assert (code, told["posted"], told["already_posted"]) == (0, 0, 40_895)
    assert (told["opening_units"], holdings(place)) == (0, before)


def test_all_real_transactions_replay_but_those_without_an_account(
    tmp_path: Path, log: Path
) -> None:
    place = str(tmp_path / "ledger.db")
    open_ledger(place).create()
    code, told = replay(place, write_real(log), "--infer-opening")
    assert (code, told["posted"], told["refused"], told["conserved"]) == (1, 49_233, 155, True)
    refusals = [one["where"]["count"] for one in told["findings"] if one["code"] == "ACCOUNT"]
    assert refusals == [155]
