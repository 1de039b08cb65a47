"""`tallystick market coalitions`: which markets would link, and how they could share the gain."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tallystick.cli.market_answers import cells, refusals, tell
from tallystick.cli.output import AsJson, OutputFile
from tallystick.cli.tables import table

SHOWN = 3
"""So many objecting groups are named in the text; the JSON has all."""


def coalitions(
    file: Annotated[Path, typer.Argument(help="Market file, YAML or JSON.")],
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Find what every group of markets would gain, and divide the gain of all.

    Example: tallystick market coalitions three-markets.yaml --json
    """
    from tallystick.io.market_linking import read_linking
    from tallystick.market.coalitions import coalitions_to_json, no_coalitions_to_json, play

    with refusals(as_json, output, no_coalitions_to_json):
        data = coalitions_to_json(play(*read_linking(file)))
    tell(as_json, output, data, lambda: as_text(data))


def as_text(data: dict[str, Any]) -> str:
    """Lay out the groups with their stability, and the splits of the gain of all."""
    groups = [
        [
            one["group"],
            *cells(data["gains"][one["group"]], data["net_gains"][one["group"]]),
            "yes" if one["internal"] else "no: " + ", ".join(one["leavers"]),
            "yes" if one["external"] else "no: " + ", ".join(one["joiners"]),
        ]
        for one in data["stability"]
    ]
    nucleolus = data["nucleolus"] or {}
    splits = [
        [name, *cells(share, data["shapley"][name], nucleolus.get(name)), data["preferred"][name]]
        for name, share in data["market_split"].items()
    ]
    group_heads = ["group", "gain", "after costs", "all would stay", "nobody would join"]
    split_heads = ["market", "at prices", "Shapley", "nucleolus", "prefers"]
    return "\n".join(
        [
            table(group_heads, groups, right=(1, 2)),
            "",
            table(split_heads, splits, right=(1, 2, 3)),
            "",
            *(f"{name} split in the core: {_answer(data, name)}" for name in ("market", "shapley")),
            f"possible structures: {data['structures']}; largest net gain: "
            + " | ".join(data["best_structure"]),
        ]
    )


def _answer(data: dict[str, Any], split: str) -> str:
    """Say whether a split is in the core, and else which groups object most."""
    if data["in_core"][split]:
        return "yes"
    objecting = list(data["objections"][split].items())
    named = "; ".join(f"{group} alone gains {more:,.4f} more" for group, more in objecting[:SHOWN])
    others = len(objecting) - SHOWN
    return f"no ({named}" + (f"; and {others} other groups)" if others > 0 else ")")
