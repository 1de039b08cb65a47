"""What the compared submissions say together: their authorizations, blocks and pieces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from tallystick.article6.aef.authorizations import REFERENCE, authorizations, referred
from tallystick.article6.aef.blocks import blocks, ranges
from tallystick.article6.aef.headers import headers
from tallystick.article6.aef.lives import TELLS, counts, ends
from tallystick.article6.aef.reconciliation import reconciled
from tallystick.article6.aef.segments import Segments, combinations, cut
from tallystick.article6.aef.submission import Submission
from tallystick.article6.aef.tables import HEADER, Typed
from tallystick.article6.aef.underlying import underlying_units


@dataclass(frozen=True)
class Filings:
    """The subject of every rule that looks beyond one cell; files are places in `paths`.

    `headers`         one row per file; the other frames come from those `compared`
    `authorizations`  table 2; `authorization` is the number and place of the row
    `blocks`          tables 3 and 4; `block` is the number and place of the row
    `segments`        the blocks cut so that any two ranges are equal or apart
    `entities`        table 5, beside the `filer`
    `lost`            file, table: where not every row could be placed
    """

    paths: tuple[str, ...]
    headers: pl.DataFrame
    authorizations: pl.DataFrame
    blocks: pl.DataFrame
    segments: Segments
    entities: pl.DataFrame
    lost: pl.DataFrame

    @cached_property
    def underlying(self) -> pl.DataFrame:
        """The underlying range of each block, in the order of `blocks`."""
        return underlying_units(self.blocks)

    @cached_property
    def reconciliation(self) -> pl.DataFrame:
        """What each file should hold and says it holds, by segment."""
        lost = self.lost.filter(table="holdings").select(workbook="file")
        earlier = self.workbooks.join(lost, on="workbook", how="anti").select(
            "party", earlier="workbook", year=pl.col("year") + 1
        )
        before = self.workbooks.join(earlier, on=["party", "year"])
        return reconciled(
            self.blocks, self.segments.pieces, before.select("earlier", file="workbook")
        )

    @cached_property
    def lives(self) -> pl.DataFrame:
        """The pieces of the actions that count."""
        return self.pieces(*TELLS).filter(counts())

    @cached_property
    def ends(self) -> pl.DataFrame:
        """The first use or cancellation of each segment that has one."""
        return ends(self.lives)

    @cached_property
    def actions(self) -> pl.DataFrame:
        """The rows of table 3, which come first among the blocks."""
        return self.blocks.head(self.blocks.select((pl.col("table") == "actions").sum()).item())

    @property
    def workbooks(self) -> pl.DataFrame:
        """Which Party's report of which year is among the compared files."""
        compared = self.headers.filter("compared")
        return compared.select(workbook="file", party="party", year="reported_year")

    def pieces(self, *columns: str) -> pl.DataFrame:
        """Return the pieces of the sound blocks beside columns of their rows."""
        pieces = self.segments.pieces.filter("sound")
        return pl.concat([pieces, self.blocks.select(columns)[pieces["block"]]], how="horizontal")

    def rows(self, found: pl.DataFrame) -> pl.DataFrame:
        """Return what was found of each `block` beside the other columns of its row."""
        others = self.blocks.drop(found.columns, strict=False)
        told = others.clear() if found.is_empty() else others[found["block"]]
        return pl.concat([found, told], how="horizontal")

    def with_terms(self, rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
        """Return the rows beside columns of their authorization, null where it is not known."""
        number = rows["authorization"]
        return rows.with_columns(self.authorizations[column].gather(number) for column in columns)


def filings(submissions: Sequence[Submission], tables: Mapping[str, Typed]) -> Filings:
    """Put the typed tables of submissions together."""
    filed = headers(submissions, tables[HEADER].rows)
    offered = authorizations(tables["authorizations"].rows, filed)
    rows = blocks(tables["actions"].rows, tables["holdings"].rows, filed)
    rows = rows.with_columns(_meant(rows, offered))
    placed = ranges(rows)
    lost = pl.concat([_damaged(submissions), _unplaced(rows, placed), _unnamed(offered)])
    return Filings(
        paths=tuple(submission.path for submission in submissions),
        headers=filed,
        authorizations=offered,
        blocks=rows,
        segments=cut(placed),
        entities=_of_compared(tables["entities"].rows, filed),
        lost=lost.unique(),
    )


def _meant(rows: pl.DataFrame, offered: pl.DataFrame) -> pl.Series:
    """Return the number of the authorization that each row refers to.

    Millions of rows name few authorizations, so that each naming is looked up once.
    """
    naming = combinations(rows.select(REFERENCE)).alias("naming")
    different, place = naming.unique(maintain_order=True), naming.arg_unique()
    named = rows.select(REFERENCE)[place]
    joined = named.join(referred(named, offered), on=REFERENCE, how="left", maintain_order="left")
    authorization = joined["authorization"]
    meant = naming.replace_strict(different, authorization).cast(authorization.dtype)
    return meant.alias("authorization")


def _of_compared(rows: pl.DataFrame, headers: pl.DataFrame) -> pl.DataFrame:
    filed = headers.filter("compared").select("file", filer="party")
    return rows.join(filed, on="file", maintain_order="left")


def _damaged(submissions: Sequence[Submission]) -> pl.DataFrame:
    """Return the tables of which the reader lost columns or everything."""
    places = [
        (file, found.where.get("table"))
        for file, submission in enumerate(submissions)
        for found in submission.damage
        if found.where.get("row") is None and found.refuses
    ]
    return pl.DataFrame(places, {"file": pl.UInt32, "table": pl.String}, orient="row")


def _unplaced(rows: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    narrow = rows.select("block", "sound", "file", "table").filter(~pl.col("sound"))
    if narrow.is_empty():
        return narrow.select("file", "table")
    return narrow.join(placed, on="block", how="anti").select("file", "table")


def _unnamed(offered: pl.DataFrame) -> pl.DataFrame:
    faulty = offered.filter("faulty")
    return faulty.select("file", table=pl.lit("authorizations"))
