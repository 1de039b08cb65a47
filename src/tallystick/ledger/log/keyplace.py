"""Where the private key of a ledger lies: never in the database, never in an export."""

import os
import secrets
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tallystick.ledger.errors import LedgerError
from tallystick.ledger.log.sequencer import open_log
from tallystick.ledger.log.tables import last_edge, seals
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.checkpoint import parse
from tallystick.ledger.proof.keys import PublicKey, SigningKey, create_key_file, read_key_file
from tallystick.ledger.store import Store

VARIABLE = "TALLYSTICK_KEY"
"""The environment variable that names the private key's file, wherever the ledger is."""

ORIGIN_BYTES = 8


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """The file of a private key, and the public key to hand out."""

    path: Path
    public: PublicKey


def prepare_keys(place: str) -> KeyPlace:
    """Make the key of a ledger and sign its empty log; where that was done, change nothing.

    The key lies beside a SQLite file under its name with `.key`; for PostgreSQL under the log's
    origin in the user's configuration directory; or at the path that TALLYSTICK_KEY gives. Raises
    LedgerError when the ledger cannot be used, or has a log whose key is not there.
    """
    with closing(store_at(place)) as store:
        if last_edge(store) is None:
            origin = f"tallystick/{secrets.token_hex(ORIGIN_BYTES)}"
            path = _path(place, origin)
            key = _read(path) or _create(path, origin)
            open_log(store, key)
        return KeyPlace(*_find(store, place))


def signing_key(store: Store, place: str) -> SigningKey | None:
    """Return the private key of the ledger at a place; None when it is not on this computer.

    Raises LedgerError for a file that is there and holds no such key.
    """
    origin = origin_of(store)
    return _read(_path(place, origin)) if origin else None


def origin_of(store: Store) -> str | None:
    """Return the name of the log, by its oldest checkpoint that can be read; None without one."""
    for one in seals(store, page_size=1):  # the first will do, unless it is damaged
        try:
            return parse(one.note).checkpoint.origin
        except ValueError:
            continue
    return None


def _find(store: Store, place: str) -> tuple[Path, PublicKey]:
    origin = origin_of(store)
    if origin is None:
        raise LedgerError("the log is damaged; see: tallystick ledger verify")
    path = _path(place, origin)
    key = _read(path)
    if key is None:
        raise LedgerError(f"the private key of this ledger is not at {path}")
    return path, key.public


def _path(place: str, origin: str) -> Path:
    if named := os.environ.get(VARIABLE):
        return Path(named)
    if "://" not in place:
        return Path(f"{place}.key")
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home, "tallystick", f"{origin.rpartition('/')[2]}.key")


def _create(path: Path, origin: str) -> SigningKey:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return create_key_file(path, origin)
    except OSError as error:
        raise LedgerError(f"the private key cannot be written: {error}") from error


def _read(path: Path) -> SigningKey | None:
    try:
        return read_key_file(path)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise LedgerError(f"{path} holds no private key: {error}") from error
