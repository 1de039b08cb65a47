"""Clients of one process that share a ledger, each waiting for the answer to every posting.

Run as a program, it prints how many postings they made in how many seconds, how long each took,
and its memory.
"""

import json
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from threading import Barrier

from benchmarks._ledger_load import WARM_UP, postings
from tallystick.ledger import SharedLedger, open_ledger

WAIT_SECONDS = 120


def work(shared: SharedLedger, lots: range, together: Barrier, seconds: float) -> list[float]:
    """Post until time is over; return the seconds that each posting took."""
    endless, took = postings(lots), list[float]()
    for key, posting in islice(endless, WARM_UP):
        shared.post(posting, key=key)
    together.wait()
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        key, posting = next(endless)
        shared.post(posting, key=key)
        took.append(time.perf_counter() - start)
    return took


def main(place: str, clients: str, lots_each: str, seconds: str) -> None:
    """Let all clients warm up, begin at once, and report."""
    together, each = Barrier(int(clients), timeout=WAIT_SECONDS), int(lots_each)
    with SharedLedger(open_ledger(place)) as shared, ThreadPoolExecutor(int(clients)) as threads:
        at_work = [
            threads.submit(work, shared, range(n * each, (n + 1) * each), together, float(seconds))
            for n in range(int(clients))
        ]
        took = [one for client in at_work for one in client.result()]
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(json.dumps({"seconds": float(seconds), "took": took, "memory_mb": memory_mb}))


if __name__ == "__main__":
    main(*sys.argv[1:])
