"""`tallystick practice`: what Parties, firms and venues do, held against terms and lists."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import OnDay, day, find
from tallystick.cli.market_answers import refusals
from tallystick.cli.noun import noun
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.cli.practice_booking import book
from tallystick.core.findings import Outcome, refused, worst

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tallystick.core.findings import Finding
    from tallystick.linking.practice import PracticeChecked

app = noun("Practice under an agreement: exemptions, liability, flows, border charges, roles.")
app.command()(book)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="File of practice, YAML or JSON.")],
    named: Annotated[
        str | None, typer.Option("--agreement", help="Agreement file or id, instead of the file's.")
    ] = None,
    on: OnDay = None,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Judge every list of a file of practice on a day, under the agreement it names.

    Example: tallystick practice check practice.yaml --agreement link_eea --on 2026-01-01 --json
    """
    from tallystick.io.yamlfile.whole import read_record
    from tallystick.linking.practice import Around, Practice, check_practice

    with refusals(as_json, output, unread):
        practice = read_record(file, Practice)
        wanted = named or practice.agreement
        source = find(wanted) if wanted else None
    around = Around(on=day(on), agreement=source.agreement if source else None)
    checked = check_practice(practice, around)
    with writing(output):
        if as_json:
            emit_json(checked.to_json(), output)
        else:
            emit(as_text(checked), output)
            show(checked.findings)
    if refused(checked.findings):
        stop(Exit.REFUSED)


def unread(findings: "Iterable[Finding]") -> dict[str, Any]:
    """Return the form of the answer for a file that could not be read."""
    told = [finding.to_json() for finding in findings]
    outcome = Outcome.NOT_DETERMINABLE.value
    return {"outcome": outcome, "sections": {}, "report": {}, "findings": told}


def as_text(checked: "PracticeChecked") -> str:
    """Lay out the outcome of every section, then the figures."""
    told = checked.to_json()
    lines = [f"on {told['on']} under {told['agreement'] or '-'}: {checked.outcome}"]
    lines += [f"{name}: {worst(found)}" for name, found in checked.sections.items()]
    lines += [f"{name}: {figure}" for name, figure in told["report"].items()]
    return "\n".join(lines)
