"""`tallystick ledger replay`: a log of transactions, posted row by row."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.ledger.answering import rehearsed
from tallystick.cli.ledger.options import Database, DryRun, usable_ledger
from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop
from tallystick.core.findings import refused

if TYPE_CHECKING:
    from tallystick.ledger.replaying import Replayed


def replay(
    db: Database,
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV with transaction_id, date, type, from_account, to_account, and units or "
            "series, start and end."
        ),
    ],
    infer_opening: Annotated[
        bool,
        typer.Option(
            "--infer-opening",
            help="Give accounts the least opening balances that keep them from falling below 0.",
        ),
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Post the transactions of a log in the order of the file, each once.

    A dry run counts what would be posted; others who write to the ledger wait until it ends.
    Example: tallystick ledger replay --db ledger.sqlite transactions.csv --infer-opening --json
    """
    from tallystick.io.workbook.unreadable import Unreadable

    try:
        done = _replay(db, file, infer_opening, dry_run)
    except Unreadable as refusal:
        if as_json:
            emit_json({"findings": [refusal.finding.to_json()]})
        else:
            show([refusal.finding])
        stop(Exit.UNREADABLE)
    if as_json:
        emit_json(done.to_json() | ({"dry_run": True} if dry_run else {}))
    else:
        _tell(done)
    if done.conflict:
        stop(Exit.CONFLICT)
    if refused(done.findings):
        stop(Exit.REFUSED)


def _replay(db: str, file: Path, infer_opening: bool, dry_run: bool) -> "Replayed":
    from tallystick.io.replay_file import ReplayFile
    from tallystick.ledger.replay_book import LedgerBook
    from tallystick.ledger.replaying import replay_log

    with usable_ledger(db) as ledger, rehearsed(ledger, dry_run):
        return replay_log(LedgerBook(ledger), ReplayFile(file), infer_opening=infer_opening)


def _tell(done: "Replayed") -> None:
    """Write the counts and the units by type for people, and the findings."""
    told = done.to_json()
    for name in ("posted", "already_posted", "refused", "accounts", "units_moved", "opening_units"):
        emit(f"{name.replace('_', ' ')}: {told[name]:,}")
    for kind, units in told["by_type"].items():
        emit(f"units of type {kind}: {units:,}")
    emit(f"conserved: {'yes' if done.conserved else 'NO'}")
    show(done.findings)
