"""Rows 7 to 13 of the workbook, by its own arithmetic."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import TypeAlias

from tallystick.article6.reporting_workbook.credits import WORKBOOK_YEARS, Credit, Question

Quantity: TypeAlias = int | Fraction

PARAS = {
    7: "23(c)",
    8: "23(d)",
    9: "23(e)",
    10: "23(f)",
    11: "7(a)(ii)",
    12: "23(g)",
    13: "23(h)",
}
"""The rows by the paragraphs printed beside them in 5/CMA.3 annex II table 4."""


@dataclass(frozen=True, slots=True)
class WorkbookRow:
    """One row by year; a year is None where the list does not say when, or where it is blank.

    `total` sums the years, in row 13 it is the last of them, in row 11 there is none.
    """

    row: int
    values: Mapping[int, Quantity | None]
    total: Quantity | None

    @property
    def para(self) -> str:
        """The paragraph printed beside the row."""
        return PARAS[self.row]


def work_out_rows(listed: Sequence[Credit], question: Question) -> tuple[WorkbookRow, ...]:
    """Work out rows 7 to 13 for the credits of one country."""
    ndc = _first_transferred(7, [one for one in listed if one.for_ndc])
    oimp = _first_transferred(8, [one for one in listed if not one.for_ndc])
    used = _summed(9, {year: question.used_t.get(year, 0) for year in WORKBOOK_YEARS.years})
    net = _net(ndc, oimp, used)
    average = _average(net, question)
    total = average if question.averages else _by_vintage(listed, used)
    return ndc, oimp, used, net, average, WorkbookRow(12, total.values, total.total), _running(net)


def _summed(row: int, values: Mapping[int, int]) -> WorkbookRow:
    return WorkbookRow(row, values, sum(values.values()))


def _first_transferred(row: int, listed: Sequence[Credit]) -> WorkbookRow:
    """Enter credits by year of authorization or issuance; without years only the sum is known."""
    counted = [one for one in listed if one.is_counted]
    by_year = Counter[int]()
    for one in counted:
        if one.first_transferred_in is None:
            undated = dict.fromkeys(WORKBOOK_YEARS.years)
            return WorkbookRow(row, undated, sum(each.volume_t for each in counted))
        by_year[one.first_transferred_in] += one.volume_t
    return _summed(row, {year: by_year[year] for year in WORKBOOK_YEARS.years})


def _net(ndc: WorkbookRow, oimp: WorkbookRow, used: WorkbookRow) -> WorkbookRow:
    """Add rows 7 and 8 and subtract row 9."""
    values = {
        year: _plus(_plus(ndc.values[year], oimp.values[year]), -(used.values[year] or 0))
        for year in WORKBOOK_YEARS.years
    }
    return WorkbookRow(10, values, (ndc.total or 0) + (oimp.total or 0) - (used.total or 0))


def _plus(one: Quantity | None, other: Quantity | None) -> Quantity | None:
    return None if one is None or other is None else one + other


def _average(net: WorkbookRow, question: Question) -> WorkbookRow:
    """Divide all of row 10 by the years that have an inventory, and write it to those years."""
    years = [year for year in WORKBOOK_YEARS.years if year <= question.inventory_to]
    values: dict[int, Quantity | None] = dict.fromkeys(WORKBOOK_YEARS.years)
    if question.averages and years and net.total is not None:
        values |= dict.fromkeys(years, Fraction(net.total) / len(years))
    return WorkbookRow(11, values, None)


def _by_vintage(listed: Sequence[Credit], used: WorkbookRow) -> WorkbookRow:
    """Sum every credit by vintage, first transferred or not, and subtract row 9."""
    by_vintage = Counter[int]()
    for one in listed:
        by_vintage[one.vintage] += one.volume_t
    values = {year: by_vintage[year] - (used.values[year] or 0) for year in WORKBOOK_YEARS.years}
    return WorkbookRow(12, values, sum(values.values()))


def _running(net: WorkbookRow) -> WorkbookRow:
    """Let row 10 run up; its last year is its total."""
    known = [value for value in net.values.values() if value is not None]
    if len(known) < len(net.values):
        return WorkbookRow(13, dict.fromkeys(WORKBOOK_YEARS.years), net.total)
    return WorkbookRow(13, dict(zip(net.values, accumulate(known), strict=True)), net.total)
