"""The core of design that systems with parallel rules have to compare before they link."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

from tallystick import law
from tallystick.core.findings import Text
from tallystick.core.rules import Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.compatibility import parameters
from tallystick.linking.compatibility.comparison import outcome, told
from tallystick.linking.compatibility.criteria import CRITERIA
from tallystick.linking.legality.concerned import place
from tallystick.linking.risks.rulebook import RISKS
from tallystick.linking.systems import profiles
from tallystick.linking.topology import classify

PARALLEL = "parallel"


def core_comparisons(agreement: Agreement, on: date) -> list[dict[str, Any]]:
    """Compare allocation, measurement, price control and offsets of the systems, pair by pair.

    Empty unless the link is a parallel one; a system that is not listed leaves its row open.
    """
    if classify(agreement, on).architecture != PARALLEL:
        return []
    pairs = combinations(sorted(agreement.systems_held), 2)
    return [row for left, right in pairs for row in _compared(left, right)]


def _compared(left: str, right: str) -> Iterator[dict[str, Any]]:
    known, limits = profiles(), parameters()
    rows = {row.name: row for row in law.compatibility_features()}
    for name in law.core_features():
        row: dict[str, Any] = {"feature": name, "left": left, "right": right}
        if left not in known or right not in known:
            yield row | {"outcome": "not_determinable", "left_value": None, "right_value": None}
            continue
        mine, theirs = known[left], known[right]
        yield row | {
            "outcome": outcome(CRITERIA[name](mine, theirs, limits)),
            "left_value": told(mine, rows[name]),
            "right_value": told(theirs, rows[name]),
        }


@RISKS.rule(
    "CORE_UNLIKE",
    source="Liu 2024 section 4.2",
    message=Text(
        "{feature}: {left} and {right} are not compatible", "{feature}：{left} 与 {right} 不兼容"
    ),
    fix=Text("bring it into line, or restrict the link", "请予以统一，或限制链接"),
)
def cores_of_parallel_links_are_alike(
    agreement: Agreement, facts: Circumstances
) -> Iterator[Shown]:
    """In a parallel link allocation, measurement, price control and offsets are compatible."""
    for row in core_comparisons(agreement, facts.on):
        values = {name: row[name] for name in ("feature", "left", "right")}
        where = place(agreement, facts, "parties") | values
        if row["outcome"] == "not_determinable":
            yield unknown(Text("facts of both systems", "双方体系的事实"), where)
        elif row["outcome"] == "fail":
            yield fails(where, **values)
