"""Race: many clients, each a process, want the same ranges; every range has one winner."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from time import monotonic
from typing import Any

from soak._check import unlike
from soak._load import issue, prepare
from soak._places import Places, everywhere
from soak._racer import ranges
from soak._told import ROOT
from tallystick.ledger import open_ledger

TIMES = 1000
CLIENTS = 16


def run(times: int, seconds: float) -> list[dict[str, Any]]:
    """Race for so many ranges on each database, in so many seconds at the most."""
    with everywhere() as found:
        return [race(places, CLIENTS, times, seconds / len(found)) for places in found]


def race(places: Places, clients: int, times: int, seconds: float) -> dict[str, Any]:
    """Let clients race for the same ranges and look who holds them."""
    place, lot = places.new(), ranges(0, times - 1)
    accounts = [f"CHE-{client}" for client in range(clients)]
    with open_ledger(place) as ledger:
        prepare(ledger, *accounts)
        ledger.post(issue(lot), key="lot")
        start = monotonic()
        answers = _answers(place, accounts, times, seconds)
        took = monotonic() - start
        taken = [
            (ranges(number, number), account)
            for account, answer in zip(accounts, answers, strict=True)
            for number in answer["won"]
        ]
        faults = [*(error for answer in answers for error in answer["errors"])]
        faults += unlike(ledger, lot, taken)
    refused = sum(answer["refused"] for answer in answers)
    wins = Counter(block.first for block, _ in taken)
    faults += [f"range {first} was won {won} times" for first, won in wins.items() if won > 1]
    return {
        "name": "race",
        "database": places.name,
        "clients": clients,
        "ranges": times,
        "won": len(taken),
        "winners": len({account for _, account in taken}),
        "refused": refused,
        "seconds": round(took, 1),
        "faults": faults,
        "holds": (len(taken), refused) == (times, times * (clients - 1)) and not faults,
    }


def _answers(
    place: str, accounts: Sequence[str], times: int, seconds: float
) -> list[dict[str, Any]]:
    """Start all clients, let them go at once and return what each says in the end."""
    until = monotonic() + seconds
    closed, gun = os.pipe()
    with ExitStack() as processes:
        clients = [
            processes.enter_context(
                subprocess.Popen(  # noqa: S603
                    [sys.executable, "-m", "soak._racer", place, account, str(times)],
                    cwd=ROOT,
                    stdin=closed,
                    stdout=subprocess.PIPE,
                )
            )
            for account in accounts
        ]
        for client in clients:
            processes.callback(client.kill)
            if client.stdout:
                client.stdout.readline()  # it is ready, or it is gone
        os.close(closed)
        os.close(gun)
        return [_answer(client, until - monotonic()) for client in clients]


def _answer(client: subprocess.Popen[bytes], seconds: float) -> dict[str, Any]:
    """Read what a client says in the end; one that says nothing in time has failed."""
    try:
        said, _ = client.communicate(timeout=max(seconds, 1))
        answer: dict[str, Any] = json.loads(said)
    except (subprocess.TimeoutExpired, ValueError) as error:
        return {"won": [], "refused": 0, "errors": [f"a client did not finish: {error}"]}
    return answer
