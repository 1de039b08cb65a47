"""`tallystick detect`: double issuance, double claiming and double use across registries."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli.noun import noun
from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop
from tallystick.core.findings import refused, worst

if TYPE_CHECKING:
    from tallystick.core.findings import Finding

app = noun("Units counted twice: issued, claimed or used, within and across registries.")

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...", help="CSV, Parquet or AEF workbooks of any registries and programmes."
    ),
]


@app.command()
def issuance(files: Files, as_json: AsJson = False) -> None:
    """Find outcomes that were issued twice; a row without an event is an issuance.

    Example: tallystick detect issuance gold-standard.csv GHA-2024.xlsx --json
    """
    _detect("issuance", files, as_json)


@app.command()
def claiming(files: Files, as_json: AsJson = False) -> None:
    """Find outcomes that two count; a row without an event is a claim.

    Example: tallystick detect claiming claims.csv GHA-2024.xlsx CHE-2024.xlsx --json
    """
    _detect("claiming", files, as_json)


@app.command()
def use(files: Files, as_json: AsJson = False) -> None:
    """Find units that end twice or move after their end; a row without an event is a retirement.

    Example: tallystick detect use retirements.csv CHE-2025.xlsx --json
    """
    _detect("use", files, as_json)


def _detect(name: str, files: list[Path], as_json: bool) -> None:
    from tallystick.article6.detectors import DETECTORS
    from tallystick.io.unit_tables import read_units

    book, default = DETECTORS[name]
    read = read_units(files, default)
    findings = [*read.findings, *book.judge(read.events, None)]
    answer = _answer(name, files, read.events.rows.height, findings)
    if as_json:
        emit_json({**answer, "findings": [finding.to_json() for finding in findings]})
    else:
        emit(f"double {name}: {answer['outcome']}, {answer['events']:,} events compared")
        show(findings)
    if read.unreadable:
        stop(Exit.UNREADABLE)
    if refused(findings):
        stop(Exit.REFUSED)


def _answer(name: str, files: list[Path], events: int, findings: "list[Finding]") -> dict[str, Any]:
    return {
        "detector": name,
        "files": [str(path) for path in files],
        "events": events,
        "outcome": worst(findings).value,
    }
