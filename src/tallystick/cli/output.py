"""How every command answers: one JSON object or a readable text, findings, and an exit code."""

import json
import sys
from collections.abc import Iterable, Mapping
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from tallystick.core.findings import Finding, Outcome

MARKS = {Outcome.PASS: "pass", Outcome.FAIL: "FAIL", Outcome.NOT_DETERMINABLE: "unknown"}

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]
OutputFile = Annotated[
    Path | None, typer.Option("-o", "--output", help="Write to this file instead of stdout.")
]


class Exit(IntEnum):
    """The exit codes of every command."""

    FINE = 0
    REFUSED = 1
    USAGE = 2
    UNREADABLE = 3
    CONFLICT = 4


def emit(text: str, output: Path | None = None) -> None:
    """Write an answer to the file, or to standard output without one."""
    if output is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
    else:
        output.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")


def emit_json(data: Mapping[str, Any], output: Path | None = None) -> None:
    """Write one JSON object, keys in the order given."""
    emit(json.dumps(data, ensure_ascii=False, indent=2), output)


def say(text: str) -> None:
    """Write a message or progress to standard error."""
    sys.stderr.write(text + "\n")


def show(findings: Iterable[Finding]) -> None:
    """Write findings for people: place, what is wrong, the mend and the source."""
    for finding in findings:
        place = ", ".join(f"{key} {value}" for key, value in finding.where.items())
        say(f"{MARKS[finding.outcome]} {finding.code} ({finding.severity}) {place}".rstrip())
        say(f"  {finding.message.en}")
        if finding.outcome is not Outcome.PASS:
            say(f"  mend: {finding.fix.en}")
        say(f"  source: {finding.source}")


def stop(code: Exit, message: str | None = None) -> NoReturn:
    """End the command with a code, and a message on standard error if there is one."""
    if message:
        say(message)
    raise typer.Exit(code)
