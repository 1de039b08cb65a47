"""A structured summary as a Party has filed it, against itself and against the account.

The printed table does not define the sign of row 23(g); here it is first transfers minus uses, so
that emissions plus that row are the emissions balance (18/CMA.1 annex para 77(d)(ii)).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from tallystick.article6.account import Account, AccountResult, Divisor, Method, Row23d
from tallystick.article6.account.years import Quantity, add
from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class FiledTable:
    """The rows as filed, by paragraph and year; a cell that is not there is not known.

    `divisors` are the years that row 7(a)(ii) was divided by, `windows` the last year whose ITMOs
    its numerator counts, by year of the row; `cers_used_t` lowers row 23(g) and not row 23(f).
    `final_t` and `achieved` are the final information and the answer of the achievement block.
    """

    rows: Mapping[str, Mapping[int, Quantity]]
    row_23d: Row23d = Row23d.FIRST_TRANSFERRED
    divisors: Mapping[int, int] = field(default_factory=dict)
    windows: Mapping[int, int] = field(default_factory=dict)
    cers_used_t: Mapping[int, int] = field(default_factory=dict)
    final_t: Quantity | None = None
    achieved: Outcome | None = None

    def cell(self, para: str, year: int) -> Quantity | None:
        """Return what a row says of a year, None where it says nothing."""
        return self.rows.get(para, {}).get(year)


@dataclass(frozen=True, slots=True)
class Accounted:
    """The account that a filed table is held against."""

    account: Account
    result: AccountResult

    @property
    def years(self) -> Iterable[int]:
        """Every year of the period."""
        return self.account.ndc.period.years


Cells: TypeAlias = tuple[Quantity | None, ...]
TABLES: Rulebook[FiledTable, Accounted] = Rulebook("filed structured summary")
FIX = Text("correct the row, or what the account rests on", "请更正该行，或账户所依据的数据")
COMPARED = Text("{year}: expected {expected}, got {got}", "{year} 年：应为 {expected}，实为 {got}")


def _compare(
    row: str, years: Iterable[int], expected: Mapping[int, Quantity | None], table: FiledTable
) -> Iterator[Shown]:
    """Show every year in which a filed cell is not what it has to be, or cannot be told."""
    for year in years:
        got, where = table.cell(row, year), {"row": row, "year": year}
        if got is None or expected[year] is None:
            missing = Text(
                f"row {row} or what it rests on, {year}", f"{year} 年第 {row} 行或其依据"
            )
            yield unknown(missing, where)
        elif printed(got) != printed(expected[year]):  # a table is filed as it is printed
            yield fails(where, year=year, expected=printed(expected[year]), got=printed(got))


@TABLES.rule("T4_23F", source="2/CMA.3 annex para 23(f)", message=COMPARED, fix=FIX)
def net_is_what_the_rows_say(table: FiledTable, accounted: Accounted) -> Iterator[Shown]:
    """Row 23(f) is 23(c) plus what was first transferred for OIMP minus 23(e)."""
    return _compare("23(f)", accounted.years, _net(table, accounted), table)


def _net(table: FiledTable, accounted: Accounted) -> dict[int, Quantity | None]:
    """Where row 23(d) holds what is authorized, first transfers for OIMP are the account's."""
    filed = table.row_23d is Row23d.FIRST_TRANSFERRED
    net: dict[int, Quantity | None] = {}
    for one in accounted.result.years:
        oimp = table.cell("23(d)", one.year) if filed else one.first_transferred_oimp_t
        used = _negative(table.cell("23(e)", one.year))
        net[one.year] = add(table.cell("23(c)", one.year), oimp, used)
    return net


def _negative(quantity: Quantity | None) -> Quantity | None:
    return None if quantity is None else -quantity


@TABLES.rule(
    "T4_23G",
    source="2/CMA.3 annex para 23(g)",
    message=Text(
        "{year}: the account comes to {expected}, the table says {got}",
        "{year} 年：账户结果为 {expected}，表中为 {got}",
    ),
    fix=FIX,
)
def adjustments_are_those_of_the_account(
    table: FiledTable, accounted: Accounted
) -> Iterator[Shown]:
    """Row 23(g) is what the method makes of first transfers and uses."""
    expected = {year.year: year.adjustment_t for year in accounted.result.years}
    return _compare("23(g)", accounted.years, expected, table)


@TABLES.rule("T4_23H", source="2/CMA.3 annex para 23(h)", message=COMPARED, fix=FIX)
def cumulative_row_is_the_running_sum(table: FiledTable, accounted: Accounted) -> Iterator[Shown]:
    """Row 23(h) adds up row 23(f) year by year."""
    running: Quantity | None = 0
    expected = {}
    for year in accounted.years:
        running = add(running, table.cell("23(f)", year))
        expected[year] = running
    return _compare("23(h)", accounted.years, expected, table)


