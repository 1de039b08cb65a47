"""`tallystick ledger init`: a new ledger, and the key that signs its log."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tallystick.cli.ledger.options import Database, DryRun, usable_ledger
from tallystick.cli.output import AsJson, emit, emit_json

if TYPE_CHECKING:
    from tallystick.ledger.log.keyplace import KeyPlace


def init(db: Database, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Make a ledger and the key that signs its log; where they are, change nothing.

    The public key is for everybody who verifies; whoever reads the private key's file can sign.
    Example: tallystick ledger init --db ledger.sqlite
    """
    made = not exists(db)
    keys = None if dry_run else _make(db)
    where = _shown(db)
    if as_json:
        emit_json({"db": where, "created": made and not dry_run, **_told(keys)})
        return
    if made:
        emit(f"{'would make' if dry_run else 'made'} a ledger in {where}")
    else:
        emit(f"there is a ledger in {where}; nothing is changed")
    for name, value in _told(keys).items():
        emit(f"{name.replace('_', ' ')}: {value}")


def _make(db: str) -> "KeyPlace":
    from tallystick.ledger.log.keyplace import prepare_keys

    with usable_ledger(db) as ledger:
        ledger.create()
        return prepare_keys(db)


def make_where_none_is(db: str) -> None:
    """Make a ledger with its key, as `init` does, where there is none yet."""
    if not exists(db):
        _make(db)


def _told(keys: "KeyPlace | None") -> dict[str, str]:
    if keys is None:
        return {}
    return {"public_key": str(keys.public), "private_key_file": str(keys.path.absolute())}


def _shown(db: str) -> str:
    """Say where a ledger is without telling a password."""
    if "://" not in db:
        return str(Path(db).absolute())
    url = urlsplit(db)
    return f"{url.scheme}://{url.hostname or ''}{url.path}"


def exists(db: str) -> bool:
    """Whether there is a ledger that can be read."""
    from tallystick.ledger import LedgerError, open_ledger

    try:
        with open_ledger(db) as ledger:
            ledger.accounts()
    except LedgerError:
        return False
    return True
