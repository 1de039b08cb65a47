"""A client of the race: takes one range after another to its own account, if it can.

Usage: python -m soak._racer PLACE ACCOUNT TIMES   (starts at the end of its standard input)
"""

import json
import signal
import sys
from collections.abc import Iterator
from random import Random

from soak._load import SERIES, send
from tallystick.core.identifiers import Block
from tallystick.ledger import LedgerError, Refused, Status, open_ledger

RANGE = 10
GROUP = 4
SECONDS_MAX = 1800


def ranges(first: int, last: int) -> Block:
    """Return as one block the ranges from one number to another that all clients race for."""
    return Block(SERIES, 1 + RANGE * first, RANGE * (last + 1))


def _order(account: str, times: int) -> Iterator[int]:
    """Go through the ranges in small groups, each shuffled, or who leads would win them all."""
    random = Random(account)  # noqa: S311
    for start in range(0, times, GROUP):
        group = list(range(start, min(start + GROUP, times)))
        random.shuffle(group)
        yield from group


def main(place: str, account: str, times: str) -> None:
    """Say what was won, how often a rule refused, and what went wrong instead."""
    signal.alarm(SECONDS_MAX)  # the end even of one that nobody waits for
    won: list[int] = []
    refused, errors = 0, []
    with open_ledger(place) as ledger:
        ledger.accounts()  # connects
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.read()
        for number in _order(account, int(times)):
            try:
                receipt = ledger.post(
                    send(ranges(number, number), account), key=f"{account} {number}"
                )
            except Refused:
                refused += 1
            except LedgerError as error:
                errors.append(str(error))
            else:
                won += [number] if receipt.status is Status.POSTED else []
    sys.stdout.write(json.dumps({"won": won, "refused": refused, "errors": errors}))


if __name__ == "__main__":
    main(*sys.argv[1:])
