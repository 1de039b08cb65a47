"""Reports in the form that the commands print as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tallystick import law
from tallystick.article6.account.report import row_to_json
from tallystick.article6.reports.amounts import AmountTable, tables
from tallystick.article6.reports.information import Asked, Information, asked
from tallystick.article6.reports.initial import InitialReport
from tallystick.article6.reports.made import Made
from tallystick.article6.reports.regular import RegularReport
from tallystick.article6.reports.summary import SummaryReport
from tallystick.core.findings import Finding, worst
from tallystick.core.quantities import printed

Shown = Mapping[str, Any]
Part = tuple[list[Asked], Information]
"""The elements asked for in one part of a report, and what it tells."""


def initial_to_json(
    report: InitialReport, findings: Sequence[Finding], made: Made, *, public: bool = False
) -> dict[str, Any]:
    """Return the report with every element, asked for or not, and how complete it is."""
    on, conditions = report.submitted_on, report.conditions
    of_party = [] if report.is_update else list(asked("initial", conditions, on))
    by_approach = {
        one.id: (list(asked("approach", conditions, on)), one.information)
        for one in report.approaches
    }
    return {
        "party": report.party,
        "report": "update" if report.is_update else "initial",
        "version": str(report.version),
        "submitted": _day(on),
        "outcome": worst(findings).value,
        **_contents((of_party, report.information), by_approach, public),
        "findings": [finding.to_json() for finding in findings],
        "made": made.to_json(),
    }


def regular_to_json(
    report: RegularReport, findings: Sequence[Finding], made: Made, *, public: bool = False
) -> dict[str, Any]:
    """Return the annex with every element, the tables of 23(j) and the evidence."""
    on = report.submitted_on
    of_party = list(asked("regular", {}, on))
    by_approach = {
        one.id: (list(asked("regular_approach", one.conditions, on)), one.information)
        for one in report.approaches
    }
    return {
        "party": report.party,
        "report": "regular",
        "year": report.year,
        "submitted": _day(on),
        "outcome": worst(findings).value,
        **_contents((of_party, report.information), by_approach, public),
        "evidence": [
            {
                "para": one.para,
                "statement": one.statement.en,
                "statement_zh": one.statement.zh,
                "outcome": one.outcome.value,
            }
            for one in report.evidence
        ],
        "tables": [_table(one) for one in tables(report.amounts)],
        "findings": [finding.to_json() for finding in findings],
        "made": made.to_json(),
    }


def summary_to_json(
    report: SummaryReport, findings: Sequence[Finding], made: Made
) -> dict[str, Any]:
    """Return the fifteen rows in printed order, the achievement block and the entities."""
    block, additions = report.achievement, report.additions
    return {
        "party": report.account.party,
        "report": "summary",
        "row_23d": report.row_23d.value,
        "structured_summary": [row_to_json(row) for row in report.rows],
        "other_information": {str(year): text for year, text in additions.other.items()},
        "cers_used_t": {str(year): cers for year, cers in additions.cers_used_t.items()},
        "entities": {name: list(named) for name, named in additions.entities.items()},
        "achievement": {
            "target": block.target,
            "target_t": block.target_t,
            "reference": block.reference,
            "final_t": printed(block.final_t),
            "compared_with_t": block.compared_with_t,
            "direction": "at_most" if block.at_most else "at_least",
            "achieved": block.achieved.value,
        },
        "outcome": worst(findings).value,
        "findings": [finding.to_json() for finding in findings],
        "made": made.to_json(),
    }


def _day(on: Any) -> str | None:
    return on.isoformat() if on else None


def _contents(of_party: Part, by_approach: Mapping[str, Part], public: bool) -> Shown:
    """Return how complete a report is, its own elements, and those of each approach."""
    return {
        "completeness": _completeness(of_party, *by_approach.values()),
        "elements": _elements(*of_party, public),
        "approaches": [
            {"id": approach, "elements": _elements(*part, public)}
            for approach, part in by_approach.items()
        ],
    }


def _completeness(*parts: Part) -> Shown:
    """Count the elements that are asked for, those with a value, and those said not to apply."""
    states = [_state(one, information) for questions, information in parts for one in questions]
    counted = [state for state in states if state != "not_asked"]
    return {
        "asked": len(counted),
        "given": counted.count("given"),
        "not_applicable": counted.count("not_applicable"),
        "missing": counted.count("missing"),
    }


def _elements(
    questions: Iterable[Asked], information: Information, public: bool
) -> list[dict[str, Any]]:
    shown = information.published() if public else information
    return [
        {
            "name": one.element.name,
            "place": one.element.place,
            "para": one.element.para,
            "label": one.element.label_en,
            "label_zh": one.element.label_zh,
            "state": _state(one, information),
            "value": _value(one.element, shown),
        }
        for one in questions
    ]


def _state(one: Asked, information: Information) -> str:
    element = one.element
    if information.has(element.name):
        return "given"
    if element.name in information.not_applicable:
        return "not_applicable"
    replaced = element.instead is not None and information.has(element.instead)
    return "not_asked" if one.needed is False or replaced else "missing"


def _value(element: law.Element, information: Information) -> Any:
    value = information.told.get(element.name)
    if isinstance(value, Mapping):
        return {str(year): quantity for year, quantity in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _table(table: AmountTable) -> Shown:
    names = ("row", "year", *table.dimensions, "quantity_t")
    rows = [
        dict(zip(names, (*key, quantity), strict=True))
        for key, quantity in table.quantities_t.items()
    ]
    return {"dimensions": list(table.dimensions), "rows": rows}
