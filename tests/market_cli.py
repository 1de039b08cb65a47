"""The commands of `tallystick market`, run on a text."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from tallystick.cli.main import app


class Verb:
    """A command that reads a market file, asked with texts."""

    def __init__(self, name: str, before: str = "") -> None:
        self.name, self.before = name, before

    def run(self, folder: Path, text: str, *options: str) -> tuple[int, str]:
        """Return the exit code and what is printed; both streams, but for JSON."""
        file = folder / "market.yaml"
        file.write_text(self.before + text, encoding="utf-8")
        answer = CliRunner().invoke(app, ["market", self.name, str(file), *options])
        assert answer.exception is None or isinstance(answer.exception, SystemExit)
        return answer.exit_code, answer.output if "--json" not in options else answer.stdout

    def answered(self, folder: Path, text: str, code: int = 0) -> dict[str, Any]:
        """Return the JSON, where the exit code is as said."""
        exit_code, output = self.run(folder, text, "--json")
        assert exit_code == code
        found: dict[str, Any] = json.loads(output)
        return found
