"""The sequencer as a server's companion."""

import logging
from contextlib import closing
from threading import Event

from tallystick.ledger.errors import LedgerError
from tallystick.ledger.log.sequencer import sequence
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.keys import SigningKey


def keep_sequencing(place: str, key: SigningKey, stopped: Event, pause_s: float = 1.0) -> None:
    """Sequence the ledger at a place again and again until told to stop; for a server's thread.

    What goes wrong is logged, and tried again after the pause.
    """
    while not stopped.wait(pause_s):
        try:
            with closing(store_at(place)) as store:
                sequence(store, key)
        except LedgerError as error:
            logging.getLogger(__name__).warning("the log was not extended: %s", error)
