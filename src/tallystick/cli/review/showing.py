"""Cases and reviews as they stand, with both sides' rows side by side."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop
from tallystick.cli.review.files import CasesFile, Number, read
from tallystick.cli.tables import table

if TYPE_CHECKING:
    from tallystick.article6.review import Case, Side

OnDay = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="The day on which durations are told."),
]


def list_cases(cases_file: CasesFile, on: OnDay = None, as_json: AsJson = False) -> None:
    """List cases and reviews, and what Parties are requested not to use meanwhile.

    Example: tallystick review list cases.yaml --on 2025-12-31 --json
    """
    from tallystick.article6.review import replay, requests, reviews, status

    events = read(cases_file)
    cases, against = replay(events)
    tracked, refusals = reviews(events)
    day = on.date() if on else max((event.on for event in events), default=None)
    rows = [_summary(case, day) for case in cases.values()]
    reviewed = [
        {"review": one.name, "party": one.party, "status": status(one, cases.values())}
        | {"approaches": sorted(one.approaches), "report": one.report}
        | {"revised": list(one.revised)}
        | {"recommendations": [f"{each.topic}: {each.text}" for each in one.recommendations]}
        for one in tracked.values()
    ]
    findings = [*against, *refusals, *requests(cases.values())]
    if as_json:
        told = [finding.to_json() for finding in findings]
        emit_json(
            {"on": str(day) if day else None, "cases": rows, "reviews": reviewed}
            | {"findings": told}
        )
        return
    heads = ["case", "state", "against", "code", "days_open", "marks", "about"]
    emit(table(heads, [[str(row[head]) for head in heads] for row in rows]))
    for one in reviewed:
        emit(f"{one['review']} {one['party']}: {one['status']}")
    show(findings)


def show_case(cases_file: CasesFile, number: Number, as_json: AsJson = False) -> None:
    """Show one case: what it is about, the rows of both sides, and everything entered.

    Example: tallystick review show cases.yaml 1
    """
    from tallystick.article6.review import replay
    from tallystick.io.case_file import opening_to_json

    case = replay(read(cases_file))[0].get(number)
    if case is None:
        stop(Exit.USAGE, f"there is no case {number} in {cases_file}")
    if as_json:
        events = [
            {"event": one.kind.value, "on": one.on.isoformat(), "by": one.by, "text": one.text}
            for one in case.events
        ]
        opening = opening_to_json(case.opening)
        emit_json({**_summary(case, case.events[-1].on), "opening": opening, "events": events})
    else:
        emit(_as_text(case))


def _summary(case: "Case", day: date | None) -> dict[str, Any]:
    marks = {"significant": case.is_significant, "persistent": case.is_persistent}
    return {
        "case": case.number,
        "state": case.state.value,
        "opened_by": case.opened_by,
        "opened_on": case.events[0].on.isoformat(),
        "against": case.opening.against,
        "code": case.opening.code,
        "ids": case.opening.ids,
        "about": case.opening.about,
        "about_zh": case.opening.about_zh,
        "cross_party": case.is_cross_party,
        "answered": case.is_answered,
        "marks": [name for name, is_set in marks.items() if is_set],
        "days_open": case.days_open(day) if day else None,
    }


def _as_text(case: "Case") -> str:
    told = case.opening
    head = f"case {case.number}, {case.state}: {told.code or 'concern'} against {told.against}"
    entered = [f"{one.on} {one.by}: {one.kind} {one.text or ''}".rstrip() for one in case.events]
    parts = [head, told.about, told.about_zh, "", _side_by_side(told.sides), "", *entered]
    return "\n".join(part for part in parts if part is not None)


def _side_by_side(sides: "tuple[Side, ...]") -> str:
    """Lay out one column for each side and one line for each cell that any of them fills."""
    names = dict.fromkeys(name for side in sides for name in side.cells)
    heads = [
        "",
        *(
            f"{side.party or '?'} {Path(side.file or '').name} row {side.row or '-'}"
            for side in sides
        ),
    ]
    rows = [[name, *(side.cells.get(name, "-") for side in sides)] for name in names]
    return table(heads, rows) if sides else ""
