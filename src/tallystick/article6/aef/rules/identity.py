"""What a row says about its own block: one series, in order, of the reported size (II07)."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.aef.blocks import COMPONENTS, ENDS, disagrees
from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import listed, place
from tallystick.core.findings import Text
from tallystick.core.quantities import Metric
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF blocks")

IDENTIFIER = "6/CMA.4 annex I para 5"
BLOCK = "6/CMA.4 annex I para 6"


@BOOK.rule(
    "ITMO_ID_MISMATCH",
    check="II07",
    source=IDENTIFIER,
    message=Text(
        "{field} is {inside} in {end} but {column} in its own column",
        "{end} 中的 {field} 为 {inside}，而该栏填写的是 {column}",
    ),
    fix=Text(
        "correct whichever is wrong; the identifier itself never changes",
        "请更正有误的一处；标识符本身不得变更",
    ),
)
def identifier_repeats_the_columns(filings: Filings, _: None) -> Iterator[Shown]:
    """Show identifiers with another component than the column beside them."""
    for end in ENDS:
        for field, part in COMPONENTS.items():
            wrong = filings.blocks.filter(disagrees(end, field))
            for row in listed(wrong):
                where = {**place(filings, row), "field": field}
                yield fails(where, field=field, end=end, inside=row[end][part], column=row[field])


@BOOK.rule(
    "BLOCK_SERIES",
    source=BLOCK,
    message=Text(
        "the first and the last identifier belong to different series ({first} and {last})",
        "首个和末个标识符不属于同一系列（{first} 与 {last}）",
    ),
    fix=Text("report one row per series", "每个系列单独填报一行"),
)
def block_is_of_one_series(filings: Filings, _: None) -> Iterator[Shown]:
    """Show blocks whose two identifiers differ in more than the serial."""
    first, last = (pl.col(end).struct for end in ENDS)
    differs = [first.field(part) != last.field(part) for part in COMPONENTS.values()]
    for row in listed(filings.blocks.filter(pl.any_horizontal(*differs))):
        series = {
            name: "-".join(str(row[end][part]) for part in COMPONENTS.values())
            for name, end in zip(("first", "last"), ENDS, strict=True)
        }
        yield fails(place(filings, row), **series)


@BOOK.rule(
    "BLOCK_RANGE",
    source=BLOCK,
    message=Text(
        "first serial {first} is greater than last serial {last}",
        "首个序列号 {first} 大于末个序列号 {last}",
    ),
    fix=Text("exchange the two identifiers", "请对调两个标识符"),
)
def first_is_not_after_last(filings: Filings, _: None) -> Iterator[Shown]:
    """Show blocks that end before they begin."""
    for row in listed(filings.blocks.filter(pl.col("first") > pl.col("last"))):
        yield fails(place(filings, row), first=row["first"], last=row["last"])


@BOOK.rule(
    "BLOCK_QTY",
    source=BLOCK,
    message=Text(
        "the block holds {units} identifiers, the quantity reported is {quantity}",
        "区块含 {units} 个标识符，而填报的数量为 {quantity}",
    ),
    fix=Text("report {units} t CO2 eq or correct the identifiers", "请填报 {units} 或更正标识符"),
)
def quantity_is_the_size_of_the_block(filings: Filings, _: None) -> Iterator[Shown]:
    """Show blocks in t CO2 eq whose quantity is not the number of their identifiers."""
    units = pl.col("last") - pl.col("first") + 1
    sized = filings.blocks.filter(pl.col("first") <= pl.col("last"), metric=Metric.GHG)
    for row in listed(sized.with_columns(units=units).filter(pl.col("quantity_t") != units)):
        yield fails(place(filings, row), units=row["units"], quantity=row["quantity_t"])
