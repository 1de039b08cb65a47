"""`tallystick ledger overlaps`: ranges of serials that share numbers."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop
from tallystick.core.findings import refused

if TYPE_CHECKING:
    from tallystick.core.findings import Finding
    from tallystick.core.serials.defects import Checked


def overlaps(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="CSV or Parquet with series, start, end and perhaps quantity, or a registry's "
            "own list with a column of serial numbers.",
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Find serial ranges that share numbers, within a file and between files.

    Example: tallystick ledger overlaps retirements.csv cancellations.csv --json
    """
    from tallystick.core.serials.defects import check
    from tallystick.io.ranges import read_ranges

    began = time.perf_counter()
    table, unreadable = read_ranges(files)
    checked = check(table)
    findings = [*unreadable, *checked.findings]
    seconds = round(time.perf_counter() - began, 3)
    answer = _answer(checked, seconds, findings)
    if as_json:
        emit_json(answer)
    else:
        _tell(answer, findings)
    if unreadable:
        stop(Exit.UNREADABLE)
    if refused(findings):
        stop(Exit.REFUSED)


def _answer(checked: "Checked", seconds: float, findings: "Sequence[Finding]") -> dict[str, Any]:
    return {
        "rows": checked.table.rows,
        "refused_rows": checked.table.rows - checked.table.ranges.height,
        "overlapping_rows": checked.overlaps.overlapping,
        "quantity_mismatches": checked.mismatches,
        "duplicates": checked.overlaps.duplicates,
        "seconds": seconds,
        "findings": [finding.to_json() for finding in findings],
    }


def _tell(answer: dict[str, Any], findings: "Sequence[Finding]") -> None:
    """Write the counts for people, and the findings to standard error."""
    for name in ("rows", "refused_rows", "overlapping_rows", "quantity_mismatches", "duplicates"):
        emit(f"{name.replace('_', ' ')}: {answer[name]:,}")
    show(findings)