@TABLES.rule(
    "T4_TOTAL",
    source="Tallystick design; 2/CMA.3 annex para 8",
    severity=Severity.WARNING,
    message=Text(
        "rows 23(f) sum to {net}, rows 23(g) to {adjusted}: by year of transfer and by vintage "
        "they differ, so some vintage lies outside the period or is missing",
        "第23(f)行合计 {net}，第23(g)行合计 {adjusted}：按转让年份与按产生年份不一致，"
        "说明有产生年份在执行期之外或缺失",
    ),
    fix=Text("list the vintages that are missing", "请补列缺失的产生年份"),
)
def totals_agree_over_the_period(table: FiledTable, accounted: Accounted) -> Shown | None:
    """Under annual methods both rows count the same units once all vintages are covered."""
    if accounted.account.ndc.averages:
        return None
    net, adjusted = (
        add(*(table.cell(row, year) for year in accounted.years)) for row in ("23(f)", "23(g)")
    )
    where = {"row": "23(g)"}
    if net is None or adjusted is None:
        return unknown(Text("rows 23(f) and 23(g) of all years", "各年第23(f)和23(g)行"), where)
    if net - sum(table.cers_used_t.values()) == adjusted:
        return None
    return fails(where, net=printed(net), adjusted=printed(adjusted))


@TABLES.rule(
    "BALANCE",
    source="2/CMA.3 annex para 8; 18/CMA.1 annex para 77(d)(ii)",
    message=Text(
        "{year}: expected {expected}, got {got}; acquisitions do not enter the balance",
        "{year} 年：应为 {expected}，实为 {got}；购入不计入余额",
    ),
    fix=FIX,
)
def balance_is_emissions_and_adjustments(
    table: FiledTable, accounted: Accounted
) -> Iterator[Shown]:
    """Emissions plus adjustments, or an indicator minus adjustments, and nothing else."""
    ghg = accounted.account.ndc.is_ghg
    start, end = ("23(a)", "23(k)(i)") if ghg else ("23(i)", "23(k)(ii)")
    expected = {}
    for year in accounted.years:
        adjustment = table.cell("23(g)", year)
        expected[year] = add(table.cell(start, year), adjustment if ghg else _negative(adjustment))
    return _compare(end, accounted.years, expected, table)


@TABLES.rule(
    "AVG_DENOM",
    source="2/CMA.3 annex para 7(a)(ii)",
    message=Text(
        "{year}: the divisor {got} does not match {expected} ({which} years)",
        "{year} 年：除数 {got} 与 {expected} 不符（{which}年数）",
    ),
    fix=Text("divide by the years declared", "请除以所申报的年数"),
)
def average_is_divided_by_the_years_declared(
    table: FiledTable, accounted: Accounted
) -> Iterator[Shown]:
    """The divisor is the elapsed years, or all years where that was declared."""
    ndc = accounted.account.ndc
    elapsed = ndc.averaging_divisor is Divisor.ELAPSED
    for year in _averaged(table, accounted):
        expected = ndc.period.elapsed_years(year) if elapsed else len(ndc.period)
        where: dict[str, object] = {"row": "7(a)(ii)", "year": year}
        got = table.divisors.get(year, _implied_divisor(table, accounted, year))
        if got is None:
            yield unknown(Text(f"the divisor of {year}", f"{year} 年的除数"), where)
        elif got != expected:
            which = ndc.averaging_divisor.value
            yield fails(where, year=year, got=printed(got), expected=expected, which=which)


def _implied_divisor(table: FiledTable, accounted: Accounted, year: int) -> Quantity | None:
    """What the cumulative row divided by the average comes to, as near as the printed places.

    A cumulative row that is wrong itself says nothing about the divisor.
    """
    cumulative, average = table.cell("23(h)", year), table.cell("7(a)(ii)", year)
    known = {one.year: one.cumulative_net_t for one in accounted.result.years}
    if not cumulative or not average or cumulative != known[year]:
        return None
    divisor = Fraction(cumulative) / average
    whole = round(divisor)
    exact = whole != 0 and printed(Fraction(cumulative) / whole) == printed(average)
    return whole if exact else divisor


@TABLES.rule(
    "AVG_WINDOW",
    source="2/CMA.3 annex para 7(a)(ii)",
    message=Text(
        "ITMOs up to {got} are divided by the years up to {year}",
        "截至 {got} 年的ITMO除以截至 {year} 年的年数",
    ),
    fix=Text("count units and years up to the same year", "单位与年数请计至同一年"),
)
def average_counts_units_and_years_to_the_same_year(
    table: FiledTable, accounted: Accounted
) -> Iterator[Shown]:
    """Numerator and denominator end with the same year."""
    for year in _averaged(table, accounted):
        got, where = table.windows.get(year), {"row": "7(a)(ii)", "year": year}
        if got is None:
            missing = Text(f"up to which year {year} counts ITMOs", f"{year} 年的ITMO计至哪一年")
            yield unknown(missing, where)
        elif got != year:
            yield fails(where, year=year, got=got)


def _averaged(table: FiledTable, accounted: Accounted) -> list[int]:
    """The years for which an average was filed."""
    if accounted.account.ndc.method is not Method.AVERAGING:
        return []
    return [year for year in accounted.years if table.cell("7(a)(ii)", year) is not None]


def judge_table(table: FiledTable, account: Account, result: AccountResult) -> list[Finding]:
    """Judge a filed table by its own arithmetic and by the account behind it."""
    return TABLES.judge(table, Accounted(account, result))
