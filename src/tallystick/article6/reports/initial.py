"""The initial report and the updated initial report (2/CMA.3 annex paras 18 and 19)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tallystick.article6.account import Method, NdcKind
from tallystick.article6.ndc import TargetForm
from tallystick.article6.reports.filed import (
    Event,
    FiledReport,
    judge_coverage,
    judge_filing,
)
from tallystick.article6.reports.information import (
    Condition,
    Information,
    asked,
    judge_completeness,
)
from tallystick.article6.reports.versions import FIRST, Version
from tallystick.core.findings import Finding
from tallystick.core.periods import NdcPeriod


@dataclass(frozen=True, slots=True)
class ReportedNdc:
    """The NDC as a report needs it; None where the file leaves something open."""

    period: NdcPeriod
    kind: NdcKind | None = None
    form: TargetForm | None = None
    method: Method | None = None


@dataclass(frozen=True, slots=True)
class Approach:
    """A cooperative approach in a report, with the events that presuppose the report."""

    id: str
    information: Information
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InitialReport:
    """One version of the report; `filed` are those handed in before it.

    `btr_submitted` says whether the Party had submitted a biennial transparency report already,
    which para 18(b) asks; None where nobody says.
    """

    party: str
    ndc: ReportedNdc
    information: Information
    approaches: tuple[Approach, ...]
    version: Version = FIRST
    submitted_on: date | None = None
    with_btr: bool = False
    btr_submitted: bool | None = None
    is_update: bool = False
    filed: tuple[FiledReport, ...] = ()

    @property
    def as_filed(self) -> FiledReport:
        """The report as later ones will find it on file."""
        covered = frozenset(one.id for one in self.approaches)
        return FiledReport(self.version, self.submitted_on, covered, self.with_btr)

    @property
    def conditions(self) -> Condition:
        """What decides which elements are asked for."""
        ndc, told = self.ndc, self.btr_submitted
        return {
            "no_btr": None if told is None else not told,
            "trajectory": None if ndc.method is None else ndc.method is not Method.AVERAGING,
            "non_ghg": None if ndc.form is None else ndc.form is TargetForm.NON_GHG,
            "policies": None if ndc.form is None else ndc.form is TargetForm.POLICIES,
        }


def judge_initial(report: InitialReport) -> list[Finding]:
    """Judge whether the report is complete by value, in time, and rightly versioned.

    The decisions in force on the day of submission count, or all without a day. An updated report
    is asked for what para 19 names, 18(g) to (i).
    """
    events = [event for one in report.approaches for event in one.events]
    return [
        *([] if report.is_update else _of_party(report)),
        *(finding for one in report.approaches for finding in _of_approach(report, one)),
        *judge_filing(report.as_filed, report.filed),
        *judge_coverage(events, (*report.filed, report.as_filed)),
    ]


def _of_party(report: InitialReport) -> list[Finding]:
    questions = asked("initial", report.conditions, report.submitted_on)
    return judge_completeness("IR_INCOMPLETE", questions, report.information)


def _of_approach(report: InitialReport, approach: Approach) -> Iterator[Finding]:
    questions = asked("approach", report.conditions, report.submitted_on)
    for finding in judge_completeness("IR_INCOMPLETE", questions, approach.information):
        yield finding.at(approach=approach.id)
