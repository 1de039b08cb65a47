"""`tallystick report calendar`: what a Party owes, and when."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli.output import AsJson, Exit, say, stop
from tallystick.cli.report.answering import Language, answer

if TYPE_CHECKING:
    from tallystick.article6.reports.deadlines import Planned
    from tallystick.core.periods import NdcPeriod

DAY = ["%Y-%m-%d"]


def calendar(
    party: Annotated[str, typer.Argument(help="Code of the Party, for example GHA.")],
    first_day: Annotated[datetime, typer.Option("--from", formats=DAY, help="The first day.")],
    last_day: Annotated[datetime, typer.Option("--to", formats=DAY, help="The last day.")],
    ndc: Annotated[
        list[str] | None, typer.Option(help="NDC period such as 2021-2030; may be repeated.")
    ] = None,
    authorization: Annotated[
        list[str] | None,
        typer.Option(help="Planned authorization such as CA0009:2026-05-01; may be repeated."),
    ] = None,
    final_on: Annotated[
        datetime | None,
        typer.Option(formats=DAY, help="Day of finality (2/CMA.3 annex para 12), if known."),
    ] = None,
    as_json: AsJson = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write .ics, .xlsx, .docx, .pdf or .json instead."),
    ] = None,
    language: Language = "en",
) -> None:
    """List the deadlines of a Party between two days, or write them as a calendar file.

    Example: tallystick report calendar GHA --from 2026-01-01 --to 2028-12-31 -o gha.ics
    """
    from tallystick.article6.reports.calendar_document import calendar_document, calendar_to_json
    from tallystick.article6.reports.deadlines import deadlines
    from tallystick.article6.reports.made import Made
    from tallystick.io.documents.icalendar import calendar_text

    span = first_day.date(), last_day.date()
    try:
        listed = deadlines(
            party.upper(),
            *span,
            periods=[_period(one) for one in ndc or ()],
            planned=[_planned(one) for one in authorization or ()],
            final_on=final_on.date() if final_on else None,
        )
    except KeyError:
        stop(Exit.USAGE, f"{party} is not the code of a Party; write three letters such as GHA")
    if output is not None and output.suffix.lower() == ".ics":
        _write_calendar(output, calendar_text(party.upper(), listed, datetime.now(UTC), language))
        return
    made = Made((), span[1])
    data: dict[str, Any] = calendar_to_json(party.upper(), span, listed, made)
    answer(
        data,
        lambda: calendar_document(party.upper(), span, listed, made),
        [],
        as_json=as_json,
        output=output,
        language=language,
    )


def _write_calendar(output: Path, text: str) -> None:
    from tallystick.cli.account import writing
    from tallystick.io.whole_file import replace_file

    with writing(output):
        replace_file(output, text.encode())
    say(f"wrote {output}")


def _period(text: str) -> "NdcPeriod":
    from tallystick.core.periods import NdcPeriod

    first, _, last = text.partition("-")
    try:
        return NdcPeriod(int(first), int(last))
    except ValueError:
        stop(Exit.USAGE, f"{text} is not a period; write it as 2021-2030")


def _planned(text: str) -> "Planned":
    from tallystick.article6.reports.deadlines import Planned

    approach, _, day = text.partition(":")
    try:
        return Planned(approach, datetime.strptime(day, DAY[0]).replace(tzinfo=UTC).date())
    except ValueError:
        stop(Exit.USAGE, f"{text} is no planned authorization; write it as CA0009:2026-05-01")
