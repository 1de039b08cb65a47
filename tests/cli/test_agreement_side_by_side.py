"""`agreement matrix`, `agreement alike` and `agreement diff`."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.cli.main import app


def _json(*words: str) -> dict[str, Any]:
    ran = CliRunner().invoke(app, ["agreement", *words, "--json"])
    assert ran.exit_code == 0, ran.output
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


@pytest.mark.feature("F194")
def test_the_matrix_has_a_row_for_every_agreement() -> None:
    rows = _json("matrix", "--on", "2026-11-20")["agreements"]
    assert rows["link_eu_ch"]["suspension"] == "may"
    assert rows["link_no_oneway"] == {"recognition": "stated"}
    assert rows["a6_kr_uae"] == {}


@pytest.mark.feature("F194")
def test_the_ranking_starts_with_the_successor() -> None:
    first = _json("alike", "link_ca_qc_2013", "--on", "2026-11-20")["agreements"][0]
    assert first["id"] == "link_ca_qc_on_2017"
    assert "auction" in first["shared"]


@pytest.mark.feature("F158")
def test_two_editions_of_the_model_rule_are_compared() -> None:
    days = ("--on", "2026-01-01", "--own-on", "2027-01-01")
    topics = _json("diff", "link_rggi_mou", "link_rggi_mou", *days)["topics"]
    changed = [one["about"] for one in topics if one["departure"] == "differs"]
    assert changed == ["offsets", "price floor and reserves"]


@pytest.mark.parametrize(
    "words", [["matrix"], ["alike", "link_eu_ch"], ["diff", "link_rggi_mou", "rggi_ma"]]
)
def test_without_json_a_table_is_printed(words: list[str]) -> None:
    ran = CliRunner().invoke(app, ["agreement", *words])
    assert ran.exit_code == 0
    assert ran.stdout.splitlines()[0].split()[0] in {"id", "area"}


def test_what_is_neither_a_file_nor_an_id_cannot_be_read(tmp_path: Path) -> None:
    for words in (["alike", "nothing"], ["diff", "link_eu_ch", str(tmp_path / "nothing.yaml")]):
        ran = CliRunner().invoke(app, ["agreement", *words])
        assert ran.exit_code == 3
        assert "UNREADABLE" in ran.stderr
