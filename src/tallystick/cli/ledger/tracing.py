"""`tallystick ledger trace`: the way of one unit, or its certificate."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.ledger.options import Database, usable_ledger
from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop
from tallystick.cli.tables import table
from tallystick.core.findings import refused

if TYPE_CHECKING:
    from tallystick.ledger.tracing import Trace


def trace(
    db: Database,
    series: Annotated[str, typer.Option(help="Series, such as CA0009-GHA01-GHA-2022.")],
    number: Annotated[int, typer.Option(help="Serial number of the unit.", min=1)],
    certificate: Annotated[
        bool, typer.Option("--certificate", help="Print a certificate with its proof hash.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Follow a unit: activity, vintage, host, authorization, every hop and who had it when.

    Example: tallystick ledger trace --db ledger.sqlite --series CA0009-GHA01-GHA-2022 --number 7
    """
    from tallystick.ledger.tracing import trace as follow

    with usable_ledger(db) as ledger:
        found = follow(ledger, series, number)
    if found is None:
        stop(Exit.REFUSED, f"the ledger has no unit {number} of {series}")
    if certificate:
        emit(_certificate(db, found))
    elif as_json:
        emit_json(found.to_json())
    else:
        _tell(found)
    if refused(found.findings):
        stop(Exit.REFUSED)


def _certificate(db: str, found: "Trace") -> str:
    from tallystick.ledger.certificates import certificate
    from tallystick.ledger.errors import LedgerError
    from tallystick.ledger.log.proving import prove
    from tallystick.ledger.opening import store_at

    try:
        with closing(store_at(db)) as store:
            return certificate(found, db, prove(store, str(found.entries[-1].posting)))
    except LedgerError as error:
        stop(Exit.UNREADABLE, str(error))


def _tell(found: "Trace") -> None:
    """Write the hops for people, and the findings to standard error."""
    rows = [
        [
            str(entry.effective_on),
            entry.type.value,
            entry.from_account or "-",
            entry.to_account or "-",
            entry.key,
        ]
        for entry in found.entries
    ]
    emit(f"{found.series} {found.number}: {found.state}\n")
    emit(table(["date", "type", "from", "to", "posting"], rows))
    show(found.findings)
