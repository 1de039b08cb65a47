"""`tallystick ledger bench`: how fast a ledger takes transfers, and whether it keeps every unit."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from tallystick.cli.ledger.making import make_where_none_is
from tallystick.cli.ledger.options import Database, usable_ledger
from tallystick.cli.output import AsJson, Exit, emit, emit_json, stop


def bench(
    db: Database,
    clients: Annotated[int, typer.Option(min=1, max=1000, help="Clients at once.")] = 16,
    seconds: Annotated[float, typer.Option(min=0.1, max=86_400, help="How long.")] = 10,
    blocks: Annotated[int, typer.Option(min=1, help="Ranges of 1,000 units to move.")] = 1000,
    as_json: AsJson = False,
) -> None:
    """Transfer ranges of a new series from many clients at once, then count every unit.

    The postings stay in the journal for good: name a ledger made for the purpose. A ledger that
    does not exist is made, with the key of its log.

    Example: tallystick ledger bench --db trial.sqlite --clients 16 --seconds 5 --json
    """
    from tallystick.ledger.trial import measure

    make_where_none_is(db)
    with usable_ledger(db):
        measured = measure(db, datetime.now(UTC).date(), clients, blocks, seconds)
    if as_json:
        emit_json(measured.to_json())
    else:
        for name, value in measured.to_json().items():
            emit(f"{name.replace('_', ' ')}: {value:,}")
    if measured.lost or measured.duplicated:
        stop(Exit.REFUSED)
