"""Regular information: annex 4 to the biennial transparency report (2/CMA.3 annex paras 21, 22)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tallystick.article6.account import AccountResult
from tallystick.article6.reports.amounts import Amount, judge_amounts
from tallystick.article6.reports.evidence import Evidence, gather
from tallystick.article6.reports.information import (
    Condition,
    Information,
    asked,
    judge_completeness,
)
from tallystick.core.findings import Finding
from tallystick.core.quantities import Metric


@dataclass(frozen=True, slots=True)
class RegularApproach:
    """A cooperative approach in the report; `metrics` decide between 22(c) and 22(d)."""

    id: str
    information: Information
    metrics: frozenset[Metric] | None = None

    @property
    def conditions(self) -> Condition:
        """What decides which elements are asked for."""
        metrics = self.metrics
        return {
            "tonnes": None if metrics is None else Metric.GHG in metrics,
            "other_metric": None if metrics is None else Metric.NON_GHG in metrics,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RegularReport:
    """The annex of one report year; `account` is what the structured summary is made of."""

    party: str
    year: int
    information: Information
    approaches: tuple[RegularApproach, ...]
    submitted_on: date | None = None
    amounts: tuple[Amount, ...] = ()
    account: AccountResult | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the account shows on double counting and net increase (21(d) and (e))."""
        return gather(self.account) if self.account else ()


def judge_regular(report: RegularReport) -> list[Finding]:
    """Judge whether the annex is complete by value and agrees with the structured summary."""
    of_party = asked("regular", {}, report.submitted_on)
    return [
        *judge_completeness("BTR_INCOMPLETE", of_party, report.information),
        *(finding for one in report.approaches for finding in _of_approach(report, one)),
        *(_of_amounts(report)),
    ]


def _of_approach(report: RegularReport, approach: RegularApproach) -> Iterator[Finding]:
    questions = asked("regular_approach", approach.conditions, report.submitted_on)
    for finding in judge_completeness("BTR_INCOMPLETE", questions, approach.information):
        yield finding.at(approach=approach.id)


def _of_amounts(report: RegularReport) -> list[Finding]:
    if report.account is None:
        return []
    return judge_amounts(report.account.structured_summary, report.amounts)
