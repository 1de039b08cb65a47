"""The pages over a large ledger: the server's time and the queries of each, and many users at once.

A ledger of a million ranges on PostgreSQL, with five hundred users, a hundred entities and a long
audit trail. Each main page is asked for by one client at a time, in the application as it is
served. Then fifty users read and transfer for a minute over HTTP, against the server that
`tallystick serve` runs; afterwards every unit issued must be held by somebody and nothing else, as
many must have moved as was answered, and the ledger must verify.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from benchmarks._ledger_load import LOT_T, PART_T
from benchmarks._ledger_ranges import LOTS
from benchmarks._ledger_server import SETTINGS, measured
from benchmarks._web_people import ENTRIES, USERS
from benchmarks._web_site import RANGES_OF_HOLDER, ROOT, Site, extend_log, site
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.opening import store_at

RANGES, SECONDS = 1_000_000, 60.0
P95_MS_MAX, QUERIES_MAX = 150, 20
PATIENCE_SECONDS = 120
HELD = "SELECT coalesce(sum(last_serial - first_serial + 1), 0) FROM ledger_holding"


def run() -> dict[str, Any]:
    """Measure the pages, then let many users at them; the limits are those of every page."""
    with (
        tempfile.TemporaryDirectory() as folder,
        measured() as server,
        site(server, Path(folder), RANGES) as made,
    ):
        pages, load = _pages(made), _load(made)
    slowest = max(one["p95_ms"] for one in pages.values())
    return {
        "name": f"pages over {RANGES} ranges, {USERS} users, {ENTRIES} entries of the audit trail",
        "pages": pages,
        "slowest_p95_ms": slowest,
        "limits": {"p95_ms": P95_MS_MAX, "queries": QUERIES_MAX, "errors": 0},
        "load": load,
        "load_average": [round(one, 1) for one in os.getloadavg()],
        "settings": SETTINGS,
        "holds": slowest <= P95_MS_MAX
        and all(one["queries"] <= QUERIES_MAX for one in pages.values())
        and load["holds"],
    }


def _pages(made: Site) -> dict[str, Any]:
    """Measure every main page."""
    known = {
        "officer": made.people["sessions"][0],
        "entity": made.people["entity"],
        "auditor": made.people["auditor"],
        "regulator": made.people["regulator"],
    }
    pages: dict[str, Any] = made.ask("_web_timing", made.pairs, LOTS, made.postings, told=known)
    return pages


def _load(made: Site) -> dict[str, Any]:
    """Let the users work against the server, and look at the ledger afterwards."""
    before_t = _held_t(made.url, "CHE")
    with served(made) as port:
        told = made.ask("_web_users", port, made.pairs, made.postings, SECONDS, told=made.people)
    extend_log(made.url)
    held_t, moved_t = _held_t(made.url), _held_t(made.url, "CHE") - before_t
    with closing(store_at(made.url)) as store:
        verified = verify_ledger(store).found.valid
    conserved = held_t == LOTS * LOT_T + RANGES_OF_HOLDER * PART_T and moved_t == told["moved_t"]
    holds = conserved and verified and not told["errors"]
    return {**told, "conserved": conserved, "verified": verified, "holds": holds}


def _held_t(url: str, account: str | None = None) -> int:
    """Add up what is held, by one account or by all."""
    with closing(store_at(url)) as store:
        where, values = (" WHERE account = ?", (account,)) if account else ("", ())
        ((found,),) = store.execute(HELD + where, values)
    return int(found)


@contextmanager
def served(made: Site) -> Iterator[int]:
    """Serve the pages as the command does, and return the port."""
    port = 20_000 + os.getpid() % 20_000
    code = "from tallystick.cli.main import main; main()"
    command = [sys.executable, "-c", code, "serve", "--db", made.url, "--port", str(port)]
    server = subprocess.Popen(command, env=made.environment, cwd=ROOT)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        yield port
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE_SECONDS)


def _wait(url: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 (our own server)
                json.load(answer)
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
