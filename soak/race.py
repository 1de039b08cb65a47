"""Race: many clients, each a process, want the same range at once; every range has one winner."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from threading import BrokenBarrierError
from time import monotonic
from typing import Any

from soak._check import unlike
from soak._load import SERIES, issue, prepare, send
from soak._log import unverified
from soak._places import Places, everywhere
from tallystick.core.identifiers import Block
from tallystick.ledger import LedgerError, Refused, open_ledger

TIMES = 1000
CLIENTS = 16
RANGE = 10
TOGETHER_SECONDS_MAX = 60
_together: list[Barrier] = []  # what a client's process was given when it began


def run(times: int, seconds: float) -> list[dict[str, Any]]:
    """Race for so many ranges on each database, in so many seconds at the most."""
    with everywhere() as found:
        return [race(places, CLIENTS, times, seconds / len(found)) for places in found]


def ranges(first: int, last: int) -> Block:
    """Return as one block the ranges from one number to another that all clients race for."""
    return Block(SERIES, 1 + RANGE * first, RANGE * (last + 1))


def race(places: Places, clients: int, times: int, seconds: float) -> dict[str, Any]:
    """Let clients race for one range after another and look who holds them."""
    place, lot = places.new(), ranges(0, times - 1)
    accounts = [f"CHE-{client}" for client in range(clients)]
    with open_ledger(place) as ledger:
        prepare(ledger, *accounts)
        ledger.post(issue(lot), key="lot")
        start = monotonic()
        answers = _answers(place, accounts, times, start + seconds)
        took = monotonic() - start
        taken = [
            (ranges(number, number), account)
            for account, told in zip(accounts, answers, strict=True)
            for number, answer in enumerate(told)
            if answer == "posted"
        ]
        told = Counter(answer for told in answers for answer in told)
        faults = [*unlike(ledger, lot, taken), *(told.keys() - {"posted", "refused"})]
    faults += unverified(place)
    wins = Counter(block.first for block, _ in taken)
    faults += [
        f"the range at {first} was won {won} times" for first, won in wins.items() if won > 1
    ]
    return {
        "name": "race",
        "database": places.name,
        "clients": clients,
        "ranges": times,
        "won": told["posted"],
        "winners": len({account for _, account in taken}),
        "refused": told["refused"],
        "seconds": round(took, 1),
        "faults": faults,
        "holds": (told["posted"], told["refused"]) == (times, times * (clients - 1)) and not faults,
    }


def _answers(place: str, accounts: Sequence[str], times: int, until: float) -> list[list[str]]:
    """Start a process for each client and return what each was answered, range by range."""
    processes = get_context("spawn")
    together = processes.Barrier(len(accounts))
    client = partial(_take, place, times, until)
    with ProcessPoolExecutor(
        len(accounts), processes, initializer=_meet, initargs=(together,)
    ) as pool:
        return list(pool.map(client, accounts))


def _meet(together: Barrier) -> None:
    _together.append(together)


def _take(place: str, times: int, until: float, account: str) -> list[str]:
    """Want one range after another, each at the moment when all other clients want it too."""
    answers: list[str] = []
    (together,) = _together
    with open_ledger(place) as ledger:
        for number in range(times):
            try:
                if monotonic() > until:
                    together.abort()
                together.wait(TOGETHER_SECONDS_MAX)
                posting = send(ranges(number, number), account)
                answers.append(ledger.post(posting, key=f"{account} {number}").status.value)
            except BrokenBarrierError:
                answers.append("out of time")
                break
            except Refused:
                answers.append("refused")
            except LedgerError as error:
                answers.append(str(error))
    return answers
