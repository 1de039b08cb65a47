"""Versions of one report: the newest is compared, and none is filed twice."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import Row, place
from tallystick.core.findings import Outcome, Severity, Text
from tallystick.core.rules import Rulebook, Shown

BOOK: Rulebook[Filings, None] = Rulebook("AEF versions")


def _versions(filings: Filings, other: str) -> Iterator[tuple[Row, dict[str, object]]]:
    rows = filings.headers.filter(pl.col(other).is_not_null()).rename({"party": "filer"})
    for row in rows.iter_rows(named=True):
        yield (
            row,
            {
                "version": row["version"],
                "party": row["filer"],
                "year": row["reported_year"],
                "other": filings.paths[row[other]],
            },
        )


@BOOK.rule(
    "AEF_VERSION",
    source="Tallystick design; 4/CMA.6 para 32",
    message=Text(
        "version {version} of the {year} report of {party} is filed already, as {other}",
        "{party} {year} 年报告的版本 {version} 已提交，见 {other}",
    ),
    fix=Text("give a revised report a higher version", "修订后的报告应使用更高的版本号"),
)
def version_is_filed_once(filings: Filings, _: None) -> Iterator[Shown]:
    """Show files that carry the version of another file."""
    for row, values in _versions(filings, "repeats"):
        where = {**place(filings, row), "counterpart_file": values["other"]}
        yield Shown(values, where)


@BOOK.rule(
    "AEF_VERSION",
    source="4/CMA.6 para 32",
    severity=Severity.INFO,
    message=Text(
        "version {version} of the {year} report of {party} is set aside for the newer {other}",
        "{party} {year} 年报告的版本 {version} 已由较新的 {other} 取代，不参与比对",
    ),
    fix=Text("nothing to mend", "无需修改"),
)
def older_version_is_set_aside(filings: Filings, _: None) -> Iterator[Shown]:
    """Show files that a newer version replaces."""
    for row, values in _versions(filings, "obsoleted_by"):
        where = {**place(filings, row), "counterpart_file": values["other"]}
        yield Shown(values, where, Outcome.PASS)
