"""Short ways to write reports for the tests."""

from datetime import date
from typing import Any

from tallystick import law
from tallystick.article6.account import Method
from tallystick.article6.ndc import TargetForm
from tallystick.article6.reports.information import Information, Value
from tallystick.article6.reports.initial import Approach, InitialReport, ReportedNdc
from tallystick.core.findings import Finding
from tallystick.core.periods import NdcPeriod

DECADE = NdcPeriod(2021, 2030)
AFTER_BAKU, BEFORE_BAKU = date(2025, 3, 1), date(2024, 5, 1)
KINDS: dict[str, Value] = {
    "text": "told",
    "number": 0,
    "words": ("one entity",),
    "parties": ("GHA", "CHE"),
    "by_year": dict.fromkeys(DECADE.years, 0),
}


def told(outline: str, *without: str, **instead: Value) -> Information:
    """Every element of an outline with a value of its kind, but for those named."""
    values = {one.name: KINDS[one.kind] for one in law.outline(outline).elements}
    kept = {name: value for name, value in values.items() if name not in without}
    return Information({**kept, **instead}, years=DECADE)


def ndc(**of: Any) -> ReportedNdc:
    usual: dict[str, Any] = {"form": TargetForm.ABSOLUTE, "method": Method.TRAJECTORY}
    return ReportedNdc(DECADE, **{**usual, **of})


def initial(**of: Any) -> InitialReport:
    usual: dict[str, Any] = {
        "party": "GHA",
        "ndc": ndc(),
        "information": told("initial"),
        "approaches": (Approach("CA0009", told("approach")),),
        "submitted_on": AFTER_BAKU,
        "btr_submitted": False,
    }
    return InitialReport(**{**usual, **of})


def told_about(findings: list[Finding], element: str) -> list[tuple[str, str]]:
    """The codes and outcomes of the findings about an element."""
    return [
        (one.code, one.outcome.value) for one in findings if one.where.get("element") == element
    ]
