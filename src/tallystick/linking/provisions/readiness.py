"""What each Party has for taking part, and what the agreement does where something is lacking."""

from collections.abc import Iterator
from typing import Any

from tallystick.article6 import participation
from tallystick.core.findings import Outcome, Severity, Text
from tallystick.core.rules import Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import Cooperation, Registry
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.concerned import carries_outcomes, place, taking_part
from tallystick.linking.provisions.clauses import OPERATING, terms
from tallystick.linking.provisions.coordination import authorities


def readiness(agreement: Agreement, facts: Circumstances) -> list[dict[str, Any]]:
    """Return the checklist of each party: the six requirements, its authority, its registry.

    An item is true, false, or None where nobody has recorded anything.
    """
    named = authorities(agreement)
    joined = [said.connection for _, said in terms(agreement, Registry) if said.connection]
    return [
        {
            "party": party.id,
            **_requirements(party.id, facts),
            "authority": party.id in named if named else None,
            "registry": bool(joined) or None,
        }
        for _, party in taking_part(agreement, facts)
    ]


def _requirements(party: str, facts: Circumstances) -> dict[str, bool | None]:
    record = facts.participation.get(party)
    if record is None:
        return {}
    met = {Outcome.PASS: True, Outcome.FAIL: False, Outcome.NOT_DETERMINABLE: None}
    checked = participation.check(record, facts.on)
    return {one.para: met[one.outcome] for one in checked.requirements}


def support(agreement: Agreement) -> tuple[str, ...]:
    """Return what the clauses on cooperation promise in support."""
    return tuple(one for _, said in terms(agreement, Cooperation) for one in said.support)


@OPERATING.rule(
    "SUPPORT_MISSING",
    source="Liu 2024 section 1.3",
    severity=Severity.WARNING,
    message=Text(
        "{party} lacks {items}, and no clause supports it",
        "{party} 尚缺 {items}，且无条款提供支持",
    ),
    fix=Text(
        "agree on support under cooperation, or wait until it is there",
        "请在合作条款约定支持，或待其具备",
    ),
)
def what_is_lacking_is_supported(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Where a party lacks something it needs for taking part, a clause promises support."""
    if not carries_outcomes(agreement) or support(agreement):
        return
    for row in readiness(agreement, facts):
        party = str(row["party"])
        where = place(agreement, facts, "parties") | {"party": party}
        lacking = [name for name, met in row.items() if met is False]
        if party not in facts.participation:
            yield unknown(Text("its record of participation", "其参与记录"), where)
        elif lacking:
            yield fails(where, party=party, items=", ".join(lacking))
