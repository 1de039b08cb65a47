"""`tallystick safeguards check` and `trades` as users and scripts call them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from safeguards_files import ENDED, RELATIONS, TRADES, WHOLE
from tallystick.cli.main import app

CLAIM = (
    "claims: [{id: C1, claimant: airline, year: 2024, quantity_t: 10, unit: ITMO, "
    "purpose: voluntary}]\n"
)


def call(verb: str, *options: object) -> Result:
    return CliRunner().invoke(app, ["safeguards", verb, *map(str, options)])


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.rule("pass", "JOINT_ESCALATION")
def test_check_tells_sections_and_figures(tmp_path: Path) -> None:
    file = written(tmp_path, "s.yaml", WHOLE)
    answer = call("check", file, "--on", "2025-05-10", "--json")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert (told["on"], told["outcome"], told["findings"]) == ("2025-05-10", "pass", [])
    assert all(one["title_zh"] for one in told["sections"])
    people = call("check", file, "--on", "2025-05-10")
    assert "Overselling" in people.stdout


@pytest.mark.feature("F051")
def test_claims_are_held_against_a_table(tmp_path: Path) -> None:
    file, table = written(tmp_path, "c.yaml", CLAIM), written(tmp_path, "e.csv", ENDED)
    assert call("check", file, "--ended", table).exit_code == 0
    both = written(tmp_path, "both.yaml", CLAIM + "ended: []\n")
    assert call("check", both, "--ended", table).exit_code == 2
    short = written(tmp_path, "e.csv", ENDED.replace(",10,", ",9,"))
    refused = call("check", file, "--ended", short, "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["findings"][0]["code"] == "CLAIM_UNBACKED"
    assert json.loads(call("check", file, "--json").stdout)["outcome"] == "not_determinable"


@pytest.mark.feature("F051")
def test_claims_are_held_against_a_ledger(tmp_path: Path) -> None:
    file, place = written(tmp_path, "c.yaml", CLAIM), tmp_path / "ledger.db"
    assert call("check", file, "--db", place).exit_code == 3
    CliRunner().invoke(app, ["ledger", "init", "--db", str(place)])
    refused = call("check", file, "--db", place, "--json")
    assert json.loads(refused.stdout)["findings"][0]["code"] == "CLAIM_UNBACKED"


@pytest.mark.feature("F052")
def test_trades_are_watched_with_thresholds_of_the_user(tmp_path: Path) -> None:
    file, groups = written(tmp_path, "t.csv", TRADES), written(tmp_path, "r.csv", RELATIONS)
    answer = call("trades", file, "--relations", groups, "--stock", "100", "--json")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert [one["code"] for one in told["findings"]] == ["MARK_UP", "WASH_TRADE"]
    assert (told["flags"], told["thresholds"]["mark_up"]) == (2, "1/2")
    assert told["liquidity"]["all"]["turnover"] == "0.2"
    calm = call("trades", file, "--relations", groups, "--mark-up", "0.6", "--window", "6")
    assert "0 to look at" in calm.stdout


@pytest.mark.feature("F052")
@pytest.mark.feature("F102")
def test_trades_of_linked_systems_are_watched_as_one_market(tmp_path: Path) -> None:
    head, first, second = TRADES.splitlines(keepends=True)
    here, there = (
        written(tmp_path, "a.csv", head + first),
        written(tmp_path, "b.csv", head + second),
    )
    groups = written(tmp_path, "r.csv", RELATIONS)
    apart = call("trades", here, "--relations", groups, "--mark-up", "1", "--json")
    assert json.loads(apart.stdout)["findings"] == []
    together = call("trades", here, there, "--relations", groups, "--mark-up", "1", "--json")
    (finding,) = json.loads(together.stdout)["findings"]
    assert (finding["code"], finding["where"]["back"]) == ("WASH_TRADE", "T2")


@pytest.mark.feature("F101")
def test_liquidity_is_told_on_both_sides_of_a_link(tmp_path: Path) -> None:
    file = written(tmp_path, "t.csv", TRADES)
    orders = "side,price,quantity_t\nbid,99,5\nask,101,7\nask,200,50\n"
    depth = ("--quotes", written(tmp_path, "q.csv", orders), "--near", "0.01")
    told = json.loads(call("trades", file, "--linked", "2025-03-05", *depth, "--json").stdout)
    assert told["depth_t"] == 12
    liquidity = told["liquidity"]
    assert [liquidity[side]["traded_t"] for side in ("all", "before", "after")] == [20, 10, 10]


def test_what_cannot_be_read_exits_3_and_what_is_no_ratio_2(tmp_path: Path) -> None:
    bad = written(tmp_path, "bad", "a,b\n1,2\n")
    assert call("trades", bad).exit_code == 3
    unread = call("check", written(tmp_path, "b.yaml", "claims: 1\n"), "--json")
    assert unread.exit_code == 3
    assert json.loads(unread.stdout)["findings"][0]["code"] == "SYNTAX"
    assert call("trades", written(tmp_path, "t.csv", TRADES), "--mark-up", "x").exit_code == 2
    assert call("check", tmp_path / "none.yaml").exit_code == 3


@pytest.mark.rule(
    "pass",
    "BENEFIT_CONFERRED",
    "BENEFIT_ONLY",
    "CAP",
    "CLUB_CONSENT",
    "CLUB_CRITERIA",
    "KYC",
    "LEGAL_NATURE",
    "PLEDGE_DESTINATION",
    "SECTOR_LEAKAGE",
)
def test_answer_goes_to_a_file(tmp_path: Path) -> None:
    file, output = written(tmp_path, "s.yaml", WHOLE), tmp_path / "answer.json"
    call("check", file, "--json", "-o", output)
    assert "sections" in json.loads(output.read_text(encoding="utf-8"))
