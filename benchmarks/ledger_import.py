"""A validated import of a journal into PostgreSQL, against pgbench on the same server.

Timed from the export file to the commit: the tree, the checkpoints and their signatures are
verified, every posting is judged, and all tables are loaded, after which every constraint stands.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import _journal
from benchmarks._pgbench import CLIENTS, SCALE, SETTINGS, Server, serving
from tallystick.ledger.importing.importing import Outcome, import_export
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.keys import create_key_file, parse_public_key

POSTINGS = 300_000
ROUNDS = 3
RATIO_MIN = 10


def run() -> dict[str, Any]:
    """Import and run pgbench in turns; the ratio is that of the medians."""
    with tempfile.TemporaryDirectory() as folder, serving() as server:
        export, public = Path(folder) / "export", Path(folder) / "public"
        key = create_key_file(Path(folder) / "key", "tallystick/benchmark")
        public.write_text(str(key.public), encoding="utf-8")
        postings = _journal.write_journal(export, POSTINGS, key)
        base, rates, peaks = [server.pgbench()], list[float](), list[float]()
        for _ in range(ROUNDS):
            rate, peak_mb = _measure(server, export, public)
            rates.append(rate)
            peaks.append(peak_mb)
            base.append(server.pgbench())
        rows = _count(server.last)
    ratio = median(rates) / median(base)
    return {
        "name": "ledger_import",
        "what": f"postings/s of a validated import, against pgbench's {CLIENTS} clients "
        f"at scale {SCALE}",
        "postings": postings,
        "journal": " ".join(str(_journal.__doc__).split()),
        "rows": rows,
        "settings": SETTINGS,
        "postings_per_second": [round(one) for one in rates],
        "pgbench_per_second": [round(one) for one in base],
        "load_average": [round(one, 1) for one in os.getloadavg()],
        "peak_mb": round(max(peaks)),
        "ratio": round(ratio, 2),
        "limit": RATIO_MIN,
        "holds": ratio >= RATIO_MIN,
    }


def _measure(server: Server, export: Path, public: Path) -> tuple[float, float]:
    """Import in a process of its own; return the postings per second and its peak in MB."""
    url = server.ledger()
    program = [sys.executable, "-m", "benchmarks.ledger_import", url, str(export), str(public)]
    told = subprocess.run(program, check=True, capture_output=True, text=True).stdout.split()
    return float(told[0]), float(told[1])


def _count(url: str) -> dict[str, int]:
    """Count the entries and ranges that the journal came to."""
    with closing(store_at(url)) as store:
        return {
            name: store.execute(f"SELECT count(*) FROM {name}")[0][0]  # noqa: S608
            for name in ("ledger_entry", "ledger_lot", "ledger_holding")
        }


def main(url: str, export: str, public: str) -> None:
    """Import once and print the rate and the peak of memory."""
    key = parse_public_key(Path(public).read_text(encoding="utf-8"))
    with closing(store_at(url)) as store:
        began = time.perf_counter()
        done = import_export(store, Path(export), key)
        took = time.perf_counter() - began
    if done.outcome is not Outcome.IMPORTED:
        raise SystemExit(f"not imported: {done.to_json()}")
    print(done.entries / took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
