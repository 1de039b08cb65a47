"""Pairs: two clients at once transfer random parts of the same stretch of one block."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from threading import Barrier
from time import monotonic
from typing import Any

from soak._check import unlike
from soak._load import SERIES, issue, prepare, send
from soak._log import unverified
from soak._places import Places, everywhere
from tallystick.core.identifiers import Block
from tallystick.ledger import LedgerError, Refused, Status, open_ledger

TIMES = 200
STRETCH = 100
TAKERS = ("CHE", "SWE")
TOGETHER_SECONDS_MAX = 60
Pair = tuple[Block, ...]


def run(times: int, seconds: float) -> list[dict[str, Any]]:
    """Post so many pairs on each database, in so many seconds at the most."""
    with everywhere() as found:
        return [pairs(places, times, seconds / len(found)) for places in found]


def pairs(places: Places, times: int, seconds: float) -> dict[str, Any]:
    """Post pairs; of two that share units one wins, of two that do not both do."""
    until, place = monotonic() + seconds, places.new()
    lot = Block(SERIES, 1, STRETCH * times)
    wanted = _wanted(lot, times)
    with open_ledger(place) as ledger:
        prepare(ledger)
        ledger.post(issue(lot), key="lot")
        client = partial(_post, place, wanted, Barrier(len(TAKERS)), lambda: monotonic() < until)
        with ThreadPoolExecutor(len(TAKERS)) as threads:
            answers = list(zip(*threads.map(client, range(len(TAKERS))), strict=True))
        taken = [
            (block, taker)
            for pair, told in zip(wanted, answers, strict=True)
            for block, taker, answer in zip(pair, TAKERS, told, strict=True)
            if answer == Status.POSTED
        ]
        faults = [*_unfair(wanted, answers), *unlike(ledger, lot, taken)]
    faults += unverified(place)
    return {
        "name": "pairs",
        "database": places.name,
        "pairs": times,
        "sharing_units": sum(_shares(pair) for pair in wanted),
        "posted": len(taken),
        "faults": faults,
        "holds": not faults,
    }


def _wanted(lot: Block, times: int) -> list[Pair]:
    """Draw two parts from each stretch of the block, so that every pair can have something."""
    random = Random(3)

    def part(start: int) -> Block:
        first, last = sorted(random.choices(range(1, STRETCH + 1), k=2))
        return lot.part(start + first, start + last)

    return [tuple(part(STRETCH * number) for _ in TAKERS) for number in range(times)]


def _post(
    place: str, wanted: list[Pair], together: Barrier, goes_on: Callable[[], bool], client: int
) -> list[str]:
    """Post one part of each pair, each together with the other client."""
    answers = []
    with open_ledger(place) as ledger:
        for number, pair in enumerate(wanted):
            together.wait(TOGETHER_SECONDS_MAX)
            try:
                posting = send(pair[client], TAKERS[client])
                receipt = ledger.post(posting, key=f"{client} {number}") if goes_on() else None
                answers.append(receipt.status.value if receipt else "out of time")
            except Refused:
                answers.append("refused")
            except LedgerError as error:
                answers.append(str(error))
    return answers


def _shares(pair: Pair) -> bool:
    one, other = pair
    return one.first <= other.last and other.first <= one.last


def _unfair(wanted: list[Pair], answers: list[tuple[str, ...]]) -> list[str]:
    fair = {True: ["posted", "refused"], False: ["posted", "posted"]}
    return [
        f"{pair} were answered {told}"
        for pair, told in zip(wanted, answers, strict=True)
        if sorted(told) != fair[_shares(pair)]
    ]
