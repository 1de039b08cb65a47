"""`tallystick coverage`: every feature and paragraph with the tests that exercise it."""

import json

import pytest
from typer.testing import CliRunner

from tallystick import law
from tallystick.cli.main import app


def test_json_answers_for_every_feature_and_paragraph() -> None:
    answer = CliRunner().invoke(app, ["coverage", "--json"])
    told = json.loads(answer.stdout)
    assert answer.exit_code == 0
    assert list(told["features"]) == [f"F{number:03}" for number in range(1, 294)]
    assert set(told["law"]) == set(law.paragraphs())
    for feature in told["features"].values():
        assert feature["status"] in {"works", "partial", "normative", "open"}
        assert bool(feature["tests"]) == (feature["status"] in {"works", "partial"})


@pytest.mark.feature("F024")
def test_paragraph_leads_to_its_rules_their_modules_and_their_tests() -> None:
    told = json.loads(CliRunner().invoke(app, ["coverage", "--json"]).stdout)
    use = told["law"]["2/CMA.3 annex para 8(b)"]
    assert "tallystick.article6.aef.rules.periods" in use["rules"]["USE_PERIOD"]
    assert any(test.startswith("tests/") for test in use["tests"])
    assert use["verified"]


@pytest.mark.feature("F004")
def test_nine_paragraphs_of_article_6_lead_to_checks_or_say_why_not() -> None:
    told = json.loads(CliRunner().invoke(app, ["coverage", "--json"]).stdout)["law"]
    for number in range(1, 10):
        entry = told[f"Paris Agreement Article 6.{number}"]
        assert bool(entry["rules"]) != ("why" in entry)
        assert all(modules for modules in entry["rules"].values())


def test_text_counts_the_statuses() -> None:
    answer = CliRunner().invoke(app, ["coverage"])
    assert answer.exit_code == 0
    assert "works" in answer.stdout.splitlines()[0]
    assert "《巴黎协定》" in answer.stdout
