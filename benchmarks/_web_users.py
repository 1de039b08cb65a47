"""Fifty users of the pages at once: each reads, and now and then first transfers units.

Each user has a connection of its own and parts of one lot, so that no two want the same units.
Anything but the answer expected is an error.
"""

import http.client
import json
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

from benchmarks._ledger_load import SENT
from benchmarks._ledger_ranges import LOTS
from benchmarks._web_site import kept_part
from benchmarks._web_timing import Address, addresses

WRITES = 0.2
"""The share of requests that post."""

PATIENCE_SECONDS = 60
CREATED = 201
SHOWN = 5


@dataclass
class User:
    """One user: how the user is known, and what came back."""

    number: int
    port: int
    session: str
    token: str
    pairs: int
    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    moved_t: int = 0

    def work(self, pages: Sequence[Address], seconds: float) -> None:
        """Read and post until time is over, each time waiting for the answer."""
        choice = random.Random(self.number)  # noqa: S311 (a repeatable load, no secret)
        places = iter(choice.sample(range(self.pairs), self.pairs))
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if choice.random() < WRITES:
                self._move(next(places))
            else:
                self._read(choice.choice(pages)(choice))
        self._line.close()

    def _read(self, address: str) -> None:
        headers = {"Cookie": f"tallystick_session={self.session}"}
        self.reads += self._ask("GET", address, headers, None)

    def _move(self, place: int) -> None:
        """First transfer a part that nobody has sent yet."""
        block = kept_part(self.number, place)
        told = {
            "kind": "first_transfer",
            "on": str(SENT),
            "block": {"series": str(block.series), "first": block.first, "last": block.last},
            "from_account": "GHA",
            "to_account": "CHE",
        }
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"part-{place}",
        }
        took = self._ask("POST", "/api/v1/postings", headers, json.dumps(told))
        self.writes += took
        self.moved_t += block.quantity * len(took)

    def _ask(
        self, method: str, address: str, headers: dict[str, str], body: str | None
    ) -> list[float]:
        """Ask and return the seconds it took, none where something else came back."""
        start = time.perf_counter()
        try:
            self._line.request(method, address, body, headers)
            answer = self._line.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.errors.append(f"{method} {address}: {error!r}")
            self._line.close()
            return []
        if answer.status not in ({CREATED} if body else {200, 302}):
            self.errors.append(f"{method} {address}: {answer.status} {text[:200]!r}")
            return []
        return [time.perf_counter() - start]


def main(port: int, pairs: int, newest: int, seconds: float) -> dict[str, Any]:
    """Let all users work at once and return what came of it."""
    known = json.load(sys.stdin)
    pages = [one for _, who, one in addresses(pairs, LOTS, newest) if who in {"", "officer"}]
    users = [
        User(number, port, session, token, pairs)
        for number, (session, token) in enumerate(
            zip(known["sessions"], known["officers"], strict=True)
        )
    ]
    with ThreadPoolExecutor(len(users)) as threads:
        for done in [threads.submit(user.work, pages, seconds) for user in users]:
            done.result()
    reads = [took for user in users for took in user.reads]
    writes = [took for user in users for took in user.writes]
    errors = [error for user in users for error in user.errors]
    return {
        "users": len(users),
        "seconds": seconds,
        "reads": len(reads),
        "transfers": len(writes),
        "errors": len(errors),
        "first_errors": errors[:SHOWN],
        "read_p95_ms": _p95_ms(reads),
        "transfer_p95_ms": _p95_ms(writes),
        "moved_t": sum(user.moved_t for user in users),
    }


def _p95_ms(seconds: Sequence[float]) -> float:
    return round(quantiles(seconds, n=20)[-1] * 1000, 1)


if __name__ == "__main__":
    told = main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
    json.dump(told, sys.stdout)
