"""The whole check of forty workbooks of 5,000 actions against reading them with calamine alone."""

import json
import tempfile
import time
from pathlib import Path

import polars as pl
import python_calamine

from tallystick import law
from tallystick.article6.aef.submission import Layout, Submission
from tallystick.article6.parties import PARTIES
from tallystick.cli.aef import check_files
from tallystick.io.aef_write import write_aef

LIMIT = 3.0
PAIRS, ACTIONS, BLOCK_T = 20, 5_000, 100
YEAR = "2024"
CACHE = Path(tempfile.gettempdir()) / "tallystick-benchmarks" / f"aef-{PAIRS}x{ACTIONS}"


def workbooks() -> list[Path]:
    """Build consistent workbooks once: each host first transfers to an acquirer, which holds."""
    paths = [
        CACHE / f"{pair}-{side}.xlsx" for pair in range(PAIRS) for side in ("host", "acquirer")
    ]
    if not all(path.exists() for path in paths):
        CACHE.mkdir(parents=True, exist_ok=True)
        for pair in range(PAIRS):
            for side, filed in _pair(pair).items():
                write_aef(filed, CACHE / f"{pair}-{side}.xlsx")
    return paths


def _pair(pair: int) -> dict[str, Submission]:
    host, acquirer = sorted(PARTIES)[pair], sorted(PARTIES)[PAIRS + pair]
    blocks = units(host, 1 + pair * ACTIONS * BLOCK_T, ACTIONS)
    common = {"acted_at": f"{YEAR}-07-01", "metric": "GHG"}
    sent = blocks.with_columns(
        **{key: pl.lit(value) for key, value in common.items()},
        action_type=pl.lit("First transfer"),
        action_subtype=pl.lit("First transfer to another Party"),
        acquiring_party=pl.lit(acquirer),
    )
    bought = blocks.with_columns(
        **{key: pl.lit(value) for key, value in common.items()},
        action_type=pl.lit("Acquisition"),
        transferring_party=pl.lit(host),
    )
    return {
        "host": submission(host, {"authorizations": terms(host), "actions": sent}),
        "acquirer": submission(acquirer, {"actions": bought, "holdings": blocks}),
    }


def units(host: str, start: int, count: int) -> pl.DataFrame:
    """Return that many blocks of a host, one after the other from a serial."""
    first = pl.int_range(start, start + count * BLOCK_T, BLOCK_T, eager=True)
    return pl.DataFrame({"first": first, "last": first + BLOCK_T - 1}).select(
        approach=pl.lit("CA0001"),
        authorization_id=pl.lit("A1"),
        first_transferring_party=pl.lit(host),
        registry=pl.lit(f"{host}01"),
        first_id=pl.format(f"CA0001-{host}01-{host}-{{}}-2022", "first"),
        last_id=pl.format(f"CA0001-{host}01-{host}-{{}}-2022", "last"),
        underlying_registry=pl.lit("GS"),
        underlying_first_unit=pl.format("GS1-1-XX-GS1-16-2022-{}", "first"),
        underlying_last_unit=pl.format("GS1-1-XX-GS1-16-2022-{}", "last"),
        metric=pl.lit("GHG"),
        quantity_t=pl.lit(str(BLOCK_T)),
        mitigation_type=pl.lit("Emission reductions"),
        vintage=pl.lit("2022"),
    )


def terms(host: str) -> pl.DataFrame:
    """Return table 2 of a host, which authorizes everything."""
    told = {
        "authorization_id": "A1",
        "authorized_on": "2022-01-01",
        "approach": "CA0001",
        "authorization_version": "1",
        "metric": "GHG",
        "sectors": "Energy generation",
        "purposes": "NDC",
        "explanation": f"invented for a benchmark of {host}",
    }
    return pl.DataFrame({key: [value] for key, value in told.items()})


def submission(party: str, filled: dict[str, pl.DataFrame]) -> Submission:
    """Return a report whose tables have every column of the layout."""
    header = {
        "party": party,
        "version": "1.0",
        "reported_year": YEAR,
        "submitted_on": f"{int(YEAR) + 1}-04-01",
        "ndc_first_year": "2021",
        "ndc_last_year": "2030",
    }
    tables = {
        table: _complete(table, filled.get(table, pl.DataFrame()))
        for table in ("authorizations", "actions", "holdings", "entities")
    }
    names = [field.name for field in law.layout("five_table")["submission"]]
    return Submission("", Layout.FIVE_TABLE, {name: header.get(name) for name in names}, tables)


def _complete(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    names = [field.name for field in law.layout("five_table")[table]]
    absent = [pl.lit(None, pl.String).alias(name) for name in names if name not in rows.columns]
    numbered = (
        rows.with_columns(*absent)
        if rows.height
        else pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    )
    return numbered.select(*names, row=pl.int_range(2, pl.len() + 2, dtype=pl.UInt32))


def calamine_alone(paths: list[Path]) -> float:
    """Read every cell of every sheet, and nothing else; seconds."""
    start = time.perf_counter()
    for path in paths:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()
    return time.perf_counter() - start


def run() -> dict[str, object]:
    """Measure both in the same run."""
    paths = workbooks()
    calamine = calamine_alone(paths)
    start = time.perf_counter()
    report, _ = check_files(paths)
    whole = time.perf_counter() - start
    ratio = whole / calamine
    return {
        "name": "aef_check",
        "ratio": round(ratio, 2),
        "limit": LIMIT,
        "holds": ratio <= LIMIT and report.consistent,
        "rows": sum(sum((file.rows or {}).values()) for file in report.files),
        "consistent": report.consistent,
        "seconds": {"calamine": round(calamine, 2), "check": round(whole, 2)},
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
