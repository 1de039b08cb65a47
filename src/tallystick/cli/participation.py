"""`tallystick participation`: whether a Party meets its participation responsibilities."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.noun import noun
from tallystick.cli.output import MARKS, AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.cli.tables import table
from tallystick.core.findings import refused

if TYPE_CHECKING:
    from tallystick.article6.participation import Participation

app = noun("Participation responsibilities of a Party, with their evidence.")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="Participation file, YAML or JSON.")],
    on: Annotated[
        datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="The day to judge, YYYY-MM-DD.")
    ],
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Judge the six responsibilities of 2/CMA.3 annex para 4 on a day.

    Example: tallystick participation check ghana.yaml --on 2025-07-07 --json
    """
    from tallystick.article6.participation import check as check_record
    from tallystick.article6.participation import to_json, unread_to_json
    from tallystick.cli.account import writing
    from tallystick.io.participation_file import read_participation
    from tallystick.io.yamlfile.damage import Damaged

    try:
        result = check_record(read_participation(file), on.date())
    except Damaged as damaged:
        if as_json:
            with writing(output):
                emit_json(unread_to_json(on.date(), damaged.findings), output)
        else:
            show(damaged.findings)
        stop(Exit.UNREADABLE)
    with writing(output):
        if as_json:
            emit_json(to_json(result), output)
        else:
            emit(as_text(result), output)
            show(result.findings)
    if refused(result.findings):
        stop(Exit.REFUSED)


def as_text(result: "Participation") -> str:
    """Lay out the six answers with what they rest on."""
    rows = [
        [
            one.para,
            MARKS[one.outcome],
            "; ".join(f"{each.document} ({each.on})" for each in one.evidence) or "-",
        ]
        for one in result.requirements
    ]
    head = f"{result.party} on {result.on}: {result.outcome}"
    return "\n".join([head, "", table(["para", "outcome", "evidence"], rows)])
