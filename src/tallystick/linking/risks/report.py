"""What a link may bring, laid out for those who decide on it."""

from dataclasses import dataclass
from typing import Any

from tallystick.core.findings import Finding
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.risks.alignment import retests
from tallystick.linking.risks.commitment import commitments
from tallystick.linking.risks.core_elements import core_comparisons
from tallystick.linking.risks.propagation import propagation
from tallystick.linking.risks.rulebook import RISKS
from tallystick.linking.risks.stringency import stringencies


@dataclass(frozen=True, slots=True)
class Risks:
    """The risks of an agreement on a day, and what the rules find."""

    agreement: Agreement
    facts: Circumstances
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the answer as `agreement risks` prints it."""
        one, on = self.agreement, self.facts.on
        firm = commitments(one, on, self.facts.others)
        return {
            "id": one.id,
            "on": on.isoformat(),
            "propagation": [reach.to_json() for reach in propagation(one, on)],
            "stringency": [each.to_json() for each in stringencies(one)],
            "commitment": [each.to_json() for each in firm],
            "core": core_comparisons(one, on),
            "alignments": [each.to_json() for each in retests(one, on)],
            "findings": [finding.to_json() for finding in self.findings],
        }


def risks(agreement: Agreement, facts: Circumstances) -> Risks:
    """Lay out what a link may bring and judge it on a day."""
    return Risks(agreement, facts, tuple(RISKS.judge(agreement, facts, facts.on)))
