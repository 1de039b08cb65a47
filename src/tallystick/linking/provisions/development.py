"""The report on sustainable development, goal by goal."""

from collections.abc import Iterator
from typing import Any

from tallystick.core.findings import Text
from tallystick.core.rules import Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import SustainableDevelopment
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.concerned import place
from tallystick.linking.provisions.clauses import OPERATING, terms


def goals_report(agreement: Agreement) -> list[dict[str, Any]]:
    """Return what was contributed to each goal, in the order of the goals."""
    rows = [
        one for _, said in terms(agreement, SustainableDevelopment) for one in said.contributions
    ]
    return [
        {
            "goal": one.goal,
            "indicator": one.indicator,
            "value": one.value,
            "source": one.source,
        }
        for one in sorted(rows, key=lambda one: (one.goal, one.indicator or ""))
    ]


@OPERATING.rule(
    "GOALS_UNREPORTED",
    source="2/CMA.3 annex para 22(h); Liu 2024 section 1.2",
    message=Text(
        "a report on sustainable development is due, and no contribution is entered",
        "协议要求提交可持续发展报告，但未填写任何贡献",
    ),
    fix=Text("enter what was contributed, goal by goal", "请按目标逐项填写贡献"),
)
def due_reports_on_goals_are_made(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Where a report is due, contributions are entered, each with indicator and value."""
    for path, said in terms(agreement, SustainableDevelopment):
        if said.report is None:
            missing = Text("whether a report is due", "是否须提交报告")
            yield unknown(missing, place(agreement, facts, path))
        elif said.report and not said.contributions:
            yield fails(place(agreement, facts, path))
        for index, one in enumerate(said.contributions):
            if one.indicator is None or one.value is None:
                where = place(agreement, facts, f"{path}.contributions[{index}]")
                yield unknown(Text("the indicator and its value", "指标及数值"), where)
