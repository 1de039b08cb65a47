"""From what the user names, a file or an id of the catalogue, to an agreement."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.core.findings import Finding

if TYPE_CHECKING:
    from tallystick.io.agreement_file import AgreementFile

Named = Annotated[str, typer.Argument(metavar="FILE-or-ID", help="Agreement file, or its id.")]
OnDay = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="The day to judge, YYYY-MM-DD; else today."),
]


def day(on: datetime | None) -> date:
    """Return the day asked about, today without one."""
    return on.date() if on else date.today()  # noqa: DTZ011 (a day as the user's calendar has it)


def find(named: str) -> "AgreementFile":
    """Return the agreement of a file or of the catalogue; raises Damaged when there is neither."""
    from tallystick.io.agreement_file import read_agreement_file
    from tallystick.io.catalogue import catalogue_aliases, catalogue_paths

    path = Path(named)
    if not path.exists():
        paths = catalogue_paths()
        path = paths.get(named) or paths.get(catalogue_aliases().get(named, "")) or path
    return read_agreement_file(path)


def located(findings: Iterable[Finding], lines: Mapping[str, int], path: str) -> list[Finding]:
    """Add file and line to findings that name a path in the agreement."""
    return [
        finding.at(file=path, line=lines[str(finding.where["path"])])
        if str(finding.where.get("path")) in lines
        else finding
        for finding in findings
    ]
