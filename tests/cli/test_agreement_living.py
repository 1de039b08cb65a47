"""`agreement calendar` and `agreement events` from the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tallystick.cli.main import app
from tallystick.law.files import AGREEMENTS

MALAWI = str(AGREEMENTS / "a6_ch_malawi.yaml")
SWISS = str(AGREEMENTS / "link_eu_ch.yaml")
BOUNDS = ["--from", "2034-06-01", "--until", "2034-12-31"]


def call(*arguments: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, ["agreement", *arguments])
    return answer.exit_code, answer.stdout


def test_calendar_lists_what_is_due() -> None:
    code, text = call("calendar", MALAWI, *BOUNDS, "--json")
    assert code == 0
    answer = json.loads(text)
    assert (answer["id"], answer["from"]) == ("a6_ch_malawi", "2034-06-01")
    assert [one["kind"] for one in answer["entries"]] == ["alarm", "expiry", "report"]
    assert answer["entries"][0]["text_zh"] == "90 天后到期"
    code, text = call("calendar", MALAWI, *BOUNDS)
    assert "expires in 90 days" in text


def test_calendar_writes_a_file_for_other_programs(tmp_path: Path) -> None:
    out = tmp_path / "malawi.ics"
    code, _ = call("calendar", MALAWI, *BOUNDS, "--ics", "-o", str(out))
    assert code == 0
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_calendar_needs_days_in_their_order() -> None:
    assert call("calendar", MALAWI, "--from", "2026-01-02", "--until", "2026-01-01")[0] == 2
    assert call("calendar", MALAWI, "--from", "9999-01-01", "--json")[0] == 0


@pytest.mark.parametrize("verb", ["calendar", "events"])
def test_a_file_that_cannot_be_read_is_told(verb: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("agreement: [", encoding="utf-8")
    assert call(verb, str(broken))[0] == 3


@pytest.mark.parametrize("verb", ["calendar", "events", "show", "alike", "force", "governance"])
def test_a_file_that_cannot_be_read_is_told_as_json(verb: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("agreement: [", encoding="utf-8")
    code, text = call(verb, str(broken), "--json")
    (finding,) = json.loads(text)["findings"]
    assert (code, finding["where"]["line"]) == (3, 1)


ACTS = """\
acts:
  - {id: a, on: 2026-01-01, kind: surrender, from: che_ets, to: eu_ets, quantity_t: 10,
     used: false, unit: CHU}
"""


@pytest.mark.feature("F232")
def test_acts_of_a_file_are_permitted_or_refused_on_their_day(tmp_path: Path) -> None:
    file = tmp_path / "acts.yaml"
    file.write_text(ACTS, encoding="utf-8")
    code, text = call("permit", SWISS, str(file), "--json")
    assert (code, json.loads(text)["acts"][0]["outcome"]) == (0, "pass")
    file.write_text(ACTS.replace("2026-01-01", "2019-12-31"), encoding="utf-8")
    code, text = call("permit", SWISS, str(file), "--json")
    assert (code, json.loads(text)["acts"][0]["by"]) == (1, ["NOT_IN_FORCE"])
    assert "surrender" in call("permit", SWISS, str(file))[1]
    file.write_text("acts: [{id: a}]", encoding="utf-8")
    assert call("permit", SWISS, str(file), "--json")[0] == 3


def test_events_tell_the_life_and_what_may_follow() -> None:
    code, text = call("events", SWISS, "--on", "2026-01-01", "--json")
    assert code == 0
    answer = json.loads(text)
    statuses = [one["status"] for one in answer["events"]]
    assert statuses == ["signed", "provisional", "in_force", "operating"]
    assert answer["status"] == "operating"
    assert "suspended" in answer["may_follow"]
    assert "signed" not in answer["may_follow"]
    assert "operating" in call("events", SWISS, "--on", "2026-01-01")[1]


def test_a_life_that_cannot_be_is_refused(tmp_path: Path) -> None:
    odd = tmp_path / "odd.yaml"
    odd.write_text(
        "agreement: odd\nform: treaty\nparties:\n  - {id: CHE, level: national}\n"
        "  - {id: GHA, level: national}\nhistory:\n"
        "  - {status: terminated, on: 2020-01-01}\n  - {status: in_force, on: 2021-01-01}\n",
        encoding="utf-8",
    )
    code, text = call("events", str(odd), "--on", "2026-01-01", "--json")
    assert code == 1
    codes = [one["code"] for event in json.loads(text)["events"] for one in event["findings"]]
    assert "MOVE_NOT_POSSIBLE" in codes


def test_check_does_not_pass_before_signature() -> None:
    code, text = call("check", SWISS, "--on", "2017-11-22", "--json")
    assert (code, json.loads(text)["verdict"]) == (1, "fail")
    code, text = call("check", SWISS, "--on", "2026-01-01", "--json")
    assert code == 0
    assert json.loads(text)["verdict"] != "fail"


@pytest.mark.feature("F236")
@pytest.mark.feature("F240")
def test_check_judges_participation_from_the_files_given(tmp_path: Path) -> None:
    ghana = tmp_path / "ghana.yaml"
    ghana.write_text("party: GHA\nndcs: []\nregistries: []\n", encoding="utf-8")
    treaty = str(AGREEMENTS / "a6_ch_ghana.yaml")
    code, text = call(
        "check", treaty, "--on", "2026-01-01", "--participation", str(ghana), "--json"
    )
    assert code == 1
    findings = [one for one in json.loads(text)["findings"] if one["code"] == "C1"]
    refused = {one["where"]["para"] for one in findings if one["outcome"] == "fail"}
    assert refused == {"4(b)", "4(d)"}
    assert {one["where"]["party"] for one in findings} == {"GHA", "CHE"}
    lost = str(tmp_path / "lost.yaml")
    assert call("check", treaty, "--participation", lost)[0] == 3
