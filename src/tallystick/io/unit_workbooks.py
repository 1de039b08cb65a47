"""The actions of AEF workbooks as events of units, with the underlying units they state."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from tallystick.article6.aef.filings import filings
from tallystick.article6.aef.segments import SERIES
from tallystick.article6.aef.submission import Submission
from tallystick.article6.aef.tables import read_tables
from tallystick.article6.aef.underlying import underlying_units
from tallystick.article6.detectors.events import SCHEMA
from tallystick.core.findings import Finding

ZIP = b"PK"


def is_workbook(path: Path) -> bool:
    """Whether a file begins like a workbook."""
    try:
        with path.open("rb") as file:
            return file.read(len(ZIP)) == ZIP
    except OSError:
        return False


def read_workbooks(paths: Sequence[Path]) -> tuple[list[pl.DataFrame], list[Finding], bool]:
    """Return the events of workbooks, what is wrong with these, and whether one is unreadable."""
    from tallystick.io.aef_read import Unreadable, read_aef

    read: list[Submission] = []
    findings: list[Finding] = []
    for path in paths:
        try:
            read.append(read_aef(path))
        except Unreadable as refusal:
            findings.append(refusal.finding)
    unreadable = bool(findings)
    for submission in read:
        findings += submission.damage
    return ([_events(read)] if read else []), findings, unreadable


def _events(submissions: Sequence[Submission]) -> pl.DataFrame:
    """Return the sound actions; series of underlying units end before their running number."""
    filed = filings(submissions, read_tables(submissions))
    backing = underlying_units(filed.actions)
    paths = pl.Series([submission.path for submission in submissions], dtype=pl.String)
    rows = pl.concat([filed.actions, backing], how="horizontal").filter("sound")
    named = pl.concat_str(*SERIES, separator="-").alias("series")
    told = rows.with_columns(
        pl.Series("path", paths.gather(rows["file"])),
        named,
        backing=pl.when(pl.col("first_text") == pl.col("last_text")).then(
            pl.col("first_text").str.strip_chars_end("-_/ ")
        ),
        party=pl.coalesce("using_party", "filer"),
    )
    return told.select(
        file="path",
        row="row",
        event="kind",
        series="series",
        start="first",
        end="last",
        registry="registry",
        activity=pl.lit(None, pl.String),
        party="party",
        host="first_transferring_party",
        on=pl.col("on").dt.date(),
        first_day=pl.lit(None, pl.Date),
        last_day=pl.lit(None, pl.Date),
        backing="backing",
        backing_start="first_unit",
        backing_end="last_unit",
    ).cast(SCHEMA)  # type: ignore[arg-type]  # one type for each
