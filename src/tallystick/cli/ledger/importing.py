"""`tallystick ledger import`: a ledger made anew from the export of another."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.ledger.making import exists
from tallystick.cli.ledger.options import Database, DryRun, PublicKeyFile, usable_ledger
from tallystick.cli.ledger.proofs import read_public_key
from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop

if TYPE_CHECKING:
    from tallystick.ledger.importing.importing import Imported
    from tallystick.ledger.proof.keys import PublicKey


def import_(
    db: Database,
    file: Annotated[Path, typer.Argument(metavar="EXPORT", help="The export of a ledger.")],
    public_key: PublicKeyFile = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Verify an export, judge all its postings, and load them into an empty ledger, or nothing.

    A ledger that does not exist is made, and takes over the log with its checkpoints: to go on
    with it, name the old private key in TALLYSTICK_KEY. The judge is the law of today.

    Example: tallystick ledger import --db postgresql:///tallystick ledger.log --public-key pub
    """
    key = None if public_key is None else read_public_key(public_key)
    done = _import(db, file, key, dry_run)
    if as_json:
        emit_json(done.to_json())
    else:
        root = done.root.hex() if done.root else "none"
        emit(f"{done.outcome.replace('_', ' ')}: {done.entries} entries, root {root}")
        show(done.findings)
    _stop(done)


def _import(db: str, file: Path, key: "PublicKey | None", dry_run: bool) -> "Imported":
    from tallystick.ledger.errors import LedgerError
    from tallystick.ledger.importing.importing import import_export
    from tallystick.ledger.opening import store_at

    if not exists(db):
        if dry_run:
            return import_export(None, file, key)
        with usable_ledger(db) as ledger:
            ledger.create()
    try:
        with closing(store_at(db)) as store:
            return import_export(store, file, key, dry_run=dry_run)
    except LedgerError as error:
        stop(Exit.UNREADABLE, str(error))


def _stop(done: "Imported") -> None:
    from tallystick.ledger.importing.importing import Outcome

    if any(finding.code == "UNREADABLE" for finding in done.findings):
        stop(Exit.UNREADABLE)
    if done.outcome is Outcome.CONFLICT:
        stop(Exit.CONFLICT)
    if done.outcome is Outcome.INVALID:
        stop(Exit.REFUSED)
