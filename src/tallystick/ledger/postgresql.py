"""The ledger in PostgreSQL: many writers, each posting one call of a function of the database."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from operator import itemgetter
from select import POLLIN, poll, select
from typing import TYPE_CHECKING, NoReturn

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.types.string import TextLoader

from tallystick.ledger.errors import LedgerError
from tallystick.ledger.patterns import Again
from tallystick.ledger.plans import Plan, Shift
from tallystick.ledger.postgresql_moving import VALUES, Moves, is_one_move, told
from tallystick.ledger.store import (
    KeyTaken,
    Row,
    Stale,
    Unexpected,
    require_schema,
    schema,
    sql_file,
)

if TYPE_CHECKING:
    from tallystick.ledger.importing.tables import Table

STALE, UNEXPECTED = "LG001", "LG002"
DEADLOCK, OVERLAP, DUPLICATE, CHECKED = "40P01", "23P01", "23505", "23514"
KEY = "ledger_posting_key"
LIMITS = frozenset({"ledger_authorization_cap", "ledger_balance_units"})
UNREPLICATED = frozenset({"01000", "57P01"})
"""Warnings that a commit did not wait for the standby, because its wait was cancelled."""

REPLICATED = "SELECT pg_logical_emit_message(true, 'ledger', '')"
"""Writes what a standby must have received before the commit returns, and all before it too."""

SETTLED = "LOCK TABLE ledger_holding IN ACCESS SHARE MODE"
"""Waits for a load to end before anything is read: its holdings are committed a little earlier."""

TUPLES_OK = int(ExecStatus.TUPLES_OK)
POST, MOVE, RECORD = b"ledger_post", b"ledger_move", b"ledger_record"
CALLS = {POST: 1, MOVE: VALUES, RECORD: 1}
"""The functions that post, and how many values they take."""

IN_DOUBT = "what was asked may or may not stand; ask for it again, under the same key"

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class PostgresqlStore:
    """A ledger in a PostgreSQL database, connected to when it is first used."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opened: psycopg.Connection | None = None
        self._rehearsing = False
        self._moves = Moves()
        self._writing: PGconn | None = None
        self._readable = poll()
        self._answer: PGresult | None = None
        self._warnings: list[str] = []
        self._doubts: list[str] = []

    def create(self) -> None:
        """Make the tables and functions; on a ledger that exists, change nothing.

        Who may make roles gets two that cannot log in: `tallystick_owner` owns all, and
        `tallystick_poster` may read and post, no more. Grant the second to the role that the
        application logs in as. Who may not make roles stays the owner of tables and triggers,
        and with these rights could also remove them.
        """
        with _explained(), self._connect() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(hashtext('ledger schema'))")
            made = _made(connection)
            if made is None:
                for sql in (schema("postgresql"), sql_file("roles_postgresql")):
                    connection.execute(sql.encode())
            else:
                require_schema(made, "postgresql", "the database")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that the block reads be of one instant."""
        if self._rehearsing:
            yield
            return
        self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            self.execute(SETTLED)
            yield
        finally:
            if self._opened is not None and not self._opened.closed:
                self.execute("ROLLBACK")

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Undo at its end all that the block writes; whoever needs the same units waits."""
        self.execute("BEGIN")
        self._rehearsing = True
        try:
            yield
        finally:
            self._rehearsing = False
            self.execute("ROLLBACK")

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Run one query and return its rows."""
        with self._heeded():
            self._receive()
            cursor = self._connection.execute(sql.replace("?", "%s").encode(), values)
            return cursor.fetchall() if cursor.description else []

    def write(self, plan: Plan | Again) -> list[int]:
        """Write a plan in one call and return the numbers of its postings."""
        if isinstance(plan, Again):
            values = None if self._rehearsing else self._moves.again(plan)
            if values:
                return self._move(values)
            plan = plan.plan()
        if self._rehearsing:
            return self._try(plan)
        with self._heeded():
            self._ask(*_call(plan))
            return self._numbers()

    def _move(self, values: Sequence[bytes | None]) -> list[int]:
        """Write a movement like an earlier one, without what costs more than to send it."""
        try:
            self._ask(MOVE, values)
            self._receive()
            result = self._answer
            if result is not None and result.status == TUPLES_OK and not self._doubts:
                self._answer = None
                return [int(result.get_value(0, 0) or 0)]
        except (psycopg.Error, UnicodeError) as error:
            raise self._failed(error) from error
        with self._heeded():
            return self._numbers()

    def begin(self, plan: Plan) -> Callable[[], list[int]]:
        """Send a plan; what is returned waits until it is written, as `write` does."""
        return partial(self._try, plan) if self._rehearsing else self._send(plan)

    def _try(self, plan: Plan) -> list[int]:
        """Write a plan in a rehearsal, which goes on where it cannot be written."""
        with self._connection.transaction():
            return self._send(plan)()

    def _send(self, plan: Plan) -> Callable[[], list[int]]:
        with self._heeded():
            self._ask(*_call(plan))
        return self._written

    def _written(self) -> list[int]:
        with self._heeded():
            return self._numbers()

    def _ask(self, function: bytes, values: Sequence[bytes | None]) -> None:
        """Call a function past the cursor, which would take a third of the time of the call."""
        self._receive()
        server = self._connection.pgconn
        server.send_query_prepared(function, values)
        while server.flush():
            select([], [server.socket], [])
        self._writing = server

    def _receive(self) -> None:
        """Wait for the answer to what is being written, before anything else is asked."""
        if self._writing:
            server = self._writing
            self._warnings.clear()
            try:
                self._readable.poll()  # unlike get_result, this can be interrupted
            except KeyboardInterrupt:
                self._connection.cancel()  # the answer is taken before anything else is asked
                raise
            self._writing = None
            self._answer = server.get_result()
            while server.get_result() is not None:
                pass
            self._doubts, self._warnings = self._warnings, []

    def _numbers(self) -> list[int]:
        """Return the numbers of the postings that were written."""
        self._receive()
        self._warnings.extend(self._doubts)
        result, self._answer = self._answer, None
        if result is None:
            raise psycopg.OperationalError("the answer to a posting was lost")
        if result.status != ExecStatus.TUPLES_OK:
            _sort_out(error_from_result(result))
        numbers = result.get_value(0, 0) or b"{}"
        return [int(number) for number in numbers.strip(b"{}").split(b",")]

    def merge(self, series: str) -> int:
        """Make neighbouring ranges of a series one; return how many ranges fewer there are."""
        ((gone,),) = self.execute("SELECT ledger_merge(?)", (series,))
        return int(gone)

    def confirm(self) -> None:
        """Wait for the synchronous standby, if there is one, to have all that was read."""
        self.execute(REPLICATED)

    def load(self, tables: "Iterable[Table]") -> None:
        """Fill an empty ledger by COPY; the role must be a member of the one that owns it."""
        from tallystick.ledger.postgresql_loading import load

        with _explained():
            self._receive()
            load(self._connection, tables, self._connect)

    def close(self) -> None:
        """End the connection."""
        if self._opened is not None:
            self._opened.close()
            self._opened, self._writing = None, None

    @property
    def _connection(self) -> psycopg.Connection:
        if self._opened is None or self._opened.closed:  # lost; the next call connects again
            with _explained():
                connection = self._connect()
                try:
                    require_schema(_made(connection), "postgresql", "the database")
                    _prepare(connection)
                except BaseException:
                    connection.close()
                    raise
            self._opened, self._writing = connection, None
            self._readable = poll()
            self._readable.register(connection.pgconn.socket, POLLIN)
        return self._opened

    def _connect(self) -> psycopg.Connection:
        # psycopg, where it prepares statements, drops all there are at a rollback: ours too.
        connection = psycopg.connect(self._url, autocommit=True, prepare_threshold=None)
        connection.add_notice_handler(self._hear)
        for kind in ("date", "timestamptz"):
            connection.adapters.register_loader(kind, TextLoader)
        connection.execute("SET TIME ZONE 'UTC'")
        connection.execute("SET datestyle = 'ISO'")
        connection.execute("SET default_transaction_isolation = 'read committed'")
        return connection

    def _hear(self, told: psycopg.errors.Diagnostic) -> None:
        if told.severity_nonlocalized == "WARNING" and told.sqlstate in UNREPLICATED:
            self._warnings.append(told.message_primary or "")

    @contextmanager
    def _heeded(self) -> Iterator[None]:
        """Raise LedgerError where the database fails, doubts what it took, or went away."""
        self._warnings.clear()
        try:
            yield
        except (psycopg.Error, UnicodeError) as error:
            raise self._failed(error) from error
        if self._warnings:
            raise LedgerError(f"PostgreSQL: {self._warnings[0]}; {IN_DOUBT}")

    def _failed(self, error: Exception) -> LedgerError:
        lost = self._opened is not None and self._opened.closed
        if lost and isinstance(error, psycopg.Error):
            return LedgerError(f"PostgreSQL: the connection was lost; {IN_DOUBT}")
        return _told(error)


def _prepare(connection: psycopg.Connection) -> None:
    """Let the server parse the calls of the functions that post once for all."""
    for function, count in CALLS.items():
        values = b", ".join(b"$%d" % place for place in range(1, count + 1))
        made = connection.pgconn.prepare(function, b"SELECT %b(%b)" % (function, values))
        if made.status != ExecStatus.COMMAND_OK:
            raise error_from_result(made)


def _call(plan: Plan) -> tuple[bytes, list[bytes | None]]:
    """Choose the function that writes a plan, and write down what it is told."""
    if plan.postings[-1].subject:
        return RECORD, [_write(_asked(plan)).encode()]
    if is_one_move(plan):
        return MOVE, told(plan)
    return POST, [_write(_asked(plan)).encode()]


def _asked(plan: Plan) -> dict[str, object]:
    named = {
        "records": plan.records,
        "postings": plan.postings,
        "lots": plan.lots,
        "waves": _waves(plan.shifts),
        "payments": plan.payments,
        "entries": plan.entries,
        "kept": plan.kept,
    }
    return {name: value for name, value in named.items() if value or name == "records"}


def _waves(shifts: Sequence[Shift]) -> list[list[Row]]:
    """Put shifts, with their places, in waves: those that share units one wave after the other."""
    waves: list[list[Row]] = []
    reached: dict[str, list[tuple[int, int, int]]] = {}
    for place, shift in enumerate(shifts, 1):
        ranges = reached.setdefault(shift.series, [])
        start = bisect_left(ranges, shift.first_serial, key=itemgetter(1))
        end = bisect_right(ranges, shift.last_serial, key=itemgetter(0))
        shared = ranges[start:end]
        wave = max((one[2] for one in shared), default=-1) + 1
        first = min([shift.first_serial, *(one[0] for one in shared)])
        last = max([shift.last_serial, *(one[1] for one in shared)])
        ranges[start:end] = [(first, last, wave)]
        if wave == len(waves):
            waves.append([])
        waves[wave].append((place, *shift))
    return waves


def _made(connection: psycopg.Connection) -> Row | None:
    """Return what a ledger keeps of the schema that it was made with, if there is a ledger."""
    known = connection.execute("SELECT to_regclass('ledger_schema')").fetchone()
    if known is None or known[0] is None:
        return None
    return connection.execute("SELECT * FROM ledger_schema").fetchone() or ()


def _sort_out(error: psycopg.Error) -> NoReturn:
    """Tell a plan that no longer fits from a database that fails."""
    constraint = error.diag.constraint_name
    if error.sqlstate == STALE:
        raise Stale from error
    if error.sqlstate == DUPLICATE and constraint == KEY:
        raise KeyTaken from error
    if error.sqlstate in {UNEXPECTED, OVERLAP, DUPLICATE, DEADLOCK} or (
        error.sqlstate == CHECKED and constraint in LIMITS
    ):
        raise Unexpected from error
    raise error


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (psycopg.Error, UnicodeError) as error:
        raise _told(error) from error


def _told(error: Exception) -> LedgerError:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return LedgerError(f"PostgreSQL: {lines[0]}")
