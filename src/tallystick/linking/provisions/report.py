"""Everything that the provisions of an agreement amount to on a day."""

from dataclasses import dataclass
from typing import Any

from tallystick import law
from tallystick.core.findings import Finding
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import (
    Compliance,
    Coordination,
    Finance,
    Information,
    Mrv,
)
from tallystick.linking.agreement.plain import plain_record
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.concerned import taking_part
from tallystick.linking.provisions import (
    adjusting,
    coordination,
    development,
    disclosure,
    gaps,
    goals,
    operation,
    readiness,
    roles,
)
from tallystick.linking.provisions.clauses import OPERATING, terms
from tallystick.linking.provisions.deadlines import aligned


@dataclass(frozen=True, slots=True)
class Provisions:
    """The provisions of an agreement on a day, and what the rules find in them."""

    agreement: Agreement
    facts: Circumstances
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the answer as `agreement provisions` prints it."""
        one = self.agreement
        return {
            "id": one.id,
            "on": self.facts.on.isoformat(),
            "evidence_of": law.evidence_of(one.form),
            "groups": gaps.grouped(one),
            "other_areas": gaps.others(one),
            **self._tables(),
            "findings": [finding.to_json() for finding in self.findings],
        }

    def _tables(self) -> dict[str, Any]:
        one, on = self.agreement, self.facts.on
        calendar = aligned(one, on.year)
        return {
            "feeds": self._listed(Information, "shared"),
            "minutes": operation.minutes(one),
            "mrv": self._listed(Mrv, "equivalence"),
            "deadlines": self._listed(Compliance, "deadlines"),
            "deadlines_aligned": calendar.to_json() if calendar else None,
            "confidentiality": {
                name: kept.name for name, kept in sorted(disclosure.classes(one).items())
            },
            "enforcement": self._listed(Compliance, "enforcement"),
            "tasks": self._listed(Coordination, "tasks"),
            "revenue_use": self._listed(Finance, "register"),
            "authorities": coordination.authorities(one),
            "joint_consent": [power.to_json() for power in coordination.joint_powers(one)],
            "roles": [cell.to_json() for cell in roles.matrix(one)],
            "adjustment": adjusting.adjustment(one),
            "goals": development.goals_report(one),
            "roadmap": goals.roadmap(one, on),
            "objectives": {
                party.id: [each.value for each in party.objectives]
                for _, party in taking_part(one, self.facts)
            },
            "readiness": readiness.readiness(one, self.facts),
            "support": list(readiness.support(one)),
        }

    def _listed(self, kind: type[Any], name: str) -> list[dict[str, Any]]:
        rows = (row for _, said in terms(self.agreement, kind) for row in getattr(said, name))
        return [plain_record(row) for row in rows]


def provisions(agreement: Agreement, facts: Circumstances) -> Provisions:
    """Lay out the provisions of an agreement and judge them on a day."""
    return Provisions(agreement, facts, tuple(OPERATING.judge(agreement, facts, facts.on)))
