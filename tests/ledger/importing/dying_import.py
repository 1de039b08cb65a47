"""An import for the tests that is killed when it has filled so many tables."""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tallystick.ledger import postgresql_loading, sqlite_loading
from tallystick.ledger.importing.importing import import_export
from tallystick.ledger.opening import store_at


def dying(function: Callable[..., Any], times: int) -> Callable[..., Any]:
    """Call a function so many times, and die at the next call."""
    calls = iter(range(times))

    def counted(*arguments: Any) -> Any:
        if next(calls, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments)

    return counted


def main(place: str, exported: str, times: int) -> None:
    filled = times if "://" in place else times - 1
    postgresql_loading.copy = dying(postgresql_loading.copy, filled)
    sqlite_loading._values = dying(sqlite_loading._values, filled)
    with closing(store_at(place)) as store:
        import_export(store, Path(exported))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
