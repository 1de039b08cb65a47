"""`tallystick ledger init`: a new ledger."""

from pathlib import Path
from urllib.parse import urlsplit

from tallystick.cli.ledger.options import Database, DryRun, usable_ledger
from tallystick.cli.output import AsJson, emit, emit_json


def init(db: Database, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Make a ledger; where there is one, change nothing.

    Example: tallystick ledger init --db ledger.sqlite
    """
    made = not _exists(db)
    if made and not dry_run:
        with usable_ledger(db) as ledger:
            ledger.create()
    where = _shown(db)
    if as_json:
        emit_json({"db": where, "created": made and not dry_run})
    elif made:
        emit(f"{'would make' if dry_run else 'made'} a ledger in {where}")
    else:
        emit(f"there is a ledger in {where}; nothing is changed")


def _shown(db: str) -> str:
    """Say where a ledger is without telling a password."""
    if "://" not in db:
        return str(Path(db).absolute())
    url = urlsplit(db)
    return f"{url.scheme}://{url.hostname or ''}{url.path}"


def _exists(db: str) -> bool:
    from tallystick.ledger import LedgerError, open_ledger

    try:
        with open_ledger(db) as ledger:
            ledger.accounts()
    except LedgerError:
        return False
    return True
