"""Working something out of a whole ledger in a process of its own, so that no page waits for it."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from threading import Thread
from typing import TypeVar, cast

from tallystick.ledger import Ledger, LedgerError, open_ledger

NICENESS = 10
"""How far the process stands back behind those that answer."""

Told = TypeVar("Told")


def work_out_apart(function: Callable[[Ledger], Told], place: str) -> Told:
    """Return what a function of a module makes of the ledger at a place.

    Raises LedgerError where it cannot. The place, which may hold a password, is not shown in the
    list of processes.
    """
    asked = {"module": function.__module__, "function": function.__qualname__, "place": place}
    with subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        if child.stdin is None or child.stdout is None:
            raise LedgerError("a process cannot be talked to")
        child.stdin.write(json.dumps(asked).encode() + b"\n")
        child.stdin.flush()
        told = child.stdout.read()
    if child.returncode:
        raise LedgerError(f"{function.__qualname__} ended with {child.returncode}")
    return cast(Told, pickle.loads(told))  # noqa: S301 (written by our own program)


def main() -> None:
    """Do what is asked for on standard input, and write the outcome."""
    os.nice(NICENESS)
    asked = json.loads(sys.stdin.readline())
    Thread(target=_end_with_parent, daemon=True).start()
    function = getattr(import_module(asked["module"]), asked["function"])
    with open_ledger(asked["place"]) as ledger:
        pickle.dump(function(ledger), sys.stdout.buffer)


def _end_with_parent() -> None:
    """End the process as soon as nobody is there any more to hear the outcome."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    main()
