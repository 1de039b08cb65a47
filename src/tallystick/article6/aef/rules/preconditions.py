"""What the platform has to show before annual information on an approach is filed."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.platform import Platform
from tallystick.article6.aef.rules.places import Row, place
from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Filings, Platform] = Rulebook("AEF preconditions")

NO_DATE = Text("the date of submission", "提交日期")


@BOOK.rule(
    "CA_UNKNOWN",
    severity=Severity.WARNING,
    source="4/CMA.6 para 5(a); 4/CMA.6 annex II table 2",
    message=Text(
        "{approach} is not among the cooperative approaches that the platform shows on {as_of}",
        "{approach} 不在平台于 {as_of} 公布的合作方法之列",
    ),
    fix=Text(
        "correct the identifier, or have the approach entered on the platform",
        "请更正标识符，或在平台登记该合作方法",
    ),
)
def approach_is_known_to_the_platform(filings: Filings, platform: Platform) -> Iterator[Shown]:
    """Show approaches that the platform does not list, unless the list may be too old to do so."""
    if platform.approaches is None:
        return
    for row in _reported(filings).iter_rows(named=True):
        if row["approach"] in platform.approaches:
            continue
        where, values = _told(filings, row, platform)
        lacking = _too_old(row, platform)
        yield unknown(lacking, where) if lacking else fails(where, **values)


@BOOK.rule(
    "AEF_NEEDS_IR",
    source="4/CMA.6 para 27; 4/CMA.6 para 26",
    message=Text(
        "{party} files annual information on {approach} on {submitted} without an initial report"
        " on it before or on that day",
        "{party} 于 {submitted} 提交 {approach} 的年度信息，但此前及当日均无该合作方法的初次报告",
    ),
    fix=Text(
        "submit the initial report, or the updated one, on {approach} before or together with it",
        "请在此之前或同时提交 {approach} 的初次报告或更新的初次报告",
    ),
)
def initial_report_comes_first(filings: Filings, platform: Platform) -> Iterator[Shown]:
    """Show approaches on which a Party files before it has reported on them initially."""
    if platform.initial_reports is None:
        return
    for row in _reported(filings).drop_nulls("filer").iter_rows(named=True):
        where, values = _told(filings, row, platform)
        reports = platform.reports_on(row["filer"], row["approach"])
        if row["submitted_on"] is None:
            yield unknown(NO_DATE, where)
        elif not reports and (lacking := _too_old(row, platform)):
            yield unknown(lacking, where)
        elif not reports or reports[0].submitted_on > row["submitted_on"]:
            yield fails(where, **values)


def _reported(filings: Filings) -> pl.DataFrame:
    """Return the first row on each approach in every file, beside the day of submission."""
    named = ["file", "table", "row", "filer", "approach"]
    terms = filings.authorizations.with_columns(table=pl.lit("authorizations"))
    rows = pl.concat(
        [frame.select(named) for frame in (terms, filings.blocks)], how="vertical_relaxed"
    )
    first = rows.drop_nulls("approach").unique(
        ["file", "approach"], keep="first", maintain_order=True
    )
    dated = filings.headers.select("file", "submitted_on")
    return first.join(dated, on="file", maintain_order="left")


def _told(
    filings: Filings, row: Row, platform: Platform
) -> tuple[dict[str, object], dict[str, object]]:
    where = {**place(filings, row), "approach": row["approach"]}
    values = {
        "party": row["filer"],
        "approach": row["approach"],
        "submitted": row["submitted_on"],
        "as_of": platform.as_of,
    }
    return where, values


def _too_old(row: Row, platform: Platform) -> Text | None:
    """Say what is missing where the platform was looked at before the file was submitted."""
    if row["submitted_on"] is None:
        return NO_DATE
    if row["submitted_on"] <= platform.as_of:
        return None
    day = row["submitted_on"]
    return Text(f"what the platform shows on {day}", f"平台于 {day} 公布的内容")
