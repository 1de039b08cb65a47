"""`tallystick agreement` as users and scripts call it."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tallystick.cli.main import app

LINK = """\
agreement: my_link
title: {en: A link, zh: 链接}
form: treaty
parties:
  - {id: EUE, level: supranational, systems: [eu_ets]}
  - {id: CHE, level: national, systems: [che_ets]}
dates: {signed: 2017-11-23, in_force: 2020-01-01}
recognition:
  - {from: che_ets, to: eu_ets, units: [CHU], restrictions: [{kind: discount, rate: 1/5}]}
  - {from: eu_ets, to: che_ets, units: [EUA], restrictions: [{kind: discount, rate: 1/5}]}
"""
SEND = ("--from", "che_ets", "--to", "eu_ets", "--quantity", "100")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["agreement", *arguments])


@pytest.fixture
def link(tmp_path: Path) -> Path:
    return written(tmp_path, LINK)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "link.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def answer(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_check_names_the_kind_of_link(link: Path) -> None:
    found = answer(call("check", str(link), "--on", "2026-01-01", "--json"))
    assert (found["id"], found["form"]) == ("my_link", "treaty")
    kind = found["topology"]
    assert (kind["parties"], kind["directness"]) == ("bilateral", "direct")
    assert (kind["extent"], kind["architecture"]) == ("restricted", "parallel")
    assert found["clauses"]["present"] == []
    assert "disputes" in found["clauses"]["missing"]


def test_check_fails_before_signature(link: Path) -> None:
    result = call("check", str(link), "--on", "2017-11-22", "--json")
    assert result.exit_code == 1
    found = answer(result)
    assert found["verdict"] == "fail"
    (unsigned,) = [one for one in found["findings"] if one["code"] == "AGREEMENT_UNSIGNED"]
    assert unsigned["where"]["line"] == 7


def test_unknown_system_is_found_with_its_line(tmp_path: Path) -> None:
    moon = written(tmp_path, LINK.replace("che_ets", "moon_ets"))
    result = call("check", str(moon), "--on", "2026-01-01", "--json")
    assert result.exit_code == 1
    (found,) = [one for one in answer(result)["findings"] if one["code"] == "SYSTEM_UNKNOWN"]
    assert (found["where"]["file"], found["where"]["line"]) == (str(moon), 6)


@pytest.mark.feature("F178")
def test_convert_answers_in_lowest_terms(link: Path) -> None:
    result = call("convert", str(link), *SEND, "--on", "2026-01-01", "--json")
    assert result.exit_code == 0
    found = answer(result)
    assert found["sent"] == "100"
    assert found["received"] == "80"
    assert found["needed_per_domestic_unit"] == "5/4"
    assert found["refused"] is None


def test_refused_conversion_exits_1_with_nothing_received(link: Path) -> None:
    result = call("convert", str(link), *SEND, "--on", "2019-01-01", "--json")
    assert result.exit_code == 1
    found = answer(result)
    assert found["received"] is None
    assert found["refused"]["code"] == "LINK_NOT_IN_FORCE"
    assert "LINK_NOT_IN_FORCE" in call("convert", str(link), *SEND, "--on", "2019-01-01").stderr


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "many"])
def test_quantity_that_is_no_number_of_units_exits_2(link: Path, quantity: str) -> None:
    assert call("convert", str(link), *SEND[:-1], quantity).exit_code == 2


def test_price_that_is_no_amount_exits_2(link: Path) -> None:
    for price in ("much", "-1", "NaN"):
        assert call("convert", str(link), *SEND, "--price", price).exit_code == 2


@pytest.mark.parametrize("command", ["check", "convert", "show"])
def test_unreadable_file_exits_3(tmp_path: Path, command: str) -> None:
    more = SEND if command == "convert" else ()
    broken = written(tmp_path, LINK.replace("1/5", "5/4"))
    for source in (str(broken), str(tmp_path), "no_such_agreement", "x" * 5000, "link_eu_chh"):
        plain = call(command, source, *more)
        assert (plain.exit_code, plain.stdout) == (3, "")
        assert source in plain.stderr
    if command != "show":
        found = answer(call(command, str(broken), *more, "--json"))
        assert {one["code"] for one in found["findings"]} == {"SYNTAX"}


def test_unknown_id_is_answered_with_what_comes_close() -> None:
    assert "link_eu_ch" in call("check", "link_eu_chh").stderr


def test_what_show_prints_is_a_file_that_check_accepts(link: Path, tmp_path: Path) -> None:
    as_json = call("show", str(link), "--json").stdout
    as_yaml = call("show", str(link)).stdout
    for shown in (as_json, as_yaml):
        copy = tmp_path / "copy.yaml"
        copy.write_text(shown, encoding="utf-8")
        assert call("show", str(copy), "--json").stdout == as_json
    assert {"agreement", "dates", "recognition", "article6", "clauses"} <= set(json.loads(as_json))


def test_list_has_id_form_and_status() -> None:
    found = answer(call("list", "--on", "2026-01-01", "--json"))
    assert list(found) == ["agreements"]
    assert all({"id", "form", "status"} <= set(one) for one in found["agreements"])
    assert call("list").exit_code == 0


@pytest.mark.parametrize("ending", ["docx", "pdf", "md"])
def test_draft_is_written_in_both_languages(link: Path, tmp_path: Path, ending: str) -> None:
    if ending in {"docx", "pdf"}:
        pytest.importorskip({"docx": "docx", "pdf": "reportlab"}[ending], reason="not installed")
    result = call("draft", str(link), "-o", str(tmp_path / f"out.{ending}"))
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / f"out.en.{ending}").stat().st_size
    assert (tmp_path / f"out.zh.{ending}").stat().st_size


def test_draft_marks_gaps_in_the_language_asked_for(link: Path, tmp_path: Path) -> None:
    assert "[GAP: no clause on" in call("draft", str(link), "--language", "en").stdout
    chinese = call("draft", str(link), "--language", "zh").stdout
    assert "【缺" in chinese
    assert "[GAP" not in chinese
    assert call("draft", str(link), "-o", str(tmp_path / "out.odt")).exit_code == 2
    assert call("draft", "no_such_agreement").exit_code == 3


@pytest.mark.parametrize("form", ["treaty", "mou", "unilateral_statute", "article6_treaty"])
def test_new_file_can_be_checked(tmp_path: Path, form: str) -> None:
    path = tmp_path / "new.yaml"
    assert call("new", form, "-o", str(path)).exit_code == 0
    assert call("check", str(path)).exit_code in {0, 1}
    assert call("new", "poem").exit_code == 2
