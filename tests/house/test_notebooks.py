"""The pages for analysts run as scripts."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs/notebooks").glob("*.py"))


def test_there_are_three_pages() -> None:
    assert len(PAGES) == 3


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.skipif(find_spec("marimo") is None, reason="the notebooks extra is not installed")
def test_page_runs_as_a_script(page: Path) -> None:
    ran = subprocess.run(
        [sys.executable, str(page)],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert ran.returncode == 0, ran.stderr
