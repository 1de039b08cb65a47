"""Postings to the ledger on PostgreSQL, against pgbench's TPC-B-like rate at 16 clients.

Everything goes through the public Python interface, with all rules and the leaf for the log: half
of the postings first transfer a part of a lot, half use it. Single postings come from 16 clients
that each wait for the answer to every one: `single` are threads that share a ledger, as those of
the pages do, and `apart` processes with a connection each, told beside it. A bulk comes from one
client, a thousand postings per commit. pgbench and the ledger take turns on one durable server,
and the median of the ratios counts.

Latency is that of one client that first transfers and uses parts of random ranges, with five
million ranges in the ledger against a thousand.
"""

import json
import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from statistics import median
from typing import Any

from benchmarks._ledger_load import postings, prepare, timed
from benchmarks._ledger_ranges import fill, random_parts
from benchmarks._ledger_server import SCALE, SETTINGS, Measured, measured, program
from tallystick.ledger import open_ledger

LIMITS = {"single": 0.8, "bulk": 2.0, "latency": 1.3}
CLIENTS, LOTS_EACH, ROUNDS, SECONDS = 16, 6, 3, 10.0
BULK, EVERY = 60_000, 1_000
RANGES = {"few": 1_000, "many": 5_000_000}
LATENCIES = 300

Rate = Callable[[Measured], tuple[float, dict[str, Any]]]


def run() -> dict[str, object]:
    """Measure all three; rates as multiples of pgbench's, the latency as a multiple of itself."""
    with measured() as server:
        rates = {"single": single, "apart": apart, "bulk": bulk}
        told = {name: _against(server, rate) for name, rate in rates.items()}
        told["latency"] = latency(server)
    ratios = {name: one["ratio"] for name, one in told.items()}
    return {
        "name": f"ledger postings against pgbench at {CLIENTS} clients, scale {SCALE}",
        "ratios": ratios,
        "limits": LIMITS,
        "holds": ratios["single"] >= LIMITS["single"]
        and ratios["bulk"] >= LIMITS["bulk"]
        and ratios["latency"] <= LIMITS["latency"],
        "settings": SETTINGS,
        "told": told,
    }


def _against(server: Measured, rate: Rate) -> dict[str, Any]:
    """Let pgbench and the ledger take turns, and take the median of the ratios."""
    rounds = []
    for _ in range(ROUNDS):
        peer = server.transactions_per_second(CLIENTS, SECONDS)
        ours, more = rate(server)
        shown = {"pgbench": round(peer), "ours": round(ours), "load": os.getloadavg()[0]}
        rounds.append({**shown, **more, "ratio": round(ours / peer, 3)})
    return {"ratio": median(one["ratio"] for one in rounds), "rounds": rounds}


def single(server: Measured) -> tuple[float, dict[str, Any]]:
    """Count postings per second of clients in one process that share a ledger."""
    with _prepared(server) as url:
        told = program("_ledger_shared", url, CLIENTS, LOTS_EACH, SECONDS)
        return _rate([json.loads(told.communicate()[0])])


def apart(server: Measured) -> tuple[float, dict[str, Any]]:
    """Count postings per second of clients that each are a process with a connection."""
    with _prepared(server) as url:
        clients = [
            program("_ledger_load", url, number * LOTS_EACH, (number + 1) * LOTS_EACH, SECONDS)
            for number in range(CLIENTS)
        ]
        for one in clients:
            if one.stdout is None or one.stdout.readline() != "ready\n":
                raise RuntimeError("a client of the ledger failed; its message is above")
        return _rate([json.loads(one.communicate()[0]) for one in _started(clients)])


@contextmanager
def _prepared(server: Measured) -> Iterator[str]:
    """Make a ledger with lots for all clients, and drop it afterwards."""
    url = server.database("template0")
    with open_ledger(url) as ledger:
        prepare(ledger, CLIENTS * LOTS_EACH)
    yield url
    server.drop(url)


def _rate(answers: list[dict[str, Any]]) -> tuple[float, dict[str, Any]]:
    took = [seconds for answer in answers for seconds in answer["took"]]
    return sum(len(answer["took"]) / answer["seconds"] for answer in answers), {
        "median_ms": round(median(took) * 1000, 2),
        "memory": f"{max(answer['memory_mb'] for answer in answers)} MB for a process",
    }


def _started(clients: list[Any]) -> list[Any]:
    """Let all begin at once."""
    for one in clients:
        one.stdin.write("go\n")
        one.stdin.flush()
    return clients


def bulk(server: Measured) -> tuple[float, dict[str, Any]]:
    """Count postings per second of one writer that commits a thousand together."""
    with _prepared(server) as url, open_ledger(url) as ledger:
        load = postings(range(CLIENTS * LOTS_EACH))
        list(ledger.post_many(islice(load, EVERY), every=EVERY))
        start = time.perf_counter()
        answers = list(ledger.post_many(islice(load, BULK), every=EVERY))
        seconds = time.perf_counter() - start
    if not all(hasattr(answer, "status") for answer in answers):
        raise RuntimeError("a posting of the bulk was not written")
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    return BULK / seconds, {"memory": f"{memory_mb} MB at most, the whole benchmark included"}


def latency(server: Measured) -> dict[str, Any]:
    """Compare median seconds per posting, the two ledgers taking turns."""
    urls = {name: server.database("template0") for name in RANGES}
    parts = {}
    for name, url in urls.items():
        fill(url, RANGES[name])
        parts[name] = random_parts(RANGES[name])
    took: dict[str, list[float]] = {name: [] for name in RANGES}
    for warm_up in (True, *[False] * ROUNDS):
        for name, url in urls.items():
            with open_ledger(url) as ledger:
                timed(ledger, list(islice(parts[name], 40)))
                found = timed(ledger, list(islice(parts[name], LATENCIES // ROUNDS)))
            took[name] += [] if warm_up else found
    medians = {name: median(found) for name, found in took.items()}
    return {
        "ratio": round(medians["many"] / medians["few"], 3),
        "ranges": RANGES,
        "median_ms": {name: round(found * 1000, 3) for name, found in medians.items()},
        "load": os.getloadavg()[0],
    }
