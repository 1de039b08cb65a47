"""Where a ledger lives: what SQLite and PostgreSQL both offer to it."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from importlib.resources import files
from typing import Any, Protocol

from tallystick.ledger.errors import LedgerError

SCHEMA_VERSION = 1

Row = tuple[Any, ...]


class Store(Protocol):
    """A database that holds one ledger; every method raises LedgerError when it cannot.

    A store belongs to the thread that uses it. SQL is what both databases understand, with `?`
    for a value; days and instants go in and come out as ISO 8601 text.
    """

    def create(self) -> None:
        """Make the tables; on a ledger that exists, change nothing."""

    def transaction(self) -> AbstractContextManager[None]:
        """Write all that the block executes, or nothing if it raises."""

    def lock(self, names: Iterable[str]) -> None:
        """Keep other writers of these names out until the transaction ends."""

    def hold_off_writers(self) -> None:
        """Wait for whoever is moving units, and keep others from it until the transaction ends."""

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Run one statement and return its rows."""

    def close(self) -> None:
        """Let go of the database."""


def schema(database: str) -> str:
    """Return the SQL that makes the tables in `sqlite` or `postgresql`."""
    home, name = files("tallystick.ledger"), f"schema_{database}.sql"
    return "".join(
        one.joinpath(name).read_text(encoding="utf-8") for one in (home, home / "control")
    )


def require_version(version: int | None, place: str) -> None:
    """Raise LedgerError unless the database holds a ledger that this program understands."""
    if version is None:
        raise LedgerError(f"{place} holds no ledger; make one with: tallystick ledger init")
    if version > SCHEMA_VERSION:
        raise LedgerError(
            f"the ledger in {place} has schema {version} and this program knows "
            f"{SCHEMA_VERSION}; use a newer Tallystick"
        )
