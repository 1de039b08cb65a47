"""Amounts of 23(c) to (e) by approach, sector, Parties and vintage (2/CMA.3 annex para 23(j))."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tallystick.article6.account.summary import Row
from tallystick.core.findings import Finding, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown

ROWS = ("23(c)", "23(d)", "23(e)")
DIMENSIONS = ("approach", "sector", "transferring_party", "using_party", "vintage")
HEADS: Mapping[str, Text] = {
    "approach": Text("Cooperative approach", "合作方法"),
    "sector": Text("Sector", "部门"),
    "transferring_party": Text("Transferring Party", "转让缔约方"),
    "using_party": Text("Using Party", "使用缔约方"),
    "vintage": Text("Vintage", "产生年份"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A quantity that a year's row 23(c), (d) or (e) counts; None where something is not known."""

    row: str
    year: int
    quantity_t: int
    approach: str | None = None
    sector: str | None = None
    transferring_party: str | None = None
    using_party: str | None = None
    vintage: int | None = None


Key = tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True)
class AmountTable:
    """Quantities in tonnes by row, year and the dimensions named."""

    dimensions: tuple[str, ...]
    quantities_t: Mapping[Key, int]


def tabulate(amounts: Iterable[Amount], dimensions: Sequence[str] = DIMENSIONS) -> AmountTable:
    """Add up amounts by row, year and dimensions; what is not known has a line of its own."""
    summed: dict[Key, int] = defaultdict(int)
    for one in amounts:
        key = (one.row, one.year, *(getattr(one, name) for name in dimensions))
        summed[key] += one.quantity_t
    ordered = sorted(summed, key=lambda key: tuple((one is None, str(one)) for one in key))
    return AmountTable(tuple(dimensions), {key: summed[key] for key in ordered})


def tables(amounts: Sequence[Amount]) -> tuple[AmountTable, ...]:
    """Return one table for each dimension, and the full one last."""
    return (*(tabulate(amounts, (name,)) for name in DIMENSIONS), tabulate(amounts))


AGREEMENT: Rulebook[Row, Sequence[Amount]] = Rulebook("tables of 23(j)")


@AGREEMENT.rule(
    "T4_23J",
    source="2/CMA.3 annex para 23(j)",
    message=Text(
        "the amounts of row {row} for {year} add up to {sum}, the summary says {said}",
        "{year} 年第 {row} 行各项合计为 {sum}，而结构化摘要为 {said}",
    ),
    fix=Text("list every amount that the row counts, once", "请逐项列出该行所计的每一数量，各一次"),
)
def amounts_add_up_to_the_summary(row: Row, amounts: Sequence[Amount]) -> Iterable[Shown]:
    """The tables break up the rows of the structured summary and add nothing to them."""
    for year, said in row.values.items():
        listed = sum(one.quantity_t for one in amounts if (one.row, one.year) == (row.para, year))
        where = {"row": row.para, "year": year}
        if said is None:
            if listed:
                missing = Text(f"row {row.para} for {year}", f"{year} 年第 {row.para} 行")
                yield unknown(missing, where)
        elif listed != said:
            yield fails(where, row=row.para, year=year, sum=listed, said=printed(said))


def judge_amounts(summary: Iterable[Row], amounts: Sequence[Amount]) -> list[Finding]:
    """Judge whether the tables agree with the rows of the structured summary they break up."""
    rows = [row for row in summary if row.para in ROWS]
    return [finding for row in rows for finding in AGREEMENT.judge(row, amounts)]
