"""`tallystick ledger merge`: neighbouring ranges that differ in nothing become one."""

from tallystick.cli.ledger.answering import rehearsed
from tallystick.cli.ledger.options import Database, DryRun, usable_ledger
from tallystick.cli.output import AsJson, emit, emit_json


def merge(db: Database, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Merge adjacent ranges that differ in nothing, so that there are fewer; no history changes.

    Example: tallystick ledger merge --db ledger.sqlite
    """
    with usable_ledger(db) as ledger, rehearsed(ledger, dry_run):
        gone = ledger.merge()
    if as_json:
        emit_json({"fewer_ranges": gone} | ({"dry_run": True} if dry_run else {}))
    else:
        emit(f"{gone:,} ranges fewer")
