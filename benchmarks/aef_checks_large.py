"""All checks on two million action rows of sixty Parties, against polars reading and sorting them.

Each side answers in a fresh process, and the sides take turns; the best of each counts. The floor
reads the rows that the checks read (authorizations, two million actions and 250 thousand holdings),
every cell as text as it was filed, from one Parquet file for each table, and sorts them by series
and serial, actions by date as well. The checks get the same cells as frames in memory.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from benchmarks.aef_check import BLOCK_T, submission, terms, units
from tallystick.article6.aef.check import check
from tallystick.article6.aef.submission import Submission
from tallystick.article6.parties import PARTIES

LIMIT, MOST_MB = 2.0, 4096
PAIRS, BLOCKS, USED, ROUNDS, SEED = 30, 25_000, 16_667, 3, 6
UNITS = ["approach", "registry", "first_transferring_party", "vintage", "first_id"]
ORDERS = {
    "authorizations": ["approach", "authorization_id"],
    "actions": [*UNITS, "acted_at"],
    "holdings": UNITS,
}

CACHE = Path(tempfile.gettempdir()) / "tallystick-benchmarks"
FILES = {table: CACHE / f"aef-{table}-{PAIRS}x{BLOCKS}.parquet" for table in ORDERS}


def submissions() -> list[Submission]:
    """Build consistent reports: hosts first transfer, acquirers use two thirds and hold the rest.

    The rows of each table are in no order.
    """
    return [one for pair in range(PAIRS) for one in _pair(pair)]


def _pair(pair: int) -> list[Submission]:
    host, acquirer = sorted(PARTIES)[pair], sorted(PARTIES)[PAIRS + pair]
    blocks = units(host, 1 + pair * BLOCKS * BLOCK_T, BLOCKS)
    sent = _acted(blocks, "First transfer", "2024-07-01", acquiring_party=acquirer).with_columns(
        action_subtype=pl.lit("First transfer to another Party")
    )
    received = _acted(blocks, "Acquisition", "2024-07-01", transferring_party=host)
    used = _acted(blocks[:USED], "Use", "2024-11-30", use_year="2024")
    actions = pl.concat([received, used], how="diagonal")
    return [
        submission(host, {"authorizations": terms(host), "actions": _shuffled(sent)}),
        submission(acquirer, {"actions": _shuffled(actions), "holdings": _shuffled(blocks[USED:])}),
    ]


def _acted(blocks: pl.DataFrame, kind: str, on: str, **others: str) -> pl.DataFrame:
    told = {"action_type": kind, "acted_at": on, **others}
    return blocks.with_columns(**{name: pl.lit(value) for name, value in told.items()})


def _shuffled(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sample(fraction=1.0, shuffle=True, seed=SEED)


def floor() -> int:
    """Read and sort, and nothing else."""
    return sum(pl.read_parquet(FILES[table]).sort(order).height for table, order in ORDERS.items())


def measure(side: str) -> dict[str, float]:
    """Do one side in this process; seconds and the highest memory in MB, input included."""
    filed = submissions() if side == "checks" else []
    runs: dict[str, Callable[[], int]] = {
        "floor": floor,
        "checks": lambda: len(check(filed).findings),
    }
    start = time.perf_counter()
    answer = runs[side]()
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "memory_mb": memory, "answer": answer}


def _write(filed: list[Submission]) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    for table, path in FILES.items():
        pl.concat([one.tables[table] for one in filed]).write_parquet(path)


def _apart(side: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.aef_checks_large", side]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def run() -> dict[str, object]:
    """Compare the best times, and hold the checks to their memory."""
    if not all(path.exists() for path in FILES.values()):
        _write(submissions())
    turns = [{side: _apart(side) for side in ("floor", "checks")} for _ in range(ROUNDS)]
    seconds = {side: min(turn[side]["seconds"] for turn in turns) for side in turns[0]}
    memory = max(turn["checks"]["memory_mb"] for turn in turns)
    ratio = seconds["checks"] / seconds["floor"]
    findings = max(turn["checks"]["answer"] for turn in turns)
    return {
        "name": "aef_checks_large",
        "ratio": round(ratio, 2),
        "limit": LIMIT,
        "holds": ratio <= LIMIT and memory <= MOST_MB and findings == 0,
        "rows": int(turns[0]["floor"]["answer"]),
        "findings": int(findings),
        "memory_mb": round(memory),
        "seconds": {side: round(best, 2) for side, best in seconds.items()},
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
    else:
        print(json.dumps(run(), indent=2))
