"""`tallystick aef`: annual information in the agreed electronic format."""

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.aef_diff import diff
from tallystick.cli.aef_export import export
from tallystick.cli.noun import noun
from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop

if TYPE_CHECKING:
    from tallystick.article6.aef.check import FileReport, Report
    from tallystick.article6.aef.platform import Platform
    from tallystick.article6.aef.submission import Submission
    from tallystick.core.findings import Finding

app = noun("Annual information in the agreed electronic format.")
app.command()(export)
app.command()(diff)

MANY = 5
"""From this many files on, a terminal is told how far the reading has come."""

MOST_READERS = 4
"""More files than this at once only take memory."""


@app.command()
def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Workbooks of any Parties and years.")
    ],
    platform: Annotated[
        Path | None,
        typer.Option(
            "--platform",
            help="What the public platform shows: approaches, initial reports, their review.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check workbooks alone and against each other.

    Example: tallystick aef check GHA-2024.xlsx CHE-2024.xlsx --json
    """
    report, all_read = check_files(files, _platform(platform, as_json=as_json))
    if as_json:
        emit_json(report.to_json())
    else:
        _tell(report)
    if not all_read:
        stop(Exit.UNREADABLE)
    if not report.consistent:
        stop(Exit.REFUSED)


def _platform(path: Path | None, *, as_json: bool) -> "Platform | None":
    """Read what the platform shows, or end where that cannot be read."""
    from tallystick.io.platform_file import read_platform
    from tallystick.io.yamlfile.damage import Damaged

    try:
        return read_platform(path) if path else None
    except Damaged as damaged:
        if as_json:
            findings = [finding.to_json() for finding in damaged.findings]
            emit_json({"consistent": False, "files": [], "findings": findings})
        else:
            show(damaged.findings)
        stop(Exit.UNREADABLE)


def check_files(files: Sequence[Path], platform: "Platform | None" = None) -> tuple["Report", bool]:
    """Check what can be read, and say whether that is everything."""
    from tallystick.article6.aef.check import check as check_submissions
    from tallystick.article6.aef.submission import Submission

    read = list(_read_all(files))
    submissions = [one for one in read if isinstance(one, Submission)]
    unreadable = {
        str(path): one
        for path, one in zip(files, read, strict=True)
        if not isinstance(one, Submission)
    }
    report = check_submissions(submissions, platform)
    return report.with_unreadable(unreadable, [str(path) for path in files]), not unreadable


def _read_all(files: Sequence[Path]) -> Iterator["Submission | Finding"]:
    """Read in parallel, since the parser works outside the interpreter lock; tell how far."""
    told = len(files) >= MANY and sys.stderr.isatty()
    with ThreadPoolExecutor(min(MOST_READERS, os.cpu_count() or 1)) as pool:
        for number, one in enumerate(pool.map(_read, files), start=1):
            if told:
                sys.stderr.write(f"\rread {number} of {len(files)}")
            yield one
    if told:
        sys.stderr.write("\n")


def _read(path: Path) -> "Submission | Finding":
    from tallystick.io.aef_read import Unreadable, read_aef

    try:
        return read_aef(path)
    except Unreadable as refusal:
        return refusal.finding


def _tell(report: "Report") -> None:
    """Write the result of every file, and its findings under it."""
    for file in report.files:
        emit(_line(file))
        show(report.about(file.path))


def _line(file: "FileReport") -> str:
    known = [str(part) for part in (file.party, file.reported_year, file.version) if part]
    return f"{file.path}: {' '.join(known) or 'not read'}: {file.check_result}"
