"""`agreement feasibility`, `checklist` and `works`: systems and agreements held against guides."""

from typing import Annotated, Any, Literal

import typer

from tallystick.cli.account import writing
from tallystick.cli.agreement.comparing import (
    Settings,
    Verified,
    chosen,
    refuse,
    span,
    told_profiles,
    unknown,
)
from tallystick.cli.agreement.sources import day, opened
from tallystick.cli.output import AsJson, OutputFile, emit, emit_json, say
from tallystick.cli.tables import table


def feasibility(
    systems: Annotated[
        list[str] | None, typer.Argument(metavar="SYSTEM...", help="Systems; all without any.")
    ] = None,
    settings: Settings = None,
    verified: Verified = False,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Compare every pair of systems, and say how ready each one is to link.

    Example: tallystick agreement feasibility chn_national eu_ets kor_ets --json
    """
    from tallystick.linking.compatibility import feasibility as pair_up
    from tallystick.linking.compatibility import readiness

    limits, known = chosen(settings), told_profiles(verified)
    missing = unknown(systems or [], known)
    if missing:
        refuse(missing, "pairs", as_json=as_json, output=output)
    asked = [known[name] for name in dict.fromkeys(systems or known)]
    pairs = [one.to_json() for one in pair_up(asked, limits)]
    ready = [readiness(one).to_json() for one in asked]
    with writing(output):
        if as_json:
            emit_json({"pairs": pairs, "readiness": ready, "findings": []}, output)
        else:
            cells = [[p["left"], p["right"], span(p["score"]), p["verdict"]] for p in pairs]
            levels = [[one["system"], one["level"]] for one in ready]
            emit(table(["left", "right", "score", "verdict"], cells), output)
            if output is None:
                emit("\n" + table(["system", "readiness"], levels))


def checklist(
    guide: Annotated[
        Literal["handbook", "ncm"],
        typer.Argument(help="Steps of the handbook (a system), or regulation (an agreement)."),
    ],
    named: Annotated[str, typer.Argument(metavar="SYSTEM-or-AGREEMENT", help="What is checked.")],
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Go through the steps of designing a system, or the questions to the rules of a link.

    Example: tallystick agreement checklist handbook chn_national
    """
    from tallystick.linking.checklists import handbook, regulation

    if guide == "handbook":
        known = told_profiles(verified=False)
        missing = unknown([named], known)
        if missing:
            refuse(missing, "steps", as_json=as_json, output=output)
        rows: list[dict[str, Any]] = handbook(known[named])
    else:
        source, _ = opened(named, day(None), as_json=as_json, output=output)
        rows = regulation(source.agreement)
    answer = "complete" if guide == "handbook" else "answer"
    words = {True: "yes", False: "no", None: "open"}
    with writing(output):
        if as_json:
            emit_json({"guide": guide, "of": named, "rows": rows}, output)
        else:
            cells = [[one["name"], words[one[answer]], one["en"]] for one in rows]
            emit(table(["name", answer, "what"], cells), output)
            say(f"source: {rows[0]['source']}, whose text was not read; see agreement works")


def works(as_json: AsJson = False, output: OutputFile = None) -> None:
    """List the works behind criteria and checklists, and the criteria that rest on each.

    Example: tallystick agreement works --json
    """
    from dataclasses import asdict

    from tallystick import law
    from tallystick.linking.checklists import cited

    rows = [
        asdict(work)
        | {
            "criteria": [
                row.name for row in law.compatibility_features() if work in cited(row.source)
            ]
        }
        for work in law.bibliography()
    ]
    with writing(output):
        if as_json:
            emit_json({"works": rows}, output)
        else:
            heads = ["id", "year", "title", "status"]
            cells = [
                [*(one[head] or "-" for head in heads), ", ".join(one["criteria"])] for one in rows
            ]
            emit(table([*heads, "criteria"], cells), output)


def governance(
    named: Annotated[
        str | None, typer.Argument(metavar="FILE-or-ID", help="Agreement; the regimes without one.")
    ] = None,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Say whether transfers are governed as contracts of two sides or by rules owed to all.

    Example: tallystick agreement governance link_eu_ch --json
    """
    from tallystick.linking.governance import governed, marks_of, regimes

    if named is None:
        rows = [dict(one) for one in regimes()]
    else:
        source, _ = opened(named, day(None), as_json=as_json, output=output)
        agreement = source.agreement
        told = {"id": agreement.id, "marks": marks_of(agreement).to_json()}
        rows = [{**told, "mode": governed(agreement).value}]
    words = {True: "yes", False: "no", None: "unknown"}
    with writing(output):
        if as_json:
            emit_json({"regimes" if named is None else "agreements": rows}, output)
        else:
            marks = list(rows[0]["marks"])
            cells = [
                [one["id"], *(words[one["marks"][mark]] for mark in marks), one["mode"]]
                for one in rows
            ]
            emit(table(["id", *marks, "mode"], cells), output)
