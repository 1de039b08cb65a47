"""A load for the ledger benchmarks: parts of lots are first transferred, then used.

Run as a program, it is one client: it posts for some seconds and prints how many postings it made
in how many, how long each took, and its memory.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from tallystick.article6.postings.movements import FirstTransfer, Issue, Use
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting, RecordNdc
from tallystick.core.actions import Purpose
from tallystick.core.identifiers import Block, Series
from tallystick.core.periods import NdcPeriod
from tallystick.ledger import Ledger, open_ledger

AUTHORIZATIONS = 20
LOT_T = 1_000_000
PART_T = 10
WARM_UP = 200
START, SENT, USED = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)


def prepare(ledger: Ledger, lots: int) -> None:
    """Open the accounts, authorize with a cap, and issue the lots."""
    ledger.create()
    for number, posting in enumerate(_records()):
        ledger.post(posting, key=f"record {number}")
    for lot in range(lots):
        issue = Issue(
            on=START,
            block=Block(series(lot), 1, LOT_T),
            to_account="GHA",
            authorization=authorization(lot),
            mitigation_type="Emission reductions",
        )
        ledger.post(issue, key=f"lot {lot}")


def _records() -> Iterator[Posting]:
    for account, kind in {"GHA": "party_holding", "CHE": "party_holding", "CHE use": "use"}.items():
        yield OpenAccount(on=START, id=account, account_kind=kind, party=account[:3], name=account)
    yield RecordNdc(
        on=START,
        party="CHE",
        period=NdcPeriod(2021, 2030),
        ndc_kind="multi-year",
        method="trajectory",
    )
    for number in range(AUTHORIZATIONS):
        yield Authorize(
            on=START,
            id=authorization(number),
            party="GHA",
            approach="CA0001",
            purposes=frozenset({Purpose.NDC}),
            authorized_quantity_t=10**15,
        )


def series(lot: int) -> Series:
    """Name the series that a lot fills; there are four vintages of ninety registries."""
    return Series("CA0001", f"GHA{lot % 90 + 10}", "GHA", 2021 + lot // 90)


def authorization(lot: int) -> str:
    """Name the authorization of a lot."""
    return f"A{lot % AUTHORIZATIONS}"


def postings(lots: range) -> Iterator[tuple[str, Posting]]:
    """Take parts from random lots, first transfer each and then use it, without end."""
    choice = random.Random(lots.start)  # noqa: S311 (a repeatable load, no secret)
    taken = dict.fromkeys(lots, 0)
    while True:
        lot = choice.choice(lots)
        first = 1 + taken[lot] * PART_T
        taken[lot] += 1
        yield from sent_and_used(f"{lot} {first}", Block(series(lot), first, first + PART_T - 1))


def sent_and_used(key: str, block: Block) -> Iterator[tuple[str, Posting]]:
    """First transfer a block, then use it."""
    yield f"{key} sent", FirstTransfer(on=SENT, block=block, from_account="GHA", to_account="CHE")
    use = Use(on=USED, block=block, from_account="CHE", to_account="CHE use", year=2024)
    yield f"{key} used", use


def timed(ledger: Ledger, load: Sequence[tuple[str, Posting]]) -> list[float]:
    """Post one after the other; return the seconds that each took."""
    took = []
    for key, posting in load:
        start = time.perf_counter()
        ledger.post(posting, key=key)
        took.append(time.perf_counter() - start)
    return took


def main(place: str, first: str, last: str, seconds: str) -> None:
    """Connect, make a few postings to warm up, wait for a line, and post until time is over."""
    took: list[float] = []
    endless = postings(range(int(first), int(last)))
    with open_ledger(place) as ledger:
        timed(ledger, list(islice(endless, WARM_UP)))
        print("ready", flush=True)
        sys.stdin.readline()
        start = time.perf_counter()
        while time.perf_counter() - start < float(seconds):
            took += timed(ledger, list(islice(endless, 2)))
        whole = time.perf_counter() - start
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(json.dumps({"seconds": whole, "took": took, "memory_mb": memory_mb}))


if __name__ == "__main__":
    main(*sys.argv[1:])
