"""The documents say what the code does."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.cli.main import app

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", TUTORIAL, re.DOTALL)
    assert found
    return found[1]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"scripts/{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_of_rules_is_up_to_date() -> None:
    generated = script("rule_reference")
    assert generated.PAGE.read_text(encoding="utf-8") == generated.page()


def test_the_coverage_of_features_and_law_is_up_to_date() -> None:
    generated = script("law_coverage")
    assert generated.DATA.read_text(encoding="utf-8") == generated.data()
    assert generated.PAGE.read_text(encoding="utf-8") == generated.page()


def test_the_account_of_the_tutorial_comes_out_as_told(tmp_path: Path) -> None:
    file = tmp_path / "ghana.yaml"
    file.write_text(block("yaml"), encoding="utf-8")
    answer = CliRunner().invoke(app, ["account", "run", str(file)])
    assert answer.exit_code == 0
    assert "638.666667" in answer.output
    assert "INV_MISSING" in answer.output


def test_the_ledger_of_the_tutorial_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(block("python"), "tutorial", "exec"), {})  # noqa: S102 (our own document)
    told = capsys.readouterr().out
    assert "TERMINAL" in told
    assert (tmp_path / "mine.sqlite").exists()


@pytest.mark.parametrize("verb", ["coalitions", "design", "reserve"])
def test_the_market_files_of_the_how_to_are_answered(tmp_path: Path, verb: str) -> None:
    text = (ROOT / "docs/how-to-coalitions.md").read_text(encoding="utf-8")
    section = text.split(f"`tallystick market {verb} FILE`", 1)[1]
    file = tmp_path / "market.yaml"
    file.write_text(section.split("```yaml\n", 1)[1].split("```", 1)[0], encoding="utf-8")
    assert CliRunner().invoke(app, ["market", verb, str(file)]).exit_code == 0


@pytest.mark.parametrize(
    "page",
    sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/**/*.md")),
    ids=lambda page: page.name,
)
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_schema_and_page_of_the_agreement_file_are_up_to_date() -> None:
    generated = script("agreement_reference")
    assert generated.SCHEMA.read_text(encoding="utf-8") == generated.schema_text()
    assert generated.PAGE.read_text(encoding="utf-8") == generated.page()


def test_the_network_of_the_how_to_is_solved() -> None:
    how_to = (ROOT / "docs/how-to.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(from tallystick import market.*?)```", how_to, re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(compile(found[1], "how-to", "exec"), names)  # noqa: S102 (our own document)
    assert names["held"].flows[0].sent[0] == pytest.approx(10)
    assert names["free"].markets[0].price[0] == pytest.approx(40)


def test_the_table_of_environment_variables_names_every_one_that_is_read() -> None:
    generated = script("environment_reference")
    assert generated.PAGE.read_text(encoding="utf-8") == generated.page()
    source = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("src/**/*.py"))
    read = set(re.findall(r"\bTALLYSTICK_[A-Z_]+\b", source))
    assert read == {one["name"] for one in generated.variables()}
