"""Holdings at the end of the year follow from the actions of the year (ISC01)."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import Row, listed, place
from tallystick.article6.aef.segments import SERIES, joined
from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Filings, None] = Rulebook("AEF holdings")

SOURCE = "2/CMA.3 annex para 33(a); 6/CMA.4 annex I para 37; 4/CMA.6 annex II table 4"
MESSAGE = Text(
    "{party} reports {reported} units of {ids} as held at 31 December {year}, its actions and"
    " earlier holdings leave {expected}: a difference of {difference}",
    "{party} 填报于 {year} 年 12 月 31 日持有 {ids} 中的 {reported} 个单位，"
    "而按其行动及此前持有量应为 {expected} 个，相差 {difference}",
)
FIX = Text(
    "correct the holdings, or report the action that is missing",
    "请更正持有量，或补报遗漏的行动",
)

HELD = pl.col("times") > 0
TWICE = pl.col("times") > 1
DECIDED = pl.col("expected").is_not_null() & (pl.col("expected") != HELD)


@BOOK.rule("HOLDINGS_RECON", check="ISC01", source=SOURCE, message=MESSAGE, fix=FIX)
def holdings_follow_from_the_actions(filings: Filings, _: None) -> Iterator[Shown]:
    """Show ranges held against the actions, not held in spite of them, or listed twice."""
    states = filings.reconciliation
    whole = states.filter(DECIDED).join(_incomplete(filings), on="file", how="anti")
    differing = pl.concat([states.filter(TWICE), whole.filter(~TWICE)])
    for row in listed(_ranges(filings, differing)):
        yield _difference(filings, row)


@BOOK.rule(
    "HOLDINGS_RECON",
    check="ISC01",
    source=SOURCE,
    severity=Severity.WARNING,
    message=MESSAGE,
    fix=FIX,
)
def holdings_can_be_followed(filings: Filings, _: None) -> Iterator[Shown]:
    """Say, once per file, what keeps its holdings from being explained."""
    states = filings.reconciliation.filter(~TWICE)
    for row in _first_of_each_file(filings, states.filter(HELD & pl.col("open"))):
        report = f"{row['filer']} {row['year'] - 1}"
        missing = Text(f"the report {report}", f"{report} 年的报告")
        yield unknown(missing, place(filings, row))
    unread = states.filter(DECIDED).join(_incomplete(filings), on="file", how="semi")
    for row in _first_of_each_file(filings, unread):
        missing = Text("a row of table 3 or 4 that cannot be read", "表 3 或表 4 中无法读取的行")
        yield unknown(missing, place(filings, row))


@BOOK.rule(
    "HOLDINGS_OVERLAP",
    check="ISC01",
    source="6/CMA.4 annex I para 37; 4/CMA.6 annex II table 4",
    message=Text(
        "{ids} are listed as held here and in row {other_row} too",
        "{ids} 在此列为持有，而第 {other_row} 行也已列出",
    ),
    fix=Text("list every unit in one row", "每个单位只应列于一行"),
)
def unit_is_listed_in_one_row(filings: Filings, _: None) -> Iterator[Shown]:
    """Show the rows of table 4 that share units with an earlier row of the same file."""
    if not filings.reconciliation.select(TWICE.any()).item():
        return
    held = filings.pieces("table", "file").filter(table="holdings").drop("table")
    again = held.filter(pl.struct("file", "segment").is_duplicated())
    earlier = pl.col("block").min().over("file", "segment")
    later = again.with_columns(earlier=earlier).filter(pl.col("block") != pl.col("earlier"))
    ranges = joined(later.select("block", "earlier", "first", "last"), ["block", "earlier"])
    for row in listed(filings.rows(ranges).sort("file", "block", "first")):
        other = filings.blocks["row"][row["earlier"]]
        where = {**place(filings, row), "counterpart_row": other}
        yield fails(where, ids=where["ids"], other_row=other)


def _incomplete(filings: Filings) -> pl.DataFrame:
    """Return the files with a row of tables 3 or 4 that nobody can place."""
    return filings.lost.filter(pl.col("table") != "authorizations").select("file").unique()


def _first_of_each_file(filings: Filings, states: pl.DataFrame) -> Iterator[Row]:
    ranges = _ranges(filings, states).with_columns(count=pl.len().over("file"))
    return ranges.unique("file", keep="first", maintain_order=True).iter_rows(named=True)


def _ranges(filings: Filings, states: pl.DataFrame) -> pl.DataFrame:
    """Join the pieces that follow on each other, and add the row and the holder."""
    shown = filings.blocks.select(*SERIES, "table", "row", written="file")
    placed = pl.concat([states, shown[states["block"]]], how="horizontal")
    ranges = joined(placed, ["file", *SERIES, "times", "expected"])
    own = pl.col("written") == pl.col("file")
    holders = filings.workbooks.select("year", file="workbook", filer="party")
    return ranges.join(holders, on="file", maintain_order="left").with_columns(
        table=pl.when(own).then("table").otherwise(pl.lit("holdings")),
        row=pl.when(own).then("row"),
    )


def _difference(filings: Filings, row: Row) -> Shown:
    units = row["last"] - row["first"] + 1
    reported = units * row["times"]
    expected = 0 if row["expected"] is False else units
    where = {**place(filings, row), "difference": reported - expected}
    return fails(
        where,
        party=row["filer"],
        year=row["year"],
        ids=where["ids"],
        reported=reported,
        expected=expected,
        difference=reported - expected,
    )
