"""An account in the form that `account run --json` prints."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from tallystick.article6.account.period import Period
from tallystick.article6.account.result import AccountResult
from tallystick.article6.account.summary import Row
from tallystick.article6.account.years import Year
from tallystick.core.findings import Finding, Outcome
from tallystick.core.quantities import printed


def to_json(result: AccountResult) -> dict[str, Any]:
    """Return the account with quantities as integers or decimal strings, unknowns as null."""
    return {
        "party": result.party,
        "method": result.method.value,
        "years": [_year(year) for year in result.years],
        "period": _period(result.period),
        "achieved": result.achieved.value,
        "structured_summary": [row_to_json(row) for row in result.structured_summary],
        "findings": [finding.to_json() for finding in result.findings],
    }


def unread_to_json(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return the same form for a file that could not be read: nothing known but the findings."""
    return {
        "party": None,
        "method": None,
        "years": [],
        "period": {field.name: None for field in fields(Period)},
        "achieved": Outcome.NOT_DETERMINABLE.value,
        "structured_summary": [],
        "findings": [finding.to_json() for finding in findings],
    }


def _year(year: Year) -> dict[str, Any]:
    return {field.name: printed(getattr(year, field.name)) for field in fields(Year)}


def _period(period: Period) -> dict[str, Any]:
    return {
        "first_transferred_total_t": printed(period.first_transferred_total_t),
        "used_t": printed(period.used_t),
        "adjustment_t": printed(period.adjustment_t),
        "balance_t": printed(period.balance_t),
        "target_t": printed(period.target_t),
        "trajectory": period.trajectory.value if period.trajectory else None,
    }


def row_to_json(row: Row) -> dict[str, Any]:
    """Return one row of the structured summary by year."""
    return {
        "row": row.row,
        "para": row.para,
        "label": row.label.en,
        "label_zh": row.label.zh,
        "values": {str(year): printed(quantity) for year, quantity in row.values.items()},
        "note": row.note.en if row.note else None,
        "note_zh": row.note.zh if row.note else None,
    }
