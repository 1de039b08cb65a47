"""The signed log, extended while the pages are served, so that every posting has its proof soon."""

import atexit
from contextlib import closing
from threading import Event, Thread

from tallystick.ledger.log.background import keep_sequencing
from tallystick.ledger.log.keyplace import signing_key
from tallystick.ledger.opening import store_at

GRACE_SECONDS = 10


def start_sequencing(place: str) -> None:
    """Extend the log of the ledger at a place in a thread, if this computer has its key.

    Those who do so take turns. Raises LedgerError for a key that cannot be read.
    """
    with closing(store_at(place)) as store:
        key = signing_key(store, place)
    if key is None:
        return
    stopped = Event()
    thread = Thread(target=keep_sequencing, args=(place, key, stopped), name="log", daemon=True)

    def stop() -> None:
        stopped.set()
        thread.join(GRACE_SECONDS)

    thread.start()
    atexit.register(stop)
