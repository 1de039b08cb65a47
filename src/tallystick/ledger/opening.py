"""Opening a ledger by the path of a SQLite file or the URL of a PostgreSQL database."""

from collections.abc import Mapping
from pathlib import Path

from tallystick.article6.parties import PARTIES
from tallystick.core.parties import Party
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.ledger import Ledger
from tallystick.ledger.sqlite import SqliteStore
from tallystick.ledger.store import Store


def open_ledger(place: str | Path, parties: Mapping[str, Party] = PARTIES) -> Ledger:
    """Return the ledger at a path or a postgresql:// URL; the database is opened on first use.

    Raises LedgerError for another kind of URL, or when the PostgreSQL driver is not installed.
    """
    return Ledger(store_at(str(place)), parties)


def store_at(place: str) -> Store:
    """Return the store at a path or URL; LedgerError as for `open_ledger`."""
    scheme, separator, _ = place.partition("://")
    if not separator:
        return SqliteStore(Path(place))
    if scheme not in {"postgresql", "postgres"}:
        raise LedgerError(f'"{scheme}://" is not a ledger; give a path or a postgresql:// URL')
    try:
        from tallystick.ledger.postgresql import PostgresqlStore
    except ImportError as error:
        raise LedgerError("for PostgreSQL install: tallystick[postgresql]") from error
    return PostgresqlStore(place)
