"""`tallystick market winsets`: which variants of an agreement are ratified on all sides."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import OnDay, day, find
from tallystick.cli.market_answers import refusals
from tallystick.cli.output import AsJson, OutputFile, emit, emit_json, show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tallystick.core.findings import Finding
    from tallystick.market.negotiation import Negotiated, Worth
    from tallystick.market.simulation import Circumstances


def winsets(
    file: Annotated[Path, typer.Argument(help="File of variants and sides, YAML or JSON.")],
    on: OnDay = None,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Simulate every variant, and say which domestic groups ratify it and what all can agree on.

    Example: tallystick market winsets game.yaml --on 2026-01-01 --json
    """
    from tallystick.cli.agreement.simulating import around
    from tallystick.io.yamlfile.whole import read_record
    from tallystick.market.negotiation import Game, negotiate

    with refusals(as_json, output, unanswered):
        game = read_record(file, Game)
        setting = around(day(on), None)
        worths = {one.id: simulated(one.agreement, setting) for one in game.variants}
    told = negotiate(game, worths)
    with writing(output):
        if as_json:
            emit_json(told.to_json(), output)
        else:
            emit(as_text(told), output)
            show(told.findings)


def simulated(named: str, setting: "Circumstances") -> "Worth":
    """Return the worth of one variant; nothing is known of one that has no solution."""
    from tallystick.market import NoSolution
    from tallystick.market.negotiation import Worth, worth
    from tallystick.market.simulation import simulate

    try:
        return worth(simulate(find(named).agreement, setting))
    except NoSolution:
        return Worth(None, None)


def unanswered(findings: "Iterable[Finding]") -> dict[str, Any]:
    """Return the form of the answer for a file that could not be read."""
    told = [finding.to_json() for finding in findings]
    return {"variants": [], "win_sets": {}, "agreement_set": [], "efficient": [], "findings": told}


def as_text(told: "Negotiated") -> str:
    """Lay out the win-sets and what lies in all of them."""
    lines = [f"{name} ratifies: {', '.join(found) or '-'}" for name, found in told.win_sets.items()]
    lines.append(f"all can agree on: {', '.join(told.agreed) or '-'}")
    lines.append(f"of these none is beaten: {', '.join(told.efficient) or '-'}")
    return "\n".join(lines)
