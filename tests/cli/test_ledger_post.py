"""`tallystick ledger init`, `post` and `holdings` on either database."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tallystick.cli.main import app

run = CliRunner().invoke


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("TALLYSTICK_KEY", raising=False)


def ledger(place: str, verb: str, *options: str) -> Result:
    return run(app, ["ledger", verb, "--db", place, *options, "--json"])


def post(place: str, key: str, giver: str, taker: str, *options: str) -> Result:
    return ledger(place, "post", "--key", key, "--from", giver, "--to", taker, *options)


def issue(place: str, key: str, taker: str, start: int, end: int) -> Result:
    return post(place, key, "", taker, *span("S", start, end), "--on", "2025-01-01")


def span(series: str, start: int, end: int) -> list[str]:
    return ["--series", series, "--start", str(start), "--end", str(end)]


def held(place: str, *options: str) -> list[tuple[Any, ...]]:
    answer = ledger(place, "holdings", *options)
    assert answer.exit_code == 0, answer.output
    return [tuple(row.values()) for row in json.loads(answer.stdout)["holdings"]]


def told(answer: Result) -> tuple[int, str, list[str]]:
    said = json.loads(answer.stdout)
    return answer.exit_code, said["status"], [one["code"] for one in said["findings"]]


def test_init_makes_a_ledger_once(tmp_path: Path) -> None:
    place = str(tmp_path / "new.db")
    first, again = ledger(place, "init"), ledger(place, "init")
    assert [json.loads(one.stdout)["created"] for one in (first, again)] == [True, False]
    issue(place, "1", "A", 1, 10)
    ledger(place, "init")
    assert held(place) == [("A", "S", 1, 10, 10)]


def test_init_tells_the_public_key_and_where_the_private_one_lies(tmp_path: Path) -> None:
    place = str(tmp_path / "new.db")
    first, again = (json.loads(ledger(place, "init").stdout) for _ in range(2))
    assert again == {**first, "created": False}
    assert Path(first["private_key_file"]).is_file()
    public = tmp_path / "public"
    public.write_text(first["public_key"], encoding="utf-8")
    issue(place, "1", "A", 1, 10)
    verified = ledger(place, "verify", "--public-key", str(public))
    assert verified.exit_code == 0
    answer = json.loads(verified.stdout)
    assert (answer["entries"], answer["origin_checked"], answer["findings"]) == (1, True, [])


def test_init_where_the_private_key_cannot_be_written_exits_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALLYSTICK_KEY", str(tmp_path))
    refused = ledger(str(tmp_path / "new.db"), "init")
    assert refused.exit_code == 3
    assert "private key" in refused.stderr


def test_a_dry_init_makes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "new.db"
    assert ledger(str(place), "init", "--dry-run").exit_code == 0
    assert not place.exists()


def test_a_range_is_issued_split_and_joined_again(place: str) -> None:
    assert told(issue(place, "1", "A", 1, 100)) == (0, "posted", [])
    post(place, "2", "A", "B", *span("S", 11, 20), "--on", "2025-02-01", "--expect", "A")
    assert held(place) == [
        ("A", "S", 1, 10, 10),
        ("A", "S", 21, 100, 80),
        ("B", "S", 11, 20, 10),
    ]
    post(place, "3", "B", "A", *span("S", 11, 20), "--on", "2025-03-01")
    assert held(place) == [("A", "S", 1, 100, 100)]


def test_holdings_on_a_day_are_by_date_of_effect(place: str) -> None:
    issue(place, "1", "A", 1, 100)
    post(place, "2", "A", "B", *span("S", 11, 20), "--on", "2025-02-01")
    assert held(place, "--on", "2024-12-31") == []
    assert held(place, "--on", "2025-01-31") == [("A", "S", 1, 100, 100)]
    assert len(held(place, "--on", "2025-02-01")) == 3


def test_the_same_key_and_body_is_posted_once(place: str) -> None:
    first, again = issue(place, "1", "A", 1, 10), issue(place, "1", "A", 1, 10)
    assert told(again) == (0, "already_posted", [])
    assert json.loads(first.stdout)["id"] == json.loads(again.stdout)["id"]


def test_a_posting_without_a_day_keeps_that_of_its_first_time(place: str) -> None:
    issue(place, "1", "A", 1, 10)
    assert told(post(place, "1", "", "A", *span("S", 1, 10)))[1] == "already_posted"


def test_another_body_under_a_known_key_is_a_conflict(place: str) -> None:
    issue(place, "1", "A", 1, 10)
    assert told(issue(place, "1", "A", 1, 11)) == (4, "conflict", ["CONFLICT"])
    assert held(place) == [("A", "S", 1, 10, 10)]


def test_a_refusal_leaves_the_key_free(place: str) -> None:
    issue(place, "1", "A", 1, 10)
    assert told(post(place, "2", "B", "C", *span("S", 1, 5))) == (1, "refused", ["HOLDER"])
    assert told(post(place, "2", "A", "C", *span("S", 1, 5))) == (0, "posted", [])


def test_a_range_of_another_holder_than_expected_is_refused(place: str) -> None:
    issue(place, "1", "A", 1, 10)
    code, status, codes = told(post(place, "2", "A", "B", *span("S", 1, 5), "--expect", "C"))
    assert (code, status) == (1, "refused")
    assert "EXPECTED_HOLDER" in codes


def test_units_do_not_touch_ranges(place: str) -> None:
    issue(place, "1", "A", 1, 10)
    assert told(post(place, "2", "A", "B", "--units", "5")) == (1, "refused", ["UNITS_HELD"])
    assert held(place) == [("A", "S", 1, 10, 10)]


@pytest.mark.parametrize(("giver", "taker"), [("", "A"), ("A", ""), ("", "")])
def test_units_come_from_an_account_and_go_to_one(place: str, giver: str, taker: str) -> None:
    code, status, codes = told(post(place, "1", giver, taker, "--units", "5"))
    assert (code, status, set(codes)) == (1, "refused", {"ACCOUNT"})


def test_a_range_is_not_issued_twice(place: str) -> None:
    issue(place, "1", "A", 1, 10)
    code, status, codes = told(issue(place, "2", "B", 10, 11))
    assert (code, status) == (1, "refused")
    assert "DOUBLE_ISSUANCE" in codes


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--units", "0"],
        ["--units", "-1"],
        ["--units", "1.5"],
        ["--units", "1", "--expect", "A"],
        ["--units", "1", *span("S", 1, 1)],
        ["--series", "S", "--start", "1"],
        span("", 1, 2),
        span("S", 0, 2),
        span("S", 3, 2),
        ["--units", "1", "--on", "yesterday"],
        ["--units", str(10**30)],
    ],
)
def test_what_makes_no_sense_is_a_usage_error(tmp_path: Path, options: list[str]) -> None:
    answer = post(str(tmp_path / "none.db"), "1", "A", "B", *options)
    assert answer.exit_code == 2, answer.output


@pytest.mark.parametrize(
    "verb",
    [
        ["post", "--key", "1", "--from", "A", "--to", "B", "--units", "1"],
        ["holdings"],
        ["replay", __file__],
    ],
)
def test_where_there_is_no_ledger_nothing_can_be_read(tmp_path: Path, verb: list[str]) -> None:
    for place in (tmp_path / "none.db", tmp_path, Path(__file__)):
        answer = run(app, ["ledger", *verb, "--db", str(place)])
        assert answer.exit_code == 3, answer.output
        assert "Traceback" not in answer.output


def test_answers_for_people_say_the_same(place: str) -> None:
    words = ["--key", "1", "--from", "", "--to", "A", *span("S", 1, 10), "--on", "2025-01-01"]
    assert run(app, ["ledger", "post", "--db", place, *words]).stdout.startswith("posted as ")
    rows = run(app, ["ledger", "holdings", "--db", place]).stdout.splitlines()
    assert [line.split() for line in rows] == [
        ["account", "series", "start", "end", "units"],
        ["A", "S", "1", "10", "10"],
    ]


def test_a_password_is_not_told() -> None:
    answer = run(
        app, ["ledger", "init", "--db", "postgresql://me:secret@nowhere.invalid/x", "--dry-run"]
    )
    assert "secret" not in answer.output
