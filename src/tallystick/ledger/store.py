"""Where a ledger lives: what SQLite and PostgreSQL both offer to it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from tallystick.ledger.errors import LedgerError
from tallystick.ledger.patterns import Again
from tallystick.ledger.plans import Plan

if TYPE_CHECKING:
    from tallystick.ledger.importing.tables import Table

SCHEMA_VERSION = 1
"""Counts released schemas; between two releases the fingerprint alone changes."""

PARTS = {
    "sqlite": ("schema", "guards", "control/schema", "log/schema"),
    "postgresql": (
        "schema",
        "matching",
        "functions",
        "guards",
        "control/schema",
        "control/merging",
        "log/schema",
    ),
}

Row = tuple[Any, ...]


class Stale(Exception):  # noqa: N818 (says what the plan is)
    """A plan was made before the newest record; nothing was written."""


class Unexpected(Exception):  # noqa: N818 (says what was found)
    """What a plan takes for granted does not hold; nothing was written."""


class KeyTaken(Exception):  # noqa: N818 (says what was found)
    """A key of a plan stands for a posting already; nothing was written."""


class NotEmpty(Exception):  # noqa: N818 (says what was found)
    """A ledger that is to be filled has postings; nothing was written."""


class Store(Protocol):
    """A database that holds one ledger; every method raises LedgerError when it cannot.

    A store belongs to the thread that uses it. SQL is what both databases understand, with `?`
    for a value; days and instants go in and come out as ISO 8601 text.
    """

    def create(self) -> None:
        """Make the tables; on a ledger that exists, change nothing."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Let all that the block reads be of one instant."""

    def rehearsal(self) -> AbstractContextManager[None]:
        """Undo at its end all that the block writes; until then other writers may have to wait."""

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Run one query and return its rows."""

    def write(self, plan: Plan | Again) -> list[int]:
        """Write a plan and return the numbers of its postings, durable when this returns.

        Raises Stale, Unexpected or KeyTaken where the plan no longer fits.
        """

    def load(self, tables: "Iterable[Table]") -> None:
        """Fill an empty ledger with tables, all or none, durable when this returns.

        Tables may be made in another thread, and what that raises undoes all. Raises NotEmpty
        where there are postings, also those of another that was faster.
        """

    def begin(self, plan: Plan) -> Callable[[], list[int]]:
        """Begin to write a plan; what is returned does as `write`, which this may do ahead of it.

        Nothing else is written before what is returned has been called.
        """

    def merge(self, series: str) -> int:
        """Make neighbouring ranges of a series one where they differ in nothing.

        Return how many ranges fewer there are. The journal does not change.
        """

    def confirm(self) -> None:
        """Return when all that was read is as durable as what `write` writes."""

    def close(self) -> None:
        """Let go of the database."""


def sql_file(name: str) -> str:
    """Return the SQL of a file in this package."""
    return files("tallystick.ledger").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def schema(database: str) -> str:
    """Return the SQL that makes a ledger in `sqlite` or `postgresql`, without its roles.

    The ledger keeps which schema it was made with.
    """
    made = f"VALUES ({SCHEMA_VERSION}, '{fingerprint(database)}')"
    return f"{_objects(database)}\nINSERT INTO ledger_schema (version, fingerprint) {made};\n"


@cache
def fingerprint(database: str) -> str:
    """Return what tells this program's schema from any other: twelve digits of its SHA-256.

    Lines that only comment, and how lines are broken, do not count.
    """
    lines = _objects(database).splitlines()
    words = " ".join(line for line in lines if not line.startswith("--")).split()
    return sha256(" ".join(words).encode()).hexdigest()[:12]


def _objects(database: str) -> str:
    return "".join(sql_file(f"{part}_{database}") for part in PARTS[database])


def require_schema(made: Row | None, database: str, place: str) -> None:
    """Raise LedgerError unless a ledger was made with the schema of this program.

    `made` is what it keeps of that: a version, and a fingerprint unless it is older than those.
    """
    if made is None:
        raise LedgerError(f"{place} holds no ledger; make one with: tallystick ledger init")
    here = (SCHEMA_VERSION, fingerprint(database))
    if tuple(made) == here:
        return
    there, known = (" ".join(map(str, one)) for one in (made, here))
    raise LedgerError(
        f"the ledger in {place} has schema {there} and this program has schema {known}; "
        "export it with the Tallystick that made it (tallystick ledger export), and import that "
        "into a new ledger with this one (tallystick ledger init, tallystick ledger import) / "
        f"{place} 中账本的结构为 {there}，本程序的结构为 {known}；"
        "请用创建该账本的 Tallystick 版本导出（tallystick ledger export），"
        "再用本程序导入新账本（tallystick ledger init、tallystick ledger import）"
    )
