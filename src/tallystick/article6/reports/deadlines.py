"""The deadlines of a Party between two days (2/CMA.3 annex paras 12, 18, 20 and 21)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tallystick import law
from tallystick.article6.parties import PARTIES
from tallystick.article6.reporting_days import (
    annual_due,
    oimp_first_transfer_due,
    report_due,
    report_year_from,
)
from tallystick.core.findings import Text
from tallystick.core.parties import Party
from tallystick.core.periods import NdcPeriod


@dataclass(frozen=True, slots=True)
class Planned:
    """An authorization that is planned or given, by approach and day."""

    approach: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One thing due; `due_on` is None where no decision has set the day.

    `discretion` says that the Party may submit at its discretion (18/CMA.1 para 4).
    """

    code: str
    due_on: date | None
    title: Text
    source: str
    discretion: bool = False


DISCRETION = Text(" (at its discretion)", "（可自行酌定）")


def deadlines(
    party: str,
    first_day: date,
    last_day: date,
    *,
    periods: Iterable[NdcPeriod] = (),
    planned: Iterable[Planned] = (),
    final_on: date | None = None,
) -> tuple[Deadline, ...]:
    """List what a Party owes from one day to another, both included, the undated ones last.

    `final_on` is the day of 2/CMA.3 annex para 12, which the CMA has not set. Raises KeyError for
    a code that is no Party's.
    """
    subject = PARTIES[party]
    known = tuple(periods)
    listed = [
        *_annual(first_day, last_day),
        *_biennial(subject, first_day, last_day),
        *(_first_transfers(period) for period in known),
        *(_initial(one) for one in planned),
        *_finality(known, final_on),
    ]
    dated = [one for one in listed if one.due_on and first_day <= one.due_on <= last_day]
    undated = [one for one in listed if one.due_on is None]
    return (*sorted(dated, key=lambda one: (one.due_on or date.max, one.code)), *undated)


def _annual(first_day: date, last_day: date) -> Iterator[Deadline]:
    first_year = int(law.parameter("first_vintage"))
    for year in range(max(first_day.year - 1, first_year), last_day.year):
        yield Deadline(
            code="AEF",
            due_on=annual_due(year),
            title=Text(f"annual information for {year}", f"{year} 年年度信息"),
            source="2/CMA.3 annex para 20",
        )


def _biennial(party: Party, first_day: date, last_day: date) -> Iterator[Deadline]:
    year = report_year_from(first_day.year)
    while year <= last_day.year:
        due = report_due(year)
        free = party.small_island or party.is_least_developed_on(due)
        words = DISCRETION if free else Text("", "")
        yield Deadline(
            code="BTR",
            due_on=due,
            title=Text(
                f"biennial transparency report of {year} with structured summary and annex 4"
                + words.en,
                f"{year} 年两年期透明度报告，含结构化摘要和附件4" + words.zh,
            ),
            source="2/CMA.3 annex para 21; 18/CMA.1 para 4" if free else "2/CMA.3 annex para 21",
            discretion=free,
        )
        year = report_year_from(year + 1)


def _first_transfers(period: NdcPeriod) -> Deadline:
    return Deadline(
        code="FT_OIMP",
        due_on=oimp_first_transfer_due(period),
        title=Text(
            f"first transfers for other purposes of the NDC period {period}",
            f"国家自主贡献执行期 {period} 用于其他国际减缓目的的首次转让",
        ),
        source="4/CMA.6 para 14",
    )


def _initial(planned: Planned) -> Deadline:
    following = report_due(report_year_from(planned.on.year))
    return Deadline(
        code="IR",
        due_on=planned.on,
        title=Text(
            f"initial report on {planned.approach} by its authorization, or where practical with "
            f"the biennial transparency report due {following}",
            f"{planned.approach} 的初始报告，最迟于授权时提交，或在可行时随应于 {following} "
            "提交的两年期透明度报告一并提交",
        ),
        source="2/CMA.3 annex para 18",
    )


def _finality(periods: Iterable[NdcPeriod], final_on: date | None) -> Iterator[Deadline]:
    for period in periods:
        yield Deadline(
            code="FINAL",
            due_on=final_on,
            title=Text(
                f"adjustments of the NDC period {period} become final"
                + ("" if final_on else "; the CMA has set no day"),
                f"国家自主贡献执行期 {period} 的相应调整定局"
                + ("" if final_on else "；缔约方会议尚未规定日期"),
            ),
            source="2/CMA.3 annex para 12",
        )
