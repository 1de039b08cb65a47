"""Opening cases: from the consistency check, or as the concern of a Party."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.output import AsJson, Exit, show, stop
from tallystick.cli.review.files import By, CasesFile, CasesOption, DryRun, On, enter, read

if TYPE_CHECKING:
    from tallystick.article6.aef.submission import Submission
    from tallystick.article6.review import Opening
    from tallystick.core.findings import Finding


def open_cases(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Workbooks of any Parties and years.")
    ],
    output: CasesOption,
    on: On,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Check workbooks and open a case for every inconsistency that has none yet.

    Example: tallystick review open GHA-2024.xlsx CHE-2024.xlsx -o cases.yaml --on 2025-06-01
    """
    from tallystick.article6.review import opened, replay, unopened

    cases = replay(read(output))[0]
    found = unopened(_found(files), cases.values())
    events = list(opened(found, len(cases), on.date()))
    enter(output, events, as_json=as_json, dry_run=dry_run)


def concern(
    cases_file: CasesFile,
    by: By,
    against: Annotated[str, typer.Option("--against", help="The Party that is asked to answer.")],
    about: Annotated[str, typer.Option("--about", help="What the concern is.")],
    on: On,
    ids: Annotated[str | None, typer.Option("--ids", help="The units it is about.")] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Open a case as a concern of any Party, whether or not its own reports are touched.

    Example: tallystick review concern cases.yaml --by FJI --against GHA --about "..." --on DATE
    """
    from tallystick.article6.review import Event, Kind, Opening, replay

    opening = Opening(against=against, about=about, ids=ids)
    number = str(len(replay(read(cases_file))[0]) + 1)
    event = Event(kind=Kind.OPEN, subject=number, on=on.date(), by=by, opening=opening)
    enter(cases_file, [event], as_json=as_json, dry_run=dry_run)


def _found(files: Sequence[Path]) -> "Iterator[Opening]":
    from tallystick.article6.aef.check import check
    from tallystick.article6.review import openings

    submissions, unread = _submissions(files)
    if unread:
        show(unread)
        stop(Exit.UNREADABLE)
    yield from openings(check(submissions), submissions)


def _submissions(files: Sequence[Path]) -> "tuple[list[Submission], list[Finding]]":
    from tallystick.io.aef_read import Unreadable, read_aef

    read_in: list[Submission] = []
    unread: list[Finding] = []
    for path in files:
        try:
            read_in.append(read_aef(path))
        except Unreadable as refusal:
            unread.append(refusal.finding)
    return read_in, unread
