"""A writer for the tests: dies amid a posting, or posts one unit after another until killed."""

import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Sequence
from typing import Any

from control.control_samples import decide
from ledger_samples import LOT, send

from tallystick.article6.postings.control_approvals import Approve
from tallystick.ledger import Ledger, open_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.patterns import Again
from tallystick.ledger.plans import Plan
from tallystick.ledger.store import Row, Store


class Countdown:
    """Kills this process when one step too many begins."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def step(self, *_: object) -> None:
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1


class DyingStore:
    """A store that counts down what is asked of it."""

    def __init__(self, store: Store, countdown: Countdown) -> None:
        self.create, self.snapshot, self.close = store.create, store.snapshot, store.close
        self.rehearsal, self.merge = store.rehearsal, store.merge
        self.confirm = store.confirm
        self.load = store.load
        self._store, self._countdown = store, countdown

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        self._countdown.step()
        return self._store.execute(sql, values)

    def write(self, plan: Plan | Again) -> list[int]:
        self._countdown.step()
        return self._store.write(plan)

    def begin(self, plan: Plan) -> Callable[[], list[int]]:
        self._countdown.step()
        return self._store.begin(plan)


def dying(place: str, steps: int) -> Store:
    """Open a store that dies: SQLite before any statement, PostgreSQL, with one, before that."""
    countdown = Countdown(steps)
    if "://" in place:
        return DyingStore(store_at(place), countdown)
    connect = sqlite3.connect

    def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.set_trace_callback(countdown.step)
        return connection

    sqlite3.connect = traced  # type: ignore[assignment]  # only in this short-lived process
    return store_at(place)


def main(place: str, steps: str | None = None, what: str = "send") -> None:
    if steps is not None:
        ledger = Ledger(dying(place, int(steps)))
        posting = send() if what == "send" else decide(Approve)
        ledger.post(posting, key="the dying writer's")
        ledger.close()
        return
    with open_ledger(place) as ledger:
        for serial in range(1, LOT.last + 1):
            ledger.post(send(LOT.part(serial, serial)), key=str(serial))
            sys.stdout.write(f"{serial}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
