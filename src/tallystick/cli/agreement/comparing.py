"""`agreement compare`, `agreement partners` and `agreement stars`: who can link with whom."""

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import OnDay, day
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.cli.tables import table
from tallystick.core.findings import Finding, Outcome, Severity, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tallystick.linking.compatibility import Comparison, Parameters
    from tallystick.linking.systems import Profile

System = Annotated[str, typer.Argument(metavar="SYSTEM", help="Id of a system, such as eu_ets.")]
Other = Annotated[str, typer.Argument(metavar="SYSTEM", help="Id of the other system.")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", help="NAME=VALUE for a threshold, weight or cost; may be repeated."),
]
Verified = Annotated[
    bool, typer.Option("--verified", help="Use only facts that were seen in a public text.")
]

Group = Annotated[
    str | None, typer.Option("--group", help="Only partners in a group of Parties, such as BRICS.")
]

NO_SYSTEM = Text('"{named}" is no system of the list', "清单中没有体系“{named}”")
NAME_ONE = Text("name a listed system: {close}", "请填写清单中的体系：{close}")


def compare(
    left: System,
    right: Other,
    settings: Settings = None,
    verified: Verified = False,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Compare two systems feature by feature, and say what link is within reach.

    Example: tallystick agreement compare eu_ets che_ets --json
    """
    from tallystick.linking.compatibility import compare as judge

    limits, known = chosen(settings), told_profiles(verified)
    missing = unknown([left, right], known)
    if missing:
        refuse(missing, "features", as_json=as_json, output=output)
    compared = judge(known[left], known[right], limits)
    with writing(output):
        if as_json:
            emit_json({**compared.to_json(), "findings": []}, output)
        else:
            emit(as_text(compared), output)


def partners(
    system: System,
    settings: Settings = None,
    verified: Verified = False,
    group: Group = None,
    on: OnDay = None,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Rank every other system as a partner for one, the most alike first, with the gain.

    Gains are those of a full link at today's prices, in USD a year; the frontier names the partners
    that no other beats in both similarity and gain.

    Example: tallystick agreement partners kor_ets --json
    """
    from tallystick.linking.compatibility import partners as rank
    from tallystick.linking.systems.groups import within
    from tallystick.market.simulation import frontier, pair_gains

    limits, known = chosen(settings), told_profiles(verified)
    if group is not None:
        inside = within(known, group_named(group), day(on))
        known = {name: one for name, one in known.items() if name in {*inside, system}}
    missing = unknown([system], known)
    if missing:
        refuse(missing, "partners", as_json=as_json, output=output)
    ranked = rank(known[system], known.values(), limits)
    gains = pair_gains(system, known)
    ahead = frontier({one.id: one.similarity.low for one in ranked}, gains)
    rows = [
        one.to_json()
        | {"gain": told.to_json() if (told := gains[one.id]) else None}
        | {"frontier": one.id in ahead}
        for one in ranked
    ]
    with writing(output):
        if as_json:
            emit_json(
                {"system": system, "partners": rows, "frontier": list(ahead), "findings": []},
                output,
            )
        else:
            emit(as_ranking(rows), output)


def group_named(group: str) -> str:
    """Return the name of a group of Parties as it is listed; raises a usage error."""
    from tallystick.linking.systems.groups import group_names

    known = {name.casefold(): name for name in group_names()}
    if group.casefold() not in known:
        raise typer.BadParameter(f"{group} is no group; there are {', '.join(known.values())}")
    return known[group.casefold()]


def as_ranking(rows: "list[dict[str, Any]]") -> str:
    """Lay out partners with their gains; a star marks the frontier."""
    heads = ["id", "similarity", "compatibility", "synergy", "isomorphism", "verdict"]
    cells = [
        [
            *(span(one[head]) for head in heads),
            f"{one['gain']['own']:,.0f}" if one["gain"] else "unknown",
            "*" if one["frontier"] else "",
        ]
        for one in rows
    ]
    return table([*heads, "gain, USD a year", "frontier"], cells, right=[len(heads)])


def stars(
    basis: Annotated[
        Literal["seed", "fact"],
        typer.Option(help="Answers of the literature (seed), or as the facts stand (fact)."),
    ] = "fact",
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Print the table of rated arrangements with the answers behind each rating.

    Example: tallystick agreement stars --basis seed --json
    """
    from tallystick.linking.compatibility import Basis, star_table

    rows = [one.to_json() for one in star_table(Basis(basis))]
    with writing(output):
        if as_json:
            emit_json({"basis": basis, "arrangements": rows}, output)
        else:
            heads = ["arrangement", "printed", "mode", "precondition", "body", "special_clause"]
            emit(table(heads, [[one[head] or "-" for head in heads] for one in rows]), output)


def chosen(settings: list[str] | None) -> "Parameters":
    """Return the parameters after the user's settings; a bad one is a usage error."""
    from tallystick.linking.compatibility import BadParameterError, parameters

    try:
        return parameters(settings or ())
    except BadParameterError as error:
        stop(Exit.USAGE, f"--set: {error}")


def told_profiles(verified: bool) -> "Mapping[str, Profile]":
    """Return the profiles of all systems, from every fact or from verified ones alone."""
    from tallystick.linking.systems import profiles

    return profiles(frozenset({"verified"})) if verified else profiles()


def unknown(named: list[str], known: "Mapping[str, Profile]") -> list[Finding]:
    """Return a finding for every name that is no system."""
    return [
        Finding(
            code="UNREADABLE",
            outcome=Outcome.FAIL,
            severity=Severity.ERROR,
            message=NO_SYSTEM.fill({"named": name}),
            fix=NAME_ONE.fill({"close": ", ".join(get_close_matches(name, known) or known)}),
            source="Tallystick design",
            where={"value": name},
        )
        for name in named
        if name not in known
    ]


def refuse(findings: list[Finding], rows: str, *, as_json: bool, output: "Path | None") -> None:
    """Print findings in the form of the answer and end: what was named cannot be read."""
    if as_json:
        empty: dict[str, Any] = {"score": None, "verdict": "not_determinable", rows: []}
        with writing(output):
            emit_json({**empty, "findings": [one.to_json() for one in findings]}, output)
    else:
        show(findings)
    stop(Exit.UNREADABLE)


def span(value: Any) -> str:
    """Print an interval of points, or a word as it is."""
    return f"{value[0]} to {value[1]}" if isinstance(value, list) else str(value)


def as_text(compared: "Comparison") -> str:
    """Lay out a comparison for people."""
    told = compared.to_json()
    heads = ["name", "tier", "outcome", "left", "right"]
    rows = [[one[head] or "-" for head in heads] for one in told["features"]]
    rated = [one for one in (compared.stars, compared.stars_seed) if one]
    return "\n".join(
        [
            f"{told['systems'][0]} and {told['systems'][1]}: {told['verdict']}",
            *(f"{name}: {span(points)} of 100" for name, points in told["indices"].items()),
            *(f"stars ({one.row.basis}): {one.printed}, {one.row.note_en}" for one in rated),
            change_told(told["cheapest_change"]),
            "thresholds, weights and costs are ours unless --json names a source (see --set)",
            "",
            table(heads, rows),
        ]
    )


def change_told(change: "Mapping[str, Any] | None") -> str:
    """Say the cheapest change in a line."""
    if change is None:
        return "cheapest change: none is needed, or none of the rules alone is enough"
    steps = "; ".join(one["change"] for one in change["changes"])
    return f"cheapest change: {steps} (certain then: {change['lifts_to']}, cost {change['cost']})"
