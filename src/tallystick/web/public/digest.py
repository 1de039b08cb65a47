"""What only the whole journal tells: worked out once for as long as the journal stays as it is.

A small ledger is worked out while the page waits. A large one is worked out by a process beside,
one at a time and no more often than every ten minutes, and until then pages show what was worked
out before.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock, Thread
from time import monotonic
from typing import Any, Generic, TypeVar

from tallystick.article6.account import AccountResult, run
from tallystick.article6.postings.records import RecordNdc
from tallystick.ledger import Ledger, LedgerError, open_ledger
from tallystick.ledger.accounting import account
from tallystick.ledger.country import countries
from tallystick.ledger.entries import Leg
from tallystick.ledger.reading import Reader
from tallystick.ledger.ways import GIVING
from tallystick.web.brief import Sum
from tallystick.web.public.apart import work_out_apart

SMALL = 5_000
"""Entries that are folded in a fraction of a second."""

PAUSE_SECONDS = 600

Told = TypeVar("Told")

_one_at_a_time = Lock()
"""Each needs the memory of a whole journal."""


@dataclass(frozen=True, slots=True)
class Made(Generic[Told]):
    """What was worked out, up to which entry and when."""

    newest: int
    at: float
    told: Told


class Digest(Generic[Told]):
    """One thing that is worked out of a whole ledger, and kept."""

    def __init__(self, work_out: Callable[[Ledger], Told]) -> None:
        self._work_out = work_out
        self._made: dict[str, Made[Told]] = {}
        self._working: set[str] = set()
        self._lock = Lock()

    def __call__(self, reader: Reader, place: str) -> Told | None:
        """Return what is known of the ledger at a place; None while it is first worked out."""
        newest, known = reader.newest(), self._made.get(place)
        if known is not None and known.newest == newest:
            return known.told
        if newest <= SMALL:
            with open_ledger(place) as ledger:
                return self._keep(place, newest, self._work_out(ledger))
        if known is None or monotonic() - known.at > PAUSE_SECONDS:
            self._begin(place, newest)
        return known.told if known else None

    def _keep(self, place: str, newest: int, told: Told) -> Told:
        self._made[place] = Made(newest, monotonic(), told)
        return told

    def _begin(self, place: str, newest: int) -> None:
        """Have it worked out beside, unless that is being done."""
        with self._lock:
            if place in self._working:
                return
            self._working.add(place)
        Thread(target=self._beside, args=(place, newest), daemon=True).start()

    def _beside(self, place: str, newest: int) -> None:
        try:
            with _one_at_a_time:
                self._keep(place, newest, work_out_apart(self._work_out, place))
        except LedgerError as error:
            logging.getLogger(__name__).warning("a digest was not made: %s", error)
        finally:
            self._working.discard(place)


Balances = Sequence[tuple[RecordNdc, AccountResult]]


def _balances(ledger: Ledger, journal: Sequence[Leg]) -> Balances:
    authorizations = ledger.authorizations()
    return [(ndc, run(account(ndc, authorizations, journal))) for ndc in ledger.ndcs()]


def _flows(_: Ledger, journal: Sequence[Leg]) -> dict[tuple[str, str], int]:
    """Add up standing transfers between Parties by giving and receiving Party."""
    found: dict[tuple[str, str], int] = {}
    for leg in journal:
        if leg.type in GIVING and leg.party and leg.counterparty and leg.block:
            pair = leg.party, leg.counterparty
            found[pair] = found.get(pair, 0) + leg.block.quantity
    return found


balances: Sum[Balances] = Sum(_balances)
nodes: Sum[dict[str, dict[str, Any]]] = Sum(countries)
flows: Sum[dict[tuple[str, str], int]] = Sum(_flows)
