"""Everything that can be said about an agreement on a day: kind, coverage, findings, verdict."""

from dataclasses import dataclass
from typing import Any

from tallystick.core.findings import Finding, Outcome, worst
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.basic_rules import BASICS
from tallystick.linking.circumstances import AgreementRules, Circumstances
from tallystick.linking.coverage import Coverage, coverage
from tallystick.linking.legality.completeness_rules import COMPLETENESS
from tallystick.linking.legality.content_rules import CONTENT
from tallystick.linking.legality.matter_rules import MATTERS
from tallystick.linking.legality.report_rules import REPORTS
from tallystick.linking.legality.subject_rules import SUBJECTS
from tallystick.linking.legality.tier_rules import TIERS
from tallystick.linking.status import Standing, standing
from tallystick.linking.topology import Topology, classify

RULEBOOKS: tuple[AgreementRules, ...] = (
    BASICS,
    SUBJECTS,
    TIERS,
    REPORTS,
    CONTENT,
    MATTERS,
    COMPLETENESS,
)
"""The rulebooks that `check` asks, in the order of their findings."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer of a check."""

    agreement: Agreement
    standing: Standing
    topology: Topology
    clauses: Coverage
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Outcome:
        """All findings together: a refusal beats an unknown, an unknown beats a pass."""
        return worst(self.findings)

    def to_json(self) -> dict[str, Any]:
        """Return the answer as `agreement check` prints it."""
        return {
            "id": self.agreement.id,
            "form": self.agreement.form.value,
            "status": self.standing.status.value,
            "topology": self.topology.to_json(),
            "verdict": self.verdict.value,
            "clauses": {
                "present": [area.value for area in self.clauses.present],
                "missing": [area.value for area in self.clauses.missing],
            },
            "findings": [finding.to_json() for finding in self.findings],
        }


def check(agreement: Agreement, facts: Circumstances) -> Checked:
    """Judge an agreement on a day by every rulebook there is."""
    return Checked(
        agreement=agreement,
        standing=standing(agreement, facts.on),
        topology=classify(agreement, facts.on, facts.others),
        clauses=coverage(agreement),
        findings=tuple(
            finding for book in RULEBOOKS for finding in book.judge(agreement, facts, facts.on)
        ),
    )
