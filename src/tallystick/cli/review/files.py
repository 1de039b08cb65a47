"""Reading the case file, entering into it, and answering for what was entered."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.output import Exit, emit, emit_json, show, stop
from tallystick.core.findings import refused

if TYPE_CHECKING:
    from tallystick.article6.review import Event
    from tallystick.core.findings import Finding

CasesFile = Annotated[Path, typer.Argument(metavar="CASES", help="The case file.")]
CasesOption = Annotated[Path, typer.Option("-o", "--output", help="The case file to add to.")]
Number = Annotated[str, typer.Argument(metavar="CASE", help="The number of the case.")]
On = Annotated[
    datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="The day of the entry, YYYY-MM-DD.")
]
By = Annotated[str, typer.Option("--by", help="Who enters it: a Party code, or secretariat.")]
Words = Annotated[str, typer.Option("--text", help="What is said.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be entered.")]


def read(path: Path) -> list["Event"]:
    """Return the entries of a case file, or end where it cannot be read."""
    from tallystick.io.case_file import read_events
    from tallystick.io.yamlfile.damage import Damaged

    try:
        return read_events(path)
    except Damaged as damaged:
        show(damaged.findings)
        stop(Exit.UNREADABLE)


def enter(path: Path, new: Sequence["Event"], *, as_json: bool, dry_run: bool = False) -> None:
    """Add entries to a case file if nothing speaks against them, and say what was entered."""
    from tallystick.article6.review import replay, reviews

    before = read(path)
    known = len(_against(before))
    findings = _against([*before, *new])[known:]
    accepted = not refused(findings)
    if accepted and not dry_run:
        _write(path, new)
    subjects = [event.subject for event in new]
    entered = subjects if accepted else []
    cases, tracked = replay([*before, *new])[0], reviews([*before, *new])[0]
    states = {
        name: cases[name].state.value if name in cases else "review"
        for name in entered
        if name in cases or name in tracked
    }
    if as_json:
        told = [finding.to_json() for finding in findings]
        emit_json({"entered": entered, "states": states, "dry_run": dry_run, "findings": told})
    else:
        emit("\n".join(f"{name}: {state}" for name, state in states.items()) or "nothing entered")
        show(findings)
    if not accepted:
        stop(Exit.REFUSED)


def _against(events: Sequence["Event"]) -> list["Finding"]:
    from tallystick.article6.review import replay, reviews

    return [*replay(events)[1], *reviews(events)[1]]


def _write(path: Path, new: Sequence["Event"]) -> None:
    from tallystick.io.case_file import append_events
    from tallystick.io.yamlfile.damage import Damaged

    try:
        append_events(path, new)
    except Damaged as damaged:
        show(damaged.findings)
        stop(Exit.USAGE, "nothing was entered")
    except OSError as error:
        stop(Exit.USAGE, f"cannot write {path}: {error.strerror}")
