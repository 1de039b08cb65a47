"""A load for the ledger benchmarks: parts of lots are first transferred, then used.

Run as a program, it is one client: it posts for some seconds and prints how many postings it made
and how long each took.
"""

import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice

from tallystick.article6.postings.movements import FirstTransfer, Issue, Use
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting, RecordNdc
from tallystick.core.actions import Purpose
from tallystick.core.identifiers import Block, Series
from tallystick.core.periods import NdcPeriod
from tallystick.ledger import Ledger, open_ledger

AUTHORIZATIONS = 20
PARTS = 100_000
PART_T = 10
WARM_UP = 200
START, SENT, USED = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)


def series(number: int) -> Series:
    return Series("CA0001", f"GHA{number % 90 + 10}", "GHA", 2022)


def prepare(ledger: Ledger, lots: int) -> None:
    """Open the accounts, authorize with a cap, and issue the lots."""
    ledger.create()
    for number, posting in enumerate(_records()):
        ledger.post(posting, key=f"record {number}")
    for lot in range(lots):
        issue = Issue(
            on=START,
            block=_lot(lot),
            to_account="GHA",
            authorization=f"A{lot % AUTHORIZATIONS}",
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
            id=f"A{number}",
            party="GHA",
            approach="CA0001",
            purposes=frozenset({Purpose.NDC}),
            authorized_quantity_t=10**15,
        )


def _lot(lot: int) -> Block:
    start = 1 + (lot // 90) * PARTS * PART_T
    return Block(series(lot), start, start + PARTS * PART_T - 1)


def postings(lots: range) -> Iterator[tuple[str, Posting]]:
    """Take parts from random lots, first transfer each and then use it, without end."""
    choice = random.Random(lots.start)  # noqa: S311 (a repeatable load, no secret)
    taken = dict.fromkeys(lots, 0)
    while True:
        lot = choice.choice(lots)
        first = _lot(lot).first + taken[lot] * PART_T
        block = Block(series(lot), first, first + PART_T - 1)
        key = f"{lot} {taken[lot]}"
        taken[lot] += 1
        yield (
            f"{key} sent",
            FirstTransfer(on=SENT, block=block, from_account="GHA", to_account="CHE"),
        )
        yield (
            f"{key} used",
            Use(on=USED, block=block, from_account="CHE", to_account="CHE use", year=2024),
        )


def main(place: str, first: str, last: str, seconds: str) -> None:
    """Connect, make a few postings to warm up, wait for a line, and post until time is over."""
    took: list[float] = []
    endless = postings(range(int(first), int(last)))
    with open_ledger(place) as ledger:
        for key, posting in islice(endless, WARM_UP):
            ledger.post(posting, key=key)
        print("ready", flush=True)
        sys.stdin.readline()
        start = time.perf_counter()
        end = start + float(seconds)
        for key, posting in endless:
            ledger.post(posting, key=key)
            now = time.perf_counter()
            took.append(now - start)
            start = now
            if now > end:
                break
    print(json.dumps(took))


if __name__ == "__main__":
    main(*sys.argv[1:])
