"""`agreement matrix`, `agreement alike` and `agreement diff`: agreements side by side."""

from datetime import datetime
from typing import Annotated

import typer

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import Named, OnDay, agreed, day
from tallystick.cli.output import AsJson, OutputFile, emit, emit_json
from tallystick.cli.tables import table

OwnDay = Annotated[
    datetime | None,
    typer.Option("--own-on", formats=["%Y-%m-%d"], help="The day of OWN, else that of --on."),
]
UNKNOWN_FORCE = "stated"
"""How a clause is shown whose words bind in a way that is not known."""


def matrix(on: OnDay = None, as_json: AsJson = False, output: OutputFile = None) -> None:
    """Show which areas every agreement of the catalogue covers, and how strongly it binds there.

    Example: tallystick agreement matrix --on 2026-01-01 --json
    """
    from tallystick.io.catalogue import catalogue
    from tallystick.linking.catalogue import coverage_matrix

    rows = {
        name: {area.value: word.value if word else UNKNOWN_FORCE for area, word in areas.items()}
        for name, areas in coverage_matrix(catalogue().values(), day(on)).items()
    }
    with writing(output):
        if as_json:
            emit_json({"agreements": rows}, output)
        else:
            told = [
                [name, ", ".join(f"{area} ({word})" for area, word in areas.items())]
                for name, areas in rows.items()
                if areas
            ]
            emit(table(["id", "areas"], told), output)


def alike(
    named: Named, on: OnDay = None, as_json: AsJson = False, output: OutputFile = None
) -> None:
    """Rank the agreements of the catalogue by how much of what they say is the same.

    Example: tallystick agreement alike link_ca_qc_2013
    """
    from tallystick.io.catalogue import catalogue
    from tallystick.linking.catalogue import most_alike

    ranked = most_alike(
        agreed(named, as_json=as_json, output=output), catalogue().values(), day(on)
    )
    with writing(output):
        if as_json:
            told = [
                {
                    "id": one.id,
                    "score": str(one.score),
                    "shared": [area.value for area in one.shared],
                }
                for one in ranked
            ]
            emit_json({"agreements": told}, output)
        else:
            rows = [[one.id, str(one.score), ", ".join(one.shared)] for one in ranked]
            emit(table(["id", "score", "shared areas"], rows), output)


def diff(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="Agreement file, or its id.")],
    own: Annotated[str, typer.Argument(metavar="OWN", help="Agreement file, or its id.")],
    on: OnDay = None,
    own_on: OwnDay = None,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Compare a text with the model it was made after, or two editions of one, topic by topic.

    Example: tallystick agreement diff link_rggi_mou link_rggi_mou --on 2026-01-01 --own-on
    2027-01-01
    """
    from tallystick.linking.catalogue import model_rule_diff, terms

    left = terms(agreed(model, as_json=as_json, output=output), day(on))
    right = terms(agreed(own, as_json=as_json, output=output), day(own_on or on))
    topics = [one.to_json() for one in model_rule_diff(left, right)]
    with writing(output):
        if as_json:
            emit_json({"topics": topics}, output)
        else:
            heads = ["area", "about", "key", "departure", "model", "own"]
            emit(table(heads, [[one[head] or "" for head in heads] for one in topics]), output)
