"""The style guide as a test: what CONTRIBUTING.md asks for that no linter checks."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LINES_PER_FUNCTION_MAX = 60
LINES_PER_MODULE_MAX = 400


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_and_its_functions_are_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= LINES_PER_MODULE_MAX
    long = [(name, lines) for name, lines in functions(path) if lines > LINES_PER_FUNCTION_MAX]
    assert not long


def test_lock_files_pin_hashes_and_name_no_address() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--index-url|--find-links|file:", text), lock.name


def test_house_in_the_documents_is_the_house_that_is_checked() -> None:
    def rows(text: str) -> list[list[str]]:
        block = text.split("cli   web", 1)[1].split("```", 1)[0]
        words = [re.findall(r"[a-z0-9]+", line.split("  ", 4)[0]) for line in block.splitlines()]
        return [row for row in words if row]

    assert rows((ROOT / "CONTRIBUTING.md").read_text()) == rows((ROOT / "README.md").read_text())


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX"])
def test_nothing_is_left_for_later(word: str) -> None:
    assert not [path for path in SOURCES if word in path.read_text(encoding="utf-8")]
