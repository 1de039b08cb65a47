"""`tallystick authorization`: what authorizations contain, and how they stand on a day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.noun import noun
from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop
from tallystick.cli.tables import table
from tallystick.core.findings import Finding, refused

if TYPE_CHECKING:
    from tallystick.article6.authorization.dossier import Answer, Dossier, Report

app = noun("Authorizations: their fourteen elements, versions, keys and entities.")

Files = Annotated[list[Path], typer.Argument(help="Authorization files, YAML or JSON.")]
On = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="The day to judge; today if not given."),
]


@app.command()
def check(files: Files, on: On = None, as_json: AsJson = False) -> None:
    """Judge authorizations by 4/CMA.6 paras 3 to 15, the files of several Parties together.

    Example: tallystick authorization check ghana.yaml switzerland.yaml --on 2025-07-07 --json
    """
    report = _report(_read(files, _day(on), as_json), _day(on))
    _answer(report, as_json)
    if not as_json:
        show(report.findings)
    if refused(report.findings):
        stop(Exit.REFUSED)


@app.command(name="show")
def show_authorizations(files: Files, on: On = None, as_json: AsJson = False) -> None:
    """Show how authorizations stand on a day, whatever there is to say against them.

    Example: tallystick authorization show ghana.yaml --on 2025-07-07
    """
    _answer(_report(_read(files, _day(on), as_json), _day(on)), as_json)


def _day(on: datetime | None) -> date:
    return (on or datetime.now(UTC)).date()


def _read(files: Sequence[Path], on: date, as_json: bool) -> "list[Dossier]":
    """Read all files; ends the command when one of them cannot be read."""
    from tallystick.article6.authorization.printing import unread_to_json
    from tallystick.io.authorization_file import read_authorizations
    from tallystick.io.yamlfile.damage import Damaged

    dossiers: list[Dossier] = []
    damage: list[Finding] = []
    for file in files:
        try:
            dossiers.append(read_authorizations(file))
        except Damaged as damaged:
            damage += damaged.findings
    if damage:
        if as_json:
            emit_json(unread_to_json(on, damage))
        else:
            show(damage)
        stop(Exit.UNREADABLE)
    return dossiers


def _report(dossiers: "list[Dossier]", on: date) -> "Report":
    from tallystick.article6.authorization.dossier import check as check_dossier
    from tallystick.io.authorization_file import joined

    return check_dossier(joined(dossiers), on)


def _answer(report: "Report", as_json: bool) -> None:
    from tallystick.article6.authorization.printing import to_json

    if as_json:
        emit_json(to_json(report))
    else:
        emit(as_text(report))


def as_text(report: "Report") -> str:
    """Lay out the authorizations and the entities on the day."""
    head = ["authorization", "party", "approach", "state", "version", "first transfer", "elements"]
    parts = [f"on {report.on}", "", table(head, [_row(one) for one in report.answers])]
    if report.entities:
        rows = [
            [one.number, one.name, one.approach, "valid" if valid else "not valid"]
            for one, valid in report.entities
        ]
        parts += ["", table(["entity", "name", "approach", "on the day"], rows)]
    return "\n".join(parts)


def _row(answer: "Answer") -> list[str]:
    shown = answer.version or answer.newest
    declared = shown.first_transfer_definition
    interpreted = shown.definition.value if shown.definition else "unresolved"
    missing = [
        letter
        for letter, standing in answer.elements.standings.items()
        if standing.value in {"absent", "omitted", "unknown"}
    ]
    return [
        shown.id,
        shown.party,
        shown.approach or "-",
        answer.state.value,
        f"{shown.version} of {answer.newest.version}",
        f"{declared} = {interpreted}" if declared else "first international transfer",
        f"missing {' '.join(missing)}" if missing else "complete",
    ]
