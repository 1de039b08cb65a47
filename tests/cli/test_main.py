"""The first level of the command line."""

import re
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from tallystick import __version__
from tallystick.cli.main import NOUNS, app

run = CliRunner().invoke


def test_help_names_every_command() -> None:
    answer = run(app, ["--help"])
    assert answer.exit_code == 0
    assert all(noun in answer.output for noun in NOUNS)


@pytest.mark.parametrize("noun", NOUNS)
def test_every_command_has_help_with_an_example(noun: str) -> None:
    answer = run(app, [noun, "--help"])
    assert answer.exit_code == 0
    listed = answer.output.partition("Commands:")[2]
    verbs = re.findall(r"^  ([a-z][a-z-]*)", listed, re.MULTILINE)
    texts = [run(app, [noun, verb, "--help"]).output for verb in verbs] or [answer.output]
    assert all("Example: tallystick" in text for text in texts)


def test_version_is_printed() -> None:
    assert run(app, ["--version"]).output.strip() == __version__


def test_an_unknown_command_is_a_usage_error() -> None:
    assert run(app, ["transmogrify"]).exit_code == 2


@pytest.mark.parametrize("heavy", ["polars", "django", "openpyxl", "yaml", "rich", "numpy"])
def test_help_loads_nothing_heavy(heavy: str) -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from tallystick.cli.main import app; "
        "CliRunner().invoke(app, ['--help']); sys.exit(sys.argv[1] in sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code, heavy], check=False).returncode
    assert not loaded
