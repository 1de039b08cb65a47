"""Overlapping serial ranges in Parquet files of five million, against DuckDB and pandas.

Each peer answers in a fresh process, from opening the file to the four counts; the peers take
turns, and the best of each counts. DuckDB has two formulations: a window per series, and one
window over keys packed by hand where 63 bits hold them. The faster one is the peer.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

LIMITS = {"duckdb": 2.0, "pandas": 4.0}
RANGES, SERIES, ROUNDS = 5_000_000, 1_000, 3
LENGTHS = {"short": (1 << 30, 1_000), "long": (1 << 30, 100_000_000), "wide": (1 << 62, 1 << 53)}
"""Highest start and highest length; the last do not fit in packed keys."""

CACHE = Path(tempfile.gettempdir()) / "tallystick-benchmarks" / f"overlaps-{RANGES}"
Counts = tuple[int, int, int, int]
"""Rows, overlapping rows, duplicates and quantity mismatches."""

PER_SERIES = """
    SELECT count(*), count(*) FILTER (start <= reach),
        count(*) FILTER (start = before AND "end" = until), count(*) FILTER (wrong)
    FROM (SELECT start, "end", "end" - start + 1 <> quantity AS wrong, max("end") OVER w AS reach,
            lag(start) OVER w AS before, lag("end") OVER w AS until
        FROM read_parquet($path)
        WINDOW w AS (PARTITION BY series ORDER BY start, "end"
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
"""
PACKED = """
    WITH codes AS (
        SELECT series, row_number() OVER () AS code
        FROM (SELECT DISTINCT series FROM read_parquet($path))),
    span AS (SELECT max("end") + 1 AS span FROM read_parquet($path)),
    packed AS (
        SELECT code * span + start AS start, code * span + "end" AS "end",
            "end" - start + 1 <> quantity AS wrong
        FROM read_parquet($path) JOIN codes USING (series), span)
    SELECT count(*), count(*) FILTER (start <= reach),
        count(*) - (SELECT count(*) FROM (SELECT DISTINCT start, "end" FROM packed)),
        count(*) FILTER (wrong)
    FROM (SELECT start, wrong, max("end") OVER (ORDER BY start
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach FROM packed)
"""


def run() -> dict[str, object]:
    """Compare best times; the answers of all must be the same."""
    ratios: dict[str, float] = {}
    seconds: dict[str, dict[str, float]] = {}
    memory = 0
    for name in LENGTHS:
        best, memory_mb = _best(_ranges(name), ["ours", "pandas", "window", *_packs(name)])
        duckdb = min(best[peer] for peer in ("window", "packed") if peer in best)
        ratios |= {
            f"{name}: duckdb": round(duckdb / best["ours"], 2),
            f"{name}: pandas": round(best["pandas"] / best["ours"], 2),
        }
        seconds[name] = best
        memory = max(memory, memory_mb)
    limits = {key: LIMITS[key.split(": ")[1]] for key in ratios}
    return {
        "name": f"overlaps of {RANGES:,} serial ranges, reading included",
        "ratios": ratios,
        "limits": limits,
        "holds": all(ratios[key] >= limits[key] for key in ratios),
        "peers": ["duckdb window per series", "duckdb window on packed keys", "pandas"],
        "seconds": seconds,
        "memory": f"{memory} MB at most, Python and libraries included",
    }


def _packs(name: str) -> list[str]:
    start, length = LENGTHS[name]
    return ["packed"] if (start + length) * (SERIES + 1) < 1 << 63 else []


def _ranges(name: str) -> Path:
    """Write random ranges of random series once."""
    path = CACHE / f"{name}.parquet"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        random = np.random.default_rng(6)
        highest, longest = LENGTHS[name]
        start = random.integers(1, highest, RANGES)
        length = random.integers(1, longest, RANGES)
        series = pl.Series([f"GS1-1-XX-GS{number}-16-2024-{number}" for number in range(SERIES)])
        pl.DataFrame(
            {
                "series": series[random.integers(0, SERIES, RANGES)],
                "start": start,
                "end": start + length - 1,
                "quantity": length,
            }
        ).write_parquet(path)
    return path


def _best(path: Path, peers: list[str]) -> tuple[dict[str, float], int]:
    """Let the peers take turns; return the best seconds of each, and the memory of ours."""
    best: dict[str, float] = {}
    memory, answers = 0, set()
    for _ in range(ROUNDS):
        for peer in peers:
            command = [sys.executable, "-m", "benchmarks.overlaps", peer, str(path)]
            said = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
            best[peer] = min(best.get(peer, said["seconds"]), said["seconds"])
            answers.add(tuple(said["counts"]))
            memory = max(memory, said["memory_mb"]) if peer == "ours" else memory
    if len(answers) != 1:
        raise ValueError(f"the answers for {path.name} differ: {answers}")
    return best, memory


def _ours() -> Callable[[Path], Counts]:
    from tallystick.core.serials.defects import check
    from tallystick.io.ranges import read_ranges

    def answer(path: Path) -> Counts:
        table, _ = read_ranges([path])
        checked = check(table)
        found, _ = checked.overlaps, checked.findings
        return table.rows, found.overlapping, found.duplicates, checked.mismatches

    return answer


def _duckdb(query: str) -> Callable[[Path], Counts]:
    import duckdb

    def answer(path: Path) -> Counts:
        with duckdb.connect() as connection:
            connection.execute("SET enable_progress_bar = false")
            (counts,) = connection.execute(query, {"path": str(path)}).fetchall()
        rows, overlapping, duplicates, mismatches = counts
        return rows, overlapping, duplicates, mismatches

    return answer


def _pandas() -> Callable[[Path], Counts]:
    import pandas as pd  # type: ignore[import-untyped]  # ships no types

    def answer(path: Path) -> Counts:
        ranges = pd.read_parquet(path)
        wrong = (ranges["end"] - ranges["start"] + 1 != ranges["quantity"]).sum()
        ranges["series"] = pd.factorize(ranges["series"])[0]
        ranges = ranges.sort_values(["series", "start", "end"])
        reach = ranges.groupby("series", sort=False)["end"].cummax().shift()
        same = ranges["series"] == ranges["series"].shift()
        taken = same & (ranges["start"] <= reach)
        equal = same & (ranges[["start", "end"]] == ranges[["start", "end"]].shift()).all(axis=1)
        return len(ranges), int(taken.sum()), int(equal.sum()), int(wrong)

    return answer


PEERS: dict[str, Callable[[], Callable[[Path], Counts]]] = {
    "ours": _ours,
    "window": lambda: _duckdb(PER_SERIES),
    "packed": lambda: _duckdb(PACKED),
    "pandas": _pandas,
}


def _answer(peer: str, path: Path) -> None:
    answer = PEERS[peer]()
    began = time.perf_counter()
    counts = answer(path)
    seconds = round(time.perf_counter() - began, 3)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(json.dumps({"seconds": seconds, "counts": counts, "memory_mb": memory_mb}))


if __name__ == "__main__":
    _answer(sys.argv[1], Path(sys.argv[2]))
