"""What follows on the opening of a case, and the steps of a review."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.article6.review.values import REVIEW_TEAM, Kind
from tallystick.cli.output import AsJson, Exit, stop
from tallystick.cli.review.files import By, CasesFile, DryRun, Number, On, Words, enter

if TYPE_CHECKING:
    from tallystick.article6.review import Recommendation

Name = Annotated[str, typer.Argument(metavar="REVIEW", help="The name of the review.")]


ANSWER = """Enter what a Party concerned says to a case.

Example: tallystick review answer cases.yaml 1 --by CHE --text "we revise it" --on 2025-06-20
"""
RETURN = """Open a case again that an answer or a revised report has not mended.

Example: tallystick review return cases.yaml 1 --by secretariat --text "..." --on 2025-07-02
"""
RESOLVE = """Close a case that is mended.

Example: tallystick review resolve cases.yaml 1 --by secretariat --text "..." --on 2025-07-02
"""
WITHDRAW = """Take back a case; only who opened it can.

Example: tallystick review withdraw cases.yaml 2 --by FJI --text "clarified" --on 2025-07-02
"""


def step(kind: Kind, about: str) -> Callable[..., None]:
    """Return the command that enters one kind of step with its words."""

    def command(
        cases_file: CasesFile,
        number: Number,
        by: By,
        text: Words,
        on: On,
        dry_run: DryRun = False,
        as_json: AsJson = False,
    ) -> None:
        from tallystick.article6.review import Event

        event = Event(kind=kind, subject=number, by=by, text=text, on=on.date())
        enter(cases_file, [event], as_json=as_json, dry_run=dry_run)

    command.__doc__ = about
    return command


answer = step(Kind.ANSWER, ANSWER)
send_back = step(Kind.RETURN, RETURN)
resolve = step(Kind.RESOLVE, RESOLVE)
withdraw = step(Kind.WITHDRAW, WITHDRAW)


def resubmit(
    cases_file: CasesFile,
    number: Number,
    by: By,
    file: Annotated[str, typer.Option("--file", help="The revised workbook.")],
    on: On,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Enter that a Party concerned has submitted a revised report.

    Example: tallystick review resubmit cases.yaml 1 --by CHE --file v2.xlsx --on 2025-07-01
    """
    from tallystick.article6.review import Event

    event = Event(kind=Kind.RESUBMIT, subject=number, by=by, text=file, on=on.date())
    enter(cases_file, [event], as_json=as_json, dry_run=dry_run)


def mark(
    cases_file: CasesFile,
    number: Number,
    on: On,
    by: By = REVIEW_TEAM,
    significant: Annotated[bool, typer.Option("--significant", help="It is significant.")] = False,
    persistent: Annotated[bool, typer.Option("--persistent", help="It is persistent.")] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Mark a case as significant, persistent or both, which only the review team decides.

    Example: tallystick review mark cases.yaml 1 --significant --on 2025-09-01
    """
    from tallystick.article6.review import Event

    chosen = {Kind.SIGNIFICANT: significant, Kind.PERSISTENT: persistent}
    kinds = [kind for kind, wanted in chosen.items() if wanted]
    if not kinds:
        stop(Exit.USAGE, "say --significant, --persistent or both")
    events = [Event(kind=kind, subject=number, by=by, on=on.date()) for kind in kinds]
    enter(cases_file, events, as_json=as_json, dry_run=dry_run)


def begin(
    cases_file: CasesFile,
    name: Name,
    party: Annotated[str, typer.Option("--party", help="The Party whose reports are reviewed.")],
    on: On,
    approaches: Annotated[
        list[str] | None, typer.Option("--approach", help="An approach reviewed; repeatable.")
    ] = None,
    week_ends: Annotated[
        datetime | None,
        typer.Option("--week-ends", formats=["%Y-%m-%d"], help="The last day of its week."),
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Enter that a technical expert review of a Party's reports has begun.

    Example: tallystick review begin cases.yaml R1 --party GHA --approach CA0009 --on 2025-08-01
    """
    from tallystick.article6.review import Event

    event = Event(
        kind=Kind.BEGIN,
        subject=name,
        by=REVIEW_TEAM,
        on=on.date(),
        party=party,
        approaches=frozenset(approaches or ()),
        week_ends_on=week_ends.date() if week_ends else None,
    )
    enter(cases_file, [event], as_json=as_json, dry_run=dry_run)


def revise(
    cases_file: CasesFile,
    name: Name,
    by: By,
    file: Annotated[str, typer.Option("--file", help="The revised initial report.")],
    on: On,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Enter that the Party has revised its initial report before the review week ended.

    Example: tallystick review revise cases.yaml R1 --by GHA --file ir-1.1.pdf --on 2025-08-04
    """
    from tallystick.article6.review import Event

    event = Event(kind=Kind.REVISE, subject=name, by=by, text=file, on=on.date())
    enter(cases_file, [event], as_json=as_json, dry_run=dry_run)


def conclude(
    cases_file: CasesFile,
    name: Name,
    report: Annotated[str, typer.Option("--report", help="Where its report is published.")],
    on: On,
    recommendations: Annotated[
        list[str] | None,
        typer.Option("--recommend", help='"topic: text", the topic such as consistency.'),
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Enter that a review has published its report, with what it recommends.

    Example: tallystick review conclude cases.yaml R1 --report URL --on 2025-12-01
    """
    from tallystick.article6.review import Event

    event = Event(
        kind=Kind.CONCLUDE,
        subject=name,
        by=REVIEW_TEAM,
        on=on.date(),
        text=report,
        recommendations=tuple(_recommendation(one) for one in recommendations or ()),
    )
    enter(cases_file, [event], as_json=as_json, dry_run=dry_run)


def _recommendation(text: str) -> "Recommendation":
    """Read "topic: text"; end with a usage error on another topic."""
    from tallystick.article6.review import Recommendation, Topic

    word, _, said = text.partition(":")
    topic = next((one for one in Topic if one.value.casefold() == word.strip().casefold()), None)
    if topic is None or not said.strip():
        stop(Exit.USAGE, f'write "topic: text", the topic one of {", ".join(Topic)}')
    return Recommendation(topic, said.strip())
