"""`tallystick market winsets`: which variants of an agreement are ratified on all sides."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import OnDay, day, find
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop

if TYPE_CHECKING:
    from tallystick.market.negotiation import Negotiated


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
    from tallystick.io.negotiation_file import read_game
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.market import NoSolution
    from tallystick.market.negotiation import Worth, negotiate, worth
    from tallystick.market.simulation import simulate

    try:
        game = read_game(file)
        setting = around(day(on), None)
        worths = {}
        for variant in game.variants:
            agreement = find(variant.agreement).agreement
            try:
                worths[variant.id] = worth(simulate(agreement, setting))
            except NoSolution:
                worths[variant.id] = Worth(None, None)
    except Damaged as damaged:
        if as_json:
            emit_json({"findings": [one.to_json() for one in damaged.findings]}, output)
        else:
            show(damaged.findings)
        stop(Exit.UNREADABLE)
    told = negotiate(game, worths)
    with writing(output):
        if as_json:
            emit_json(told.to_json(), output)
        else:
            emit(as_text(told), output)
            show(told.findings)


def as_text(told: "Negotiated") -> str:
    """Lay out the win-sets and what lies in all of them."""
    lines = [f"{name} ratifies: {', '.join(found) or '-'}" for name, found in told.win_sets.items()]
    lines.append(f"all can agree on: {', '.join(told.agreed) or '-'}")
    lines.append(f"of these none is beaten: {', '.join(told.efficient) or '-'}")
    return "\n".join(lines)
