"""A validated import of a journal into PostgreSQL, against pgbench on the same server.

Timed from the export file to the commit: the tree, the checkpoints and their signatures are
verified, every posting is judged, and all tables are loaded, after which every constraint stands.
With the rates goes the time on processors, of the importer and of all the server's processes
(Linux), which other programs on the machine disturb less.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks import _journal
from benchmarks._ledger_server import SCALE, SETTINGS, measured
from tallystick.ledger.importing.importing import Outcome, import_export
from tallystick.ledger.opening import open_ledger, store_at
from tallystick.ledger.proof.keys import create_key_file, parse_public_key

POSTINGS = 300_000
CLIENTS, SECONDS = 16, 10.0
ROUNDS = 3
RATIO_MIN = 10

PARENT, USER, SYSTEM, OF_THE_DEAD = 1, 11, 12, slice(13, 15)
"""Places in what Linux tells of a process: its parent, and its times and its dead children's."""


class Import(NamedTuple):
    """Postings per second, peak of memory in MB, and microseconds on processors per posting."""

    rate: float
    peak_mb: float
    importer_us: float
    server_us: float


def run() -> dict[str, Any]:
    """Import and run pgbench in turns; the ratio is that of the medians."""
    with tempfile.TemporaryDirectory() as folder, measured() as server:
        export, public = Path(folder) / "export", Path(folder) / "public"
        key = create_key_file(Path(folder) / "key", "tallystick/benchmark")
        public.write_text(str(key.public), encoding="utf-8")
        postings = _journal.write_journal(export, POSTINGS, key)
        base, imports = [server.transactions_per_second(CLIENTS, SECONDS)], list[Import]()
        for _ in range(ROUNDS):
            url = server.database("template0")
            imports.append(_measure(url, export, public))
            base.append(server.transactions_per_second(CLIENTS, SECONDS))
        rows, kinds = _count(url), _kinds(url)
    ratio = median(one.rate for one in imports) / median(base)
    return {
        "name": "ledger_import",
        "what": f"postings/s of a validated import, against pgbench's {CLIENTS} clients "
        f"at scale {SCALE}",
        "postings": postings,
        "journal": " ".join(str(_journal.__doc__).split()),
        "kinds": kinds,
        "rows": rows,
        "rows_per_posting": {name: round(count / postings, 2) for name, count in rows.items()},
        "settings": SETTINGS,
        "postings_per_second": [round(one.rate) for one in imports],
        "pgbench_per_second": [round(one) for one in base],
        "load_average": [round(one, 1) for one in os.getloadavg()],
        "importer_us_per_posting": [round(one.importer_us, 1) for one in imports],
        "server_us_per_posting": [round(one.server_us, 1) for one in imports],
        "peak_mb": round(max(one.peak_mb for one in imports)),
        "ratio": round(ratio, 2),
        "limit": RATIO_MIN,
        "holds": ratio >= RATIO_MIN,
    }


def _measure(url: str, export: Path, public: Path) -> Import:
    """Import into an empty ledger, in a process of its own."""
    with open_ledger(url) as ledger:
        ledger.create()
    program = [sys.executable, "-m", "benchmarks.ledger_import", url, str(export), str(public)]
    told = subprocess.run(program, check=True, capture_output=True, text=True).stdout.split()
    return Import(*map(float, told))


def _count(url: str) -> dict[str, int]:
    """Count the entries and ranges that the journal came to."""
    with closing(store_at(url)) as store:
        return {
            name: store.execute(f"SELECT count(*) FROM {name}")[0][0]
            for name in ("ledger_entry", "ledger_lot", "ledger_holding")
        }


def _kinds(url: str) -> dict[str, int]:
    """Count the postings of each kind."""
    with closing(store_at(url)) as store:
        found = store.execute("SELECT kind, count(*) FROM ledger_posting GROUP BY 1 ORDER BY 1")
        return {kind: count for kind, count in found}  # noqa: C416 (rows, as far as types know)


def main(url: str, export: str, public: str) -> None:
    """Import once and print what was measured."""
    key = parse_public_key(Path(public).read_text(encoding="utf-8"))
    with closing(store_at(url)) as store:
        ((server,),) = store.execute("SELECT pg_backend_pid()")
        began, worked, served = time.perf_counter(), time.process_time(), _worked(server)
        done = import_export(store, Path(export), key)
        took, worked = time.perf_counter() - began, time.process_time() - worked
        served = _worked(server) - served
    if done.outcome is not Outcome.IMPORTED:
        raise SystemExit(f"not imported: {done.to_json()}")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each_us = 1e6 / done.entries
    print(done.entries / took, peak_mb, worked * each_us, served * each_us)


def _worked(process: int) -> float:
    """Return the seconds that a server, told by one of its processes, has spent on processors."""
    keeper = _stat(process)[PARENT]
    everybody = (_stat(int(one.name)) for one in Path("/proc").iterdir() if one.name.isdigit())
    alive = [one for one in everybody if one and one[PARENT] == keeper]
    ticks = [int(one[place]) for one in alive for place in (USER, SYSTEM)]
    gone = map(int, _stat(int(keeper))[OF_THE_DEAD])
    return (sum(ticks) + sum(gone)) / os.sysconf("SC_CLK_TCK")


def _stat(process: int) -> list[str]:
    """Return what Linux tells of a process after its name; nothing once it is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        return told.rpartition(")")[2].split()
    return []


if __name__ == "__main__":
    main(*sys.argv[1:])
