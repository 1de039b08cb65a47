"""`tallystick integrity`: the environmental integrity of a cooperative approach."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.noun import noun
from tallystick.cli.output import MARKS, AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.cli.tables import table
from tallystick.core.findings import refused

if TYPE_CHECKING:
    from tallystick.article6.integrity import Scorecard

app = noun("Environmental integrity of a cooperative approach, its gate, cases and remedies.")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="Integrity file, YAML or JSON.")],
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="The day to judge, by default today."),
    ] = None,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Judge real, verified, additional, leakage, reversals, the five principles, gate and cases.

    Example: tallystick integrity check stoves.yaml --on 2025-07-07 --json
    """
    from tallystick.article6.integrity import check as check_record
    from tallystick.article6.integrity import to_json
    from tallystick.cli.account import writing
    from tallystick.io.integrity_file import read_integrity
    from tallystick.io.yamlfile.damage import Damaged

    day = on.date() if on else date.today()  # noqa: DTZ011 (the user's own calendar day)
    try:
        card = check_record(read_integrity(file), day)
    except Damaged as damaged:
        if as_json:
            findings = [one.to_json() for one in damaged.findings]
            with writing(output):
                emit_json({"approach": None, "on": day.isoformat(), "findings": findings}, output)
        else:
            show(damaged.findings)
        stop(Exit.UNREADABLE)
    with writing(output):
        if as_json:
            emit_json(to_json(card), output)
        else:
            emit(as_text(card), output)
            show(card.findings)
    if refused(card.findings):
        stop(Exit.REFUSED)


def as_text(card: "Scorecard") -> str:
    """Lay out the sections with their outcomes."""
    rows = [
        [one.title.en, MARKS[one.outcome], str(len(one.findings) or "-")] for one in card.sections
    ]
    head = f"{card.record.approach} on {card.on}: {card.outcome}"
    return "\n".join([head, "", table(["section", "outcome", "findings"], rows, right=(2,))])
