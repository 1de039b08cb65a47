"""The verbs of `tallystick ledger` that hold fast, limit, correct and decide, on both databases."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tallystick.cli.main import app
from tallystick.ledger import open_ledger

run = CliRunner().invoke

WHY = ["--reason", "a reason"]
RANGE = ["--series", "S", "--start", "1", "--end", "10"]
TIMES = {
    "asked": "2026-05-01T12:00:00+00:00",
    "soon": "2026-05-01T13:00:00+00:00",
    "late": "2026-05-09T12:00:00+00:00",
}
DEADLINE = ["--deadline", "2026-05-08T12:00Z"]


@pytest.fixture
def stocked(place: str) -> str:
    """A ledger in which A holds ten units with serials and fifty without."""
    assert post(place, "p1", "", "A", *RANGE)[0] == 0
    assert post(place, "p2", "", "B", "--series", "T", "--start", "1", "--end", "5")[0] == 0
    return place


@pytest.fixture
def carried(tmp_path: Path) -> Path:
    path = tmp_path / "posting.json"
    asked = {
        "kind": "move",
        "on": "2026-05-01",
        "from_account": "A",
        "to_account": "B",
        "range": {"series": "S", "first": 1, "last": 10},
    }
    path.write_text(json.dumps(asked), encoding="utf-8")
    return path


def ledger(place: str, verb: str, *options: str) -> Result:
    return run(app, ["ledger", verb, "--db", place, *options, "--json"])


def said(place: str, verb: str, key: str, *options: str) -> tuple[int, str, list[str]]:
    answer = ledger(place, verb, "--key", key, *options)
    told = json.loads(answer.stdout)
    return answer.exit_code, told["status"], [one["code"] for one in told["findings"]]


def post(place: str, key: str, giver: str, taker: str, *options: str) -> tuple[int, str, list[str]]:
    day = ["--on", "2026-05-01"]
    return said(place, "post", key, "--from", giver, "--to", taker, *options, *day)


def holders(place: str, *options: str) -> Mapping[str, int]:
    rows: list[dict[str, Any]] = json.loads(ledger(place, "holdings", *options).stdout)["holdings"]
    return {row["account"]: row["units"] for row in rows if row["series"] == "S"}


def test_frozen_range_moves_again_once_it_is_unfrozen(stocked: str) -> None:
    assert said(stocked, "freeze", "f", "--id", "F1", *RANGE, *WHY) == (0, "posted", [])
    assert post(stocked, "t", "A", "B", *RANGE) == (1, "refused", ["FROZEN"])
    assert said(stocked, "unfreeze", "u", "--id", "F1", *WHY)[1] == "posted"
    assert post(stocked, "t", "A", "B", *RANGE)[1] == "posted"


def test_pledged_range_moves_again_once_it_is_released(stocked: str) -> None:
    pledge = ["--id", "P1", "--account", "A", "--beneficiary", "bank", *RANGE, *WHY]
    assert said(stocked, "pledge", "p", *pledge) == (0, "posted", [])
    assert post(stocked, "t", "A", "B", *RANGE) == (1, "refused", ["PLEDGED"])
    assert said(stocked, "release", "r", "--id", "P1", *WHY)[1] == "posted"
    assert post(stocked, "t", "A", "B", *RANGE)[1] == "posted"


def test_limits_and_trust_are_stated_one_by_one(stocked: str) -> None:
    assert said(stocked, "trust", "k", "--account", "A", "--approval", *WHY)[1] == "posted"
    assert said(stocked, "limit", "l", "--account", "A", "--transfer", "5", *WHY)[1] == "posted"
    assert post(stocked, "t", "A", "B", *RANGE)[2] == ["LIMIT_TRANSFER", "APPROVAL"]
    assert said(stocked, "trust", "k2", "--account", "A", *WHY)[1] == "posted"
    assert post(stocked, "t", "A", "B", *RANGE)[2] == ["LIMIT_TRANSFER"]
    assert said(stocked, "limit", "l2", "--account", "A", *WHY)[1] == "posted"
    assert post(stocked, "t", "A", "B", *RANGE)[1] == "posted"


def test_corrected_posting_gives_the_units_back_and_is_still_known(stocked: str) -> None:
    post(stocked, "t", "A", "B", *RANGE)
    with open_ledger(stocked) as opened:
        recorded = max(entry.recorded_at for entry in opened.journal())
    later = [*WHY, "--on", "2026-05-02"]
    correct = ["--mistake", "t", *later]
    assert said(stocked, "correct", "c", *correct) == (0, "posted", [])
    assert said(stocked, "correct", "c", *correct) == (0, "already_posted", [])
    assert holders(stocked) == {"A": 10}
    assert holders(stocked, "--known-at", recorded.isoformat()) == {"B": 10}
    assert said(stocked, "correct", "d", "--mistake", "p1", *later)[2] == ["CORRECTION"]


@pytest.mark.parametrize(
    ("verb", "person", "time", "code", "held"),
    [
        ("approve", "ben", "soon", None, "B"),
        ("approve", "ann", "soon", "APPROVER", "A"),
        ("approve", "ben", "late", "PROPOSAL_EXPIRED", "A"),
        ("reject", "ben", "soon", None, "A"),
        ("withdraw", "ann", "soon", None, "A"),
        ("withdraw", "ben", "soon", "PROPOSER", "A"),
        ("expire", "ben", "late", None, "A"),
        ("expire", "ben", "soon", "PROPOSAL_OPEN", "A"),
    ],
)
def test_proposal_is_decided(
    stocked: str, carried: Path, verb: str, person: str, time: str, code: str | None, held: str
) -> None:
    asked = ["--id", "Q1", "--posting", str(carried), "--by", "ann", *DEADLINE]
    assert said(stocked, "propose", "q", *asked, "--at", TIMES["asked"])[1] == "posted"
    assert holders(stocked) == {"A": 10}
    decided = said(stocked, verb, "d", "--id", "Q1", "--by", person, "--at", TIMES[time], *WHY)
    assert decided == ((1, "refused", [code]) if code else (0, "posted", []))
    assert holders(stocked) == {held: 10}


def test_proposal_said_again_without_its_instant_is_the_same(stocked: str, carried: Path) -> None:
    asked = ["--id", "Q1", "--posting", str(carried), "--by", "ann", "--deadline", "2999-01-01T00Z"]
    assert [said(stocked, "propose", "q", *asked)[1] for _ in range(2)] == [
        "posted",
        "already_posted",
    ]
    assert said(stocked, "reject", "q", "--id", "Q1", "--by", "ben", *WHY) == (
        4, "conflict", ["CONFLICT"],
    )  # fmt: skip


def test_account_is_opened_of_a_known_kind_only(place: str) -> None:
    period = ["--account", "CHE:use", "--party", "CHE", "--period", "2021-2030"]
    assert said(place, "open-account", "a", *period, "--kind", "use") == (0, "posted", [])
    unknown = ["--account", "x", "--kind", "piggy", "--party", "CHE"]
    assert said(place, "open-account", "b", *unknown)[0] == 1
    with open_ledger(place) as opened:
        (account,) = opened.accounts()
    assert (account.id, str(account.period)) == ("CHE:use", "2021 - 2030")


@pytest.mark.parametrize(
    "options",
    [
        ["freeze", "--key", "k", "--id", "F", *WHY],
        ["freeze", "--key", "k", "--id", "F", "--account", "A", *RANGE, *WHY],
        ["freeze", "--key", "k", "--id", "F", "--series", "S", "--start", "1", *WHY],
        ["freeze", "--key", "k", "--id", "F", "--account", "A", "--reason", " "],
        ["unfreeze", "--key", "", "--id", "F", *WHY],
        ["approve", "--key", "k", "--id", "Q", "--by", "b", "--at", "2026-05-01T12:00", *WHY],
        ["approve", "--key", "k", "--id", "Q", "--by", "b", "--at", "soon", *WHY],
        ["open-account", "--key", "k", "--account", "A", "--kind", "use", "--party", "CHE",
         "--period", "ten years"],
        ["limit", "--key", "k", "--account", "A", "--holding", "-1", *WHY],
    ],
)  # fmt: skip
def test_options_that_mean_nothing_are_a_usage_error(place: str, options: list[str]) -> None:
    answer = run(app, ["ledger", options[0], "--db", place, *options[1:]])
    assert answer.exit_code == 2
    assert "Traceback" not in answer.output


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"kind":"move"}', '{"kind":"none"}'])
def test_file_that_holds_no_posting_exits_3(stocked: str, tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "none.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    answer = ledger(
        stocked,
        "propose",
        "--key",
        "q",
        "--id",
        "Q",
        "--posting",
        str(path),
        "--by",
        "a",
        *DEADLINE,
    )
    assert answer.exit_code == 3
    assert str(path) in answer.stderr


def test_dry_run_says_what_would_happen_and_writes_nothing(stocked: str, carried: Path) -> None:
    with open_ledger(stocked) as opened:
        before = opened.journal()
    dry = "--dry-run"
    assert post(stocked, "t", "A", "B", *RANGE, dry) == (0, "would_post", [])
    assert post(stocked, "t", "B", "A", *RANGE, dry) == (1, "refused", ["HOLDER"])
    assert post(stocked, "p1", "", "A", *RANGE, dry)[1] == "already_posted"
    assert post(stocked, "p1", "", "B", *RANGE, dry)[:2] == (4, "conflict")
    assert said(stocked, "freeze", "f", "--id", "F1", *RANGE, *WHY, dry)[1] == "would_post"
    asked = ["--id", "Q1", "--posting", str(carried), "--by", "ann", *DEADLINE, dry]
    assert said(stocked, "propose", "q", *asked, "--at", TIMES["asked"])[1] == "would_post"
    with open_ledger(stocked) as opened:
        assert opened.journal() == before
        assert opened.restraints() == []


def test_dry_replay_counts_what_would_be_posted_and_writes_nothing(
    place: str, tmp_path: Path
) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        "transaction_id,date,type,from_account,to_account,units\n"
        "1,2026-01-01,transfer,A,B,5\n2,2026-01-02,transfer,B,C,5\n3,2026-01-03,transfer,B,C,5\n",
        encoding="utf-8",
    )
    replay = [str(log), "--infer-opening"]
    dry = json.loads(ledger(place, "replay", *replay, "--dry-run").stdout)
    with open_ledger(place) as opened:
        assert opened.journal() == []
    assert dry.pop("dry_run") is True
    real = json.loads(ledger(place, "replay", *replay).stdout)
    assert dry == real
    assert real["posted"] == 3
