"""A process of writers: each posts one step after another and says so, until it is killed.

Every second one has a ledger of its own; the others share one, and so their commits.

Usage: python -m soak._writer PLACE SECONDS STEP [STEP ...]   (the first step of each writer)
"""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from time import monotonic, sleep

from soak._load import key_of, posting_of
from soak._log import signing_key
from tallystick.ledger import LedgerError, SharedLedger, open_ledger
from tallystick.ledger.log.background import keep_sequencing

PAUSE_SECONDS = 0.05
SEQUENCE_SECONDS = 0.05


def say(writer: int, step: int, what: str) -> None:
    """Write one line at once; what is written survives the process, which is all that dies."""
    os.write(1, f"{writer}\t{step}\t{what}\n".encode())


def work(place: str, until: float, writer: int, step: int, shared: SharedLedger) -> None:
    """Post step after step; on an error, connect again and post the same step again."""
    ledger = shared if writer % 2 else open_ledger(place)
    while monotonic() < until:
        try:
            receipt = ledger.post(posting_of(writer, step), key=key_of(writer, step))
        except LedgerError as error:
            say(writer, step, f"error: {' '.join(str(error).split())}")
            sleep(PAUSE_SECONDS)
            if ledger is not shared:
                ledger.close()
                ledger = open_ledger(place)
            continue
        say(writer, step, receipt.status)
        step += 1
    if ledger is not shared:
        ledger.close()


def main(place: str, seconds: str, *steps: str) -> None:
    """Start a thread for each writer; what one of them raises ends the process in failure.

    One more thread extends the signed log meanwhile, to be killed amid that too.
    """
    signal.alarm(2 * int(seconds))  # the end even of one that waits for a server
    until = monotonic() + int(seconds)
    stopped = Event()
    log = Thread(target=keep_sequencing, args=(place, signing_key(), stopped, SEQUENCE_SECONDS))
    log.daemon = True
    log.start()
    with SharedLedger(open_ledger(place)) as shared, ThreadPoolExecutor(len(steps)) as threads:
        at_work = [
            threads.submit(work, place, until, writer, int(step), shared)
            for writer, step in enumerate(steps)
        ]
    stopped.set()
    for one in at_work:
        one.result()


if __name__ == "__main__":
    main(*sys.argv[1:])
