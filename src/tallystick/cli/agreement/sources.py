"""From what the user names, a file or an id of the catalogue, to an agreement."""

from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from tallystick.cli.account import writing
from tallystick.cli.output import Exit, emit_json, show, stop
from tallystick.core.findings import Finding, Outcome, Severity, Text

if TYPE_CHECKING:
    from tallystick.io.agreement_file import AgreementFile
    from tallystick.linking.agreement import Agreement
    from tallystick.linking.circumstances import Circumstances

Named = Annotated[str, typer.Argument(metavar="FILE-or-ID", help="Agreement file, or its id.")]
OnDay = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="The day to judge, YYYY-MM-DD; else today."),
]
Participations = Annotated[
    list[Path] | None,
    typer.Option("--participation", help="Participation file of a Party; may be repeated."),
]

NOWHERE = Text(
    '"{named}" is neither a file nor an agreement of the catalogue',
    "“{named}”既不是文件，也不是目录中的协议",
)
LOOK = Text("name a file, or see {close}", "请指定文件，或参见 {close}")


def day(on: datetime | None) -> date:
    """Return the day asked about, today without one."""
    return on.date() if on else date.today()  # noqa: DTZ011 (a day as the user's calendar has it)


def find(named: str) -> "AgreementFile":
    """Return the agreement of a file or of the catalogue; raises Damaged when there is neither."""
    from tallystick.io.agreement_file import read_agreement_file
    from tallystick.io.catalogue import catalogue_aliases, catalogue_paths
    from tallystick.io.yamlfile.damage import Damaged

    if _is_file_name(named):
        return read_agreement_file(Path(named))
    paths = catalogue_paths()
    if path := paths.get(named) or paths.get(catalogue_aliases().get(named, "")):
        return read_agreement_file(path)
    raise Damaged([_nowhere(named, paths)])


def placed(
    named: str, on: date, participation: list[Path] | None = None
) -> "tuple[AgreementFile, Circumstances]":
    """Return an agreement and what is known around it on a day; raises Damaged."""
    from tallystick import law
    from tallystick.io.catalogue import catalogue
    from tallystick.io.participation_file import read_participation
    from tallystick.linking.circumstances import Circumstances

    source = find(named)
    records = [read_participation(path) for path in participation or ()]
    facts = Circumstances(
        on=on,
        others=tuple(one for one in catalogue().values() if one.id != source.agreement.id),
        systems=frozenset(law.systems()),
        participation={record.party: record for record in records},
    )
    return source, facts


def opened(
    named: str,
    on: date,
    participation: list[Path] | None = None,
    *,
    as_json: bool,
    output: Path | None = None,
) -> "tuple[AgreementFile, Circumstances]":
    """Return an agreement and what is around it; a file that cannot be read ends the command."""
    from tallystick.io.yamlfile.damage import Damaged

    try:
        return placed(named, on, participation)
    except Damaged as damaged:
        unreadable(damaged.findings, as_json=as_json, output=output)


def agreed(named: str, *, as_json: bool, output: Path | None = None) -> "Agreement":
    """Return an agreement alone; a file that cannot be read ends the command."""
    from tallystick.io.yamlfile.damage import Damaged

    try:
        return find(named).agreement
    except Damaged as damaged:
        unreadable(damaged.findings, as_json=as_json, output=output)


def unreadable(
    findings: Iterable[Finding], *, as_json: bool, output: Path | None = None
) -> NoReturn:
    """Say why a file cannot be read, in the form that was asked for, and end the command."""
    if as_json:
        with writing(output):
            emit_json({"findings": [finding.to_json() for finding in findings]}, output)
    else:
        show(findings)
    stop(Exit.UNREADABLE)


def _is_file_name(named: str) -> bool:
    """Whether a name is that of a file, or looks like one; too long a name is none."""
    try:
        return Path(named).exists() or bool(Path(named).suffix)
    except OSError:
        return False


def _nowhere(named: str, known: Iterable[str]) -> Finding:
    """Say that there is neither such a file nor such an agreement, and what comes close."""
    from tallystick.io.yamlfile.damage import SOURCE
    from tallystick.io.yamlfile.source import UNREADABLE

    close = ", ".join(get_close_matches(named, known)) or "tallystick agreement list"
    return Finding(
        code=UNREADABLE,
        outcome=Outcome.FAIL,
        severity=Severity.ERROR,
        message=NOWHERE.fill({"named": named}),
        fix=LOOK.fill({"close": close}),
        source=SOURCE,
        where={"file": named, "value": named},
    )
