"""`tallystick ledger holdings`: what accounts hold, now or at the end of a day."""

from datetime import datetime
from typing import Annotated, Any

import typer

from tallystick.cli.ledger.options import Database, instant, usable_ledger
from tallystick.cli.output import AsJson, emit, emit_json
from tallystick.cli.tables import table

COLUMNS = ("account", "series", "start", "end", "units")


def holdings(
    db: Database,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The end of this day, by date of effect."),
    ] = None,
    known_at: Annotated[
        datetime | None,
        typer.Option(
            parser=instant, metavar="INSTANT", help="By what had been recorded at this instant."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List what each account holds, ranges of serials and units without serials.

    With --known-at, what who asked then would have been told, corrections made later left out.
    Example: tallystick ledger holdings --db ledger.sqlite --on 2025-12-31 --json
    """
    from tallystick.ledger.positions import positions

    day = on.date() if on else None
    with usable_ledger(db) as ledger:
        rows: list[dict[str, Any]] = [one.to_json() for one in positions(ledger, day, known_at)]
    if as_json:
        known = {"known_at": known_at.isoformat()} if known_at else {}
        emit_json({"on": day.isoformat() if day else None, **known, "holdings": rows})
    else:
        cells = [
            [str(row[name]) if row[name] is not None else "-" for name in COLUMNS] for row in rows
        ]
        emit(table(COLUMNS, cells, right=(2, 3, 4)))
