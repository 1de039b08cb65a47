"""The time and the queries of each main page, asked for in a process of its own, one at a time.

Everything counts that the driver sends: what Django asks, what the ledger asks, and what opening
a connection asks. Time is the server's: from the request to the answer, less the time in which this
process, or the database's processes that serve it, were ready and waited for a processor that other
programs on the machine had (Linux tells that); the wall's time is told beside it.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

import django
import psycopg

WARM_UP, TIMES = 10, 60
Address = Callable[[random.Random], str]


class Counted:
    """How many queries went to PostgreSQL in this process, and which processes answered them."""

    def __init__(self) -> None:
        self.queries = 0
        self.processes = {os.getpid()}
        execute = psycopg.Cursor.execute

        def counted(cursor: psycopg.Cursor, *told: Any, **more: Any) -> Any:
            self.queries += 1
            self.processes.add(cursor.connection.info.backend_pid)
            return execute(cursor, *told, **more)

        psycopg.Cursor.execute = counted  # type: ignore[method-assign,assignment]  # to see all

    def waited(self) -> float:
        """Return the seconds that these processes have waited for a processor so far."""
        return sum(map(_waited, self.processes))


def _waited(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[1]) / 1e9
    except FileNotFoundError:  # it has ended, or this is no Linux
        return 0.0


def addresses(pairs: int, lots: int, newest: int) -> Iterator[tuple[str, str, Address]]:
    """Yield each page's name, who asks, and the address of a random one of its kind."""
    from benchmarks._ledger_load import series
    from benchmarks._ledger_ranges import PAIR_T
    from benchmarks._web_people import HOLDER

    def serial(choice: random.Random) -> tuple[str, int]:
        return str(series(choice.randrange(lots))), 1 + choice.randrange(pairs) * PAIR_T

    def units(choice: random.Random) -> str:
        name, first = serial(choice)
        return f"/en/units/{name}/{first}/{first + 9}/"

    yield "start", "", lambda _: "/en/"
    yield "search", "", lambda choice: "/en/search/?q={}+{}".format(*serial(choice))
    yield "units", "", units
    yield "party", "", lambda choice: f"/zh-hans/parties/{choice.choice(('GHA', 'CHE'))}/"
    yield "approach", "", lambda _: "/en/approaches/CA0001/"
    yield "agreement", "", lambda choice: f"/en/agreements/{choice.choice(AGREEMENTS)}/"
    yield "map", "", lambda _: "/en/map/"
    yield "proof", "", lambda choice: f"/en/proofs/{choice.randint(newest // 2, newest)}/"
    yield "proofs", "", lambda _: "/en/proofs/"
    yield "position", "officer", lambda _: "/en/authority/GHA/position/"
    yield "behind a number", "officer", lambda _: "/en/authority/GHA/position/2024/23(c)/"
    yield "summary", "officer", lambda _: "/en/authority/GHA/reports/summary/"
    yield "reports", "officer", lambda _: "/en/authority/GHA/reports/"
    yield "accounts", "officer", lambda _: "/zh-hans/accounts/"
    yield "holdings", "officer", lambda _: "/en/accounts/of/GHA/"
    yield "holdings as data", "officer", lambda _: "/api/v1/accounts/GHA/holdings?limit=50"
    yield "entity account", "entity", lambda _: f"/en/accounts/of/{HOLDER}/"
    yield "links", "regulator", lambda _: "/en/links/?party=all"
    yield "audit", "auditor", lambda _: "/en/audit/"


AGREEMENTS = ("a6_ch_ghana", "a6_kr_ghana", "a6_sg_ia_peru")


def measure(known: dict[str, str], pairs: int, lots: int, newest: int) -> dict[str, Any]:
    """Ask for every page a few times to warm up, then measure."""
    from django.test import Client

    _wait_for_numbers()
    choice, counted, told = random.Random(7), Counted(), {}  # noqa: S311 (repeatable)
    for name, who, address in addresses(pairs, lots, newest):
        client = Client(SERVER_NAME="localhost")
        if who:
            client.cookies["tallystick_session"] = known[who]
        for _ in range(WARM_UP):
            _answer(client, address(choice))
        rounds = [_timed(client, address(choice), counted) for _ in range(TIMES)]
        told[name] = {
            "p95_ms": _p95_ms(one.seconds for one in rounds),
            "wall_p95_ms": _p95_ms(one.wall_seconds for one in rounds),
            "median_ms": round(median(one.seconds for one in rounds) * 1000, 1),
            "queries": max(one.queries for one in rounds),
            "bytes": max(one.length for one in rounds),
        }
    return told


def _wait_for_numbers() -> None:
    """Have the journal counted, as a server does once, before its sums are asked for."""
    from tallystick.web.brief import BeingCountedError, ledger_read, standing

    while True:
        with suppress(BeingCountedError), ledger_read() as ledger:
            standing(ledger)
            return
        time.sleep(1)


class Timed(NamedTuple):
    """What one answer took and was."""

    seconds: float
    wall_seconds: float
    queries: int
    length: int


def _p95_ms(seconds: Iterable[float]) -> float:
    return round(quantiles(seconds, n=20)[-1] * 1000, 1)


def _timed(client: Any, address: str, counted: Counted) -> Timed:
    queries, waited, start = counted.queries, counted.waited(), time.perf_counter()
    length = _answer(client, address)
    wall = time.perf_counter() - start
    return Timed(wall - counted.waited() + waited, wall, counted.queries - queries, length)


def _answer(client: Any, address: str) -> int:
    answer = client.get(address)
    if answer.status_code not in {200, 302}:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return len(answer.content)


if __name__ == "__main__":
    django.setup()
    json.dump(measure(json.load(sys.stdin), *map(int, sys.argv[1:])), sys.stdout)
