"""`agreement simulate`: prices, flows and gains without, with, and with unrestricted linking."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import Named, OnDay, day, find
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.cli.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tallystick.core.findings import Finding
    from tallystick.market.simulation import Circumstances, Simulation

Curves = Annotated[
    Path | None,
    typer.Option("--curves", help="CSV of more abatement-cost curves, which come first."),
]


def simulate(
    named: Named,
    on: OnDay = None,
    curves: Curves = None,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Compile an agreement into a market network and solve it three times.

    Example: tallystick agreement simulate link_eu_ch --json
    """
    from dataclasses import replace

    from tallystick.io.agreement_file import located
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.market import NoSolution
    from tallystick.market.simulation import simulate as run
    from tallystick.market.simulation import simulation_to_json

    try:
        source = find(named)
        found = run(source.agreement, around(day(on), curves))
    except (Damaged, NoSolution) as refusal:
        refuse(refusal.findings, as_json=as_json, output=output)
        stop(Exit.UNREADABLE if isinstance(refusal, Damaged) else Exit.REFUSED)
    findings = located(found.findings, source.lines, source.path)
    found = replace(found, findings=tuple(findings))
    with writing(output):
        if as_json:
            emit_json(simulation_to_json(found), output)
        else:
            emit(as_text(found), output)
            show(findings)


def around(on: "date", curves: Path | None) -> "Circumstances":
    """Return the day with all listed systems and curves; raises Damaged."""
    from tallystick import law
    from tallystick.io.curve_table import read_curves
    from tallystick.linking.systems import profiles
    from tallystick.market.simulation import Circumstances

    own = read_curves(curves) if curves else {}
    return Circumstances(on, profiles(), {**own, **law.abatement_curves()})


def refuse(findings: "Iterable[Finding]", *, as_json: bool, output: Path | None) -> None:
    """Print why nothing was simulated, in the form of the answer."""
    from tallystick.market import unsolved_to_json

    if not as_json:
        show(findings)
        return
    blocks = {name: unsolved_to_json([]) for name in ("without", "with", "unrestricted")}
    lists: dict[str, list[object]] = {
        name: [] for name in ("systems", "gains", "winners", "losers", "clauses", "sensitivity")
    }
    told = [finding.to_json() for finding in findings]
    with writing(output):
        spread: dict[str, object] = {"parties": [], "spread": None, "losers": []}
        nothing = {"id": None, "on": None, **blocks, **lists, "distribution": spread}
        emit_json({**nothing, "findings": told}, output)


def as_text(found: "Simulation") -> str:
    """Lay out prices and gains of the three worlds, then what each clause changes."""
    from tallystick.market.simulation import simulation_to_json

    told = simulation_to_json(found)
    if found.restricted is None:
        return f"{told['id']}: not determinable, see the findings"
    worlds = [name for name in ("without", "with", "unrestricted") if told[name]["markets"]]
    shown = [("price", name, ",.2f") for name in worlds]
    shown += [(field, name, ",.0f") for field in ("net_import", "gain") for name in worlds[1:]]
    rows = [
        [
            one["id"],
            *(format(told[world]["markets"][at][field], form) for field, world, form in shown),
        ]
        for at, one in enumerate(told["with"]["markets"])
    ]
    heads = ["system", *(f"{field} {world}".replace("_", " ") for field, world, _ in shown)]
    lines = [
        f"{told['id']} on {told['on']}: prices in USD/t, quantities in t, gains in USD a year",
        table(heads, rows, right=range(1, len(heads))),
        f"winners: {', '.join(told['winners']) or '-'}; losers: {', '.join(told['losers']) or '-'}",
    ]
    for one in told["clauses"]:
        changes = ", ".join(f"{name} {gain:+,.0f}" for name, gain in one["gain_change"].items())
        lines.append(f"{one['path']} ({one['kind']}) changes gains by: {changes}")
    for one in told["sensitivity"]:
        prices = ", ".join(f"{name} {price:,.2f}" for name, price in one["prices"].items())
        lines.append(f"abatement times {one['abatement_multiple']}: prices {prices}")
    return "\n".join(lines)


def _cell(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)
