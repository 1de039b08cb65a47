"""What table 1 says about the report itself, and the cells that the platform fills."""

from collections.abc import Iterator

import polars as pl

from tallystick import law
from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.periods import outside_the_period
from tallystick.article6.aef.rules.places import place
from tallystick.article6.reporting_days import annual_due
from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF submissions")

FIRST_VERSION = "1.0"


@BOOK.rule(
    "NDC_PERIOD",
    source="4/CMA.6 annex II table 1; Tallystick design",
    message=Text(
        "the reported year {year} lies outside the NDC implementation period {first} - {last}",
        "报告年份 {year} 不在国家自主贡献执行期 {first} - {last} 内",
    ),
    fix=Text(
        "give the NDC implementation period that contains the reported year",
        "请填写包含报告年份的国家自主贡献执行期",
    ),
)
def reported_year_lies_in_the_period(filings: Filings, _: None) -> Iterator[Shown]:
    """Show reports on a year outside the period they state, unless STC03 refuses their uses."""
    year, first, last = (
        pl.col(name) for name in ("reported_year", "ndc_first_year", "ndc_last_year")
    )
    outside = _headers(filings).filter((year < first) | (year > last))
    if outside.height:
        outside = outside.join(outside_the_period(filings), on="file", how="anti")
    for row in outside.iter_rows(named=True):
        yield fails(
            place(filings, row),
            year=row["reported_year"],
            first=row["ndc_first_year"],
            last=row["ndc_last_year"],
        )


@BOOK.rule(
    "AEF_LATE",
    severity=Severity.WARNING,
    source="2/CMA.3 annex para 20",
    message=Text(
        "the report for {year} was due on {due} and is dated {submitted}",
        "{year} 年的报告应于 {due} 前提交，实际日期为 {submitted}",
    ),
    fix=Text(
        "submit by the date due; a late report is still checked",
        "请按期提交；逾期报告仍会核对",
    ),
)
def report_is_in_time(filings: Filings, _: None) -> Iterator[Shown]:
    """Show first versions dated after the day on which they were due; revisions come later."""
    first = _headers(filings).filter(version=FIRST_VERSION)
    for row in first.drop_nulls(["reported_year", "submitted_on"]).iter_rows(named=True):
        due = annual_due(row["reported_year"])
        if row["submitted_on"] > due:
            values = {"year": row["reported_year"], "due": due, "submitted": row["submitted_on"]}
            yield Shown(values, place(filings, row))


@BOOK.rule(
    "CARP_FIELD",
    severity=Severity.WARNING,
    source="4/CMA.6 annex II",
    message=Text(
        '{label} is filled in by the platform, but reads "{value}"',
        "{label} 由平台填写，现填有“{value}”",
    ),
    fix=Text(
        "leave it empty when submitting; in a file that came back from the platform it is in place",
        "提交时请留空；若文件由平台返回，则无需修改",
    ),
)
def platform_fills_its_own_columns(filings: Filings, _: None) -> Iterator[Shown]:
    """Show, once per file and column, what stands in cells that only the platform fills."""
    tables = {
        "submission": _headers(filings),
        "authorizations": filings.authorizations,
        "actions": filings.blocks,
    }
    for table, rows in tables.items():
        for field in law.layout("five_table")[table]:
            if field.required == "platform":
                yield from _filled(filings, rows, field)


def _filled(filings: Filings, rows: pl.DataFrame, field: law.Field) -> Iterator[Shown]:
    """Show the first filled cell of each file; `count` says how many there are, if several."""
    filled = rows.filter(pl.col(field.name).is_not_null())
    several = pl.len().over("file")
    counted = filled.with_columns(count=pl.when(several > 1).then(several))
    for row in counted.unique("file", keep="first", maintain_order=True).iter_rows(named=True):
        where = {**place(filings, {**row, "table": field.table}), "field": field.name}
        yield fails(where, label=field.label, value=row[field.name])


def _headers(filings: Filings) -> pl.DataFrame:
    return filings.headers.rename({"party": "filer"}).with_columns(table=pl.lit("submission"))
