"""Who filed which year in which version, and which of the submissions are compared."""

from collections.abc import Sequence

import polars as pl

from tallystick.article6.aef.submission import Layout, Submission

REPORT = ["party", "reported_year"]
"""What a report is about: two files with the same are versions of one report."""


def headers(submissions: Sequence[Submission], typed: pl.DataFrame) -> pl.DataFrame:
    """Return table 1 of every file, with its standing among the versions of the same report.

    `obsoleted_by` is a file with a newer version, `repeats` an earlier one with the same version;
    a file with neither that names its Party and year is `compared`.
    """
    version = pl.col("version").fill_null("0.0").str.split_exact(".", 1).struct
    numbered = typed.sort("file").with_columns(
        legacy=pl.Series([one.layout is Layout.LEGACY for one in submissions], dtype=pl.Boolean),
        major=version.field("field_0").cast(pl.Int64, strict=False),
        minor=version.field("field_1").cast(pl.Int64, strict=False),
    )
    standing = _standing(numbered.drop_nulls(REPORT))
    return numbered.join(standing, on="file", how="left", maintain_order="left").with_columns(
        pl.col("compared").fill_null(value=False)
    )


def _standing(numbered: pl.DataFrame) -> pl.DataFrame:
    newest_first = numbered.sort(
        *REPORT, "major", "minor", "file", descending=[False, False, True, True, False]
    )
    newest = pl.col("file").first().over(REPORT)
    original = pl.col("file").first().over(*REPORT, "major", "minor")
    return newest_first.select(
        "file",
        compared=pl.col("file") == newest,
        repeats=pl.when(original != pl.col("file")).then(original),
        obsoleted_by=pl.when(original != newest).then(newest),
    )
