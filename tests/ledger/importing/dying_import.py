"""An import for the tests that is killed when it has filled so many tables, or as it commits."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from tallystick.ledger import postgresql_copying, sqlite_loading
from tallystick.ledger.importing.importing import import_export
from tallystick.ledger.opening import store_at

BEFORE, BEHIND = "before the commit", "behind the commit"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying(function: Callable[..., Any], times: int) -> Callable[..., Any]:
    """Call a function so many times, and die at the next call."""
    calls = iter(range(times))

    def counted(*arguments: Any) -> Any:
        if next(calls, None) is None:
            die()
        return function(*arguments)

    return counted


def dying_at_commit(execute: Callable[..., Any], when: str) -> Callable[..., Any]:
    """Run statements on connections, and die at the first that commits what was filled beside."""

    def run(connection: psycopg.Connection, statement: Any, *more: Any) -> Any:
        if statement != "COMMIT":
            return execute(connection, statement, *more)
        if when == BEHIND:
            execute(connection, statement)
        return die()

    return run


def main(place: str, exported: str, when: str) -> None:
    if when in {BEFORE, BEHIND}:
        psycopg.Connection.execute = dying_at_commit(  # type: ignore[method-assign]  # to die in
            psycopg.Connection.execute, when
        )
    else:
        filled = int(when) if "://" in place else int(when) - 1
        postgresql_copying.copy = dying(postgresql_copying.copy, filled)
        sqlite_loading._values = dying(sqlite_loading._values, filled)
    with closing(store_at(place)) as store:
        import_export(store, Path(exported))


if __name__ == "__main__":
    main(*sys.argv[1:])
