"""A trial of a ledger under load: many clients transfer ranges, then every unit is counted."""

import secrets
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from itertools import cycle
from multiprocessing import get_context
from statistics import quantiles
from threading import Barrier, BrokenBarrierError
from typing import Any

from tallystick.article6.postings.plain import Move, Range
from tallystick.ledger.errors import LedgerError, Refused
from tallystick.ledger.ledger import Ledger
from tallystick.ledger.opening import open_ledger
from tallystick.ledger.positions import Position, positions
from tallystick.ledger.posting import Receipt
from tallystick.ledger.replay_survey import in_batches

BLOCK_UNITS = 1000
START_WITHIN_S = 120

_together: dict[str, Barrier] = {}


@dataclass(frozen=True, slots=True)
class Trial:
    """What the clients share: the ledger, a series of its own, and how long they go on."""

    place: str
    series: str
    on: date
    clients: int
    blocks: int
    seconds: float

    def move(self, block: int, giver: str, taker: str) -> Move:
        """Return the posting that gives one whole block to another account."""
        first = block * BLOCK_UNITS + 1
        return Move(
            on=self.on,
            from_account=giver,
            to_account=taker,
            range=Range(self.series, first, first + BLOCK_UNITS - 1),
        )

    def key(self, client: int, number: int) -> str:
        """Return the key of the transfer of a client that is acknowledged as its `number`th."""
        return f"{self.series} client {client} transfer {number}"

    def share(self, client: int) -> Sequence[int]:
        """Return the blocks that a client moves; where there are too few, they are contested."""
        return range(client, self.blocks, self.clients) or [client % self.blocks]

    @property
    def accounts(self) -> tuple[str, str]:
        """The two accounts between which every block goes back and forth."""
        return f"{self.series} A", f"{self.series} B"


@dataclass(frozen=True, slots=True)
class Work:
    """What one client did: the time that each transfer took, and how many were refused."""

    seconds: float
    latencies: Sequence[float]
    refused: int


@dataclass(frozen=True, slots=True)
class Measured:
    """How fast a trial went, and the units that it lost or duplicated: none in a sound ledger.

    Units of an acknowledged transfer that the journal lacks count as lost.
    """

    transfers_per_second: float
    p50_ms: float
    p95_ms: float
    lost: int
    duplicated: int
    refused: int

    def to_json(self) -> dict[str, Any]:
        """Return the answer of the command that measures."""
        return asdict(self)


def measure(place: str, on: date, clients: int, blocks: int, seconds: float) -> Measured:
    """Issue blocks of a new series, let every client move its share, and count what is there.

    Raises LedgerError when the ledger cannot be used, or not by so many clients.
    """
    trial = Trial(place, f"bench {secrets.token_hex(4)}", on, clients, blocks, seconds)
    with open_ledger(place) as ledger:
        _issue(ledger, trial)
    done = _run(trial)
    with open_ledger(place) as ledger:
        held = [one for one in positions(ledger) if one.series == trial.series]
        missing = _missing(ledger, trial, done)
    latencies = sorted(one for work in done for one in work.latencies)
    cuts = quantiles(latencies, n=20, method="inclusive") if len(latencies) > 1 else [0.0] * 19
    return Measured(
        transfers_per_second=round(len(latencies) / max(work.seconds for work in done), 1),
        p50_ms=round(1000 * cuts[9], 3),
        p95_ms=round(1000 * cuts[18], 3),
        lost=(missing + blocks) * BLOCK_UNITS - _distinct(held),
        duplicated=sum(one.units for one in held) - _distinct(held),
        refused=sum(work.refused for work in done),
    )


def _issue(ledger: Ledger, trial: Trial) -> None:
    keyed = (
        (f"{trial.series} block {block}", trial.move(block, "", trial.accounts[0]))
        for block in range(trial.blocks)
    )
    for answer in ledger.post_many(keyed):
        if not isinstance(answer, Receipt):
            raise LedgerError(f"the blocks of the trial cannot be issued: {answer}")


def _run(trial: Trial) -> list[Work]:
    """Let the clients begin together, each in a process of its own."""
    context = get_context("spawn")
    with ProcessPoolExecutor(
        trial.clients, context, _meet, (context.Barrier(trial.clients),)
    ) as pool:
        running = [pool.submit(_client, trial, number) for number in range(trial.clients)]
        errors = [error for error in (one.exception() for one in running) if error]
    if errors:
        told = (one for one in errors if isinstance(one, LedgerError))
        raise next(told, LedgerError(f"a client failed: {errors[0]}"))
    return [one.result() for one in running]


def _meet(together: Barrier) -> None:
    _together["start"] = together


def _client(trial: Trial, number: int) -> Work:
    with open_ledger(trial.place) as ledger:
        try:
            ledger.accounts()
            _together["start"].wait(START_WITHIN_S)
        except BrokenBarrierError:
            raise LedgerError("not all clients could begin") from None
        except LedgerError:
            _together["start"].abort()
            raise
        return _transfer(ledger, trial, number)


def _transfer(ledger: Ledger, trial: Trial, client: int) -> Work:
    """Move blocks back and forth until the time is over."""
    latencies: list[float] = []
    refused, began = 0, time.monotonic()
    at_first = dict.fromkeys(trial.share(client), True)
    for block in cycle(trial.share(client)):
        asked = time.monotonic()
        if asked - began >= trial.seconds:
            break
        giver, taker = trial.accounts if at_first[block] else trial.accounts[::-1]
        try:
            ledger.post(trial.move(block, giver, taker), key=trial.key(client, len(latencies)))
            latencies.append(time.monotonic() - asked)
        except Refused:  # another client was faster, and the block is where it would have gone
            refused += 1
        at_first[block] = not at_first[block]
    return Work(time.monotonic() - began, latencies, refused)


def _missing(ledger: Ledger, trial: Trial, done: Sequence[Work]) -> int:
    """Count the acknowledged transfers that the journal lacks."""
    keys: Iterator[str] = (
        trial.key(client, number)
        for client, work in enumerate(done)
        for number in range(len(work.latencies))
    )
    return sum(len(batch) - len(ledger.standing(batch)) for batch in in_batches(keys))


def _distinct(held: Sequence[Position]) -> int:
    """Count the serials held by anybody, each once."""
    count, reach = 0, 0
    for first, last in sorted((one.first or 0, one.last or 0) for one in held):
        count += max(0, last - max(first - 1, reach))
        reach = max(reach, last)
    return count
