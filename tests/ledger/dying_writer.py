"""A writer for the tests: dies amid a posting, or posts one unit after another until killed."""

import os
import signal
import sys
from collections.abc import Sequence

from ledger_samples import LOT, send

from tallystick.ledger import Ledger, open_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.store import Row, Store


class DyingStore:
    """A store whose process is killed when it wants to run one statement too many."""

    def __init__(self, store: Store, statements: int) -> None:
        self.create, self.transaction, self.lock = store.create, store.transaction, store.lock
        self.close = store.close
        self._execute = store.execute
        self._left = statements

    def execute(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1
        return self._execute(sql, values)


def main(place: str, statements: str | None = None) -> None:
    if statements is not None:
        dying = Ledger(DyingStore(store_at(place), int(statements)))
        dying.post(send(), key="the dying writer's")
        dying.close()
        return
    with open_ledger(place) as ledger:
        for serial in range(1, LOT.last + 1):
            ledger.post(send(LOT.part(serial, serial)), key=str(serial))
            sys.stdout.write(f"{serial}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
