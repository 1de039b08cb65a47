"""The scorecard of an approach: a section for every question, each with its outcome and findings.

The sections are what reports print: a title in both languages, an outcome and its findings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tallystick.article6.integrity.bodies import DUTIES
from tallystick.article6.integrity.consent_rules import CONSENTS
from tallystick.article6.integrity.cooperation import FLOWS, Moved, Unmoving
from tallystick.article6.integrity.gate import GATE
from tallystick.article6.integrity.net_increase import NET_INCREASE
from tallystick.article6.integrity.outcome_rules import OUTCOMES
from tallystick.article6.integrity.record import IntegrityRecord
from tallystick.article6.integrity.remedies import CASES
from tallystick.article6.integrity.taccc import TACCC, public_share
from tallystick.core.findings import Finding, Outcome, Text, worst
from tallystick.core.quantities import printed

SECTIONS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "voluntary": (Text("Voluntary cooperation", "自愿合作"), ("VOLUNTARY",)),
    "real": (Text("Real", "真实"), ("REAL",)),
    "verified": (Text("Verified", "经核查"), ("VERIFIED", "ACCREDITED", "SAME_ENTITY")),
    "additional": (
        Text("Additional beyond the national baseline", "国家基线以外的额外性"),
        ("NATIONAL_BASELINE",),
    ),
    "leakage": (Text("Leakage", "碳泄漏"), ("LEAKAGE",)),
    "permanence": (Text("Permanence", "持久性"), ("PERMANENCE",)),
    "reversals": (Text("Reversals", "逆转"), ("REVERSAL",)),
    "exclusions": (Text("Activities left out", "排除的活动"), ("EXCLUDED",)),
    "no_net_increase": (
        Text("No net increase in emissions", "净排放量不增加"),
        ("NO_NET_INCREASE", "JOINT_TARGETS"),
    ),
    "transparency": (Text("Transparency", "透明性"), ("TRANSPARENCY",)),
    "accuracy": (Text("Accuracy", "准确性"), ("ACCURACY",)),
    "completeness": (Text("Completeness", "完整性"), ("COMPLETENESS",)),
    "comparability": (Text("Comparability", "可比性"), ("COMPARABILITY",)),
    "consistency": (Text("Consistency", "一致性"), ("CONSISTENCY",)),
    "effect": (
        Text("Effect of transfers", "转让的生效"),
        ("GATE_TERMS", *(rule.code for rule in GATE.rules)),
    ),
    "without_units": (
        Text("Cooperation without units", "不转让单位的合作"),
        tuple(rule.code for rule in FLOWS.rules),
    ),
    "compliance": (
        Text("Compliance cases and remedies", "履约案件与救济"),
        tuple(rule.code for rule in CASES.rules),
    ),
}
"""The sections in printed order, with the codes of the rules that decide each."""

PER_OUTCOME = ("real", "verified", "additional", "leakage", "permanence", "reversals", "exclusions")
"""The sections that are also scored for each outcome."""


@dataclass(frozen=True, slots=True)
class Section:
    """One question about an approach with its answer."""

    key: str
    title: Text
    outcome: Outcome
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the section in the form of the command's answer."""
        return {
            "section": self.key,
            "title": self.title.en,
            "title_zh": self.title.zh,
            "outcome": self.outcome.value,
            "findings": [finding.to_json() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The answers on one approach on one day, together and for each outcome."""

    record: IntegrityRecord
    on: date
    sections: tuple[Section, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, section by section."""
        return tuple(finding for section in self.sections for finding in section.findings)

    @property
    def outcome(self) -> Outcome:
        """All sections together."""
        return worst(self.findings)

    def score(self, outcome: str) -> dict[str, Outcome]:
        """Return the answers on one mitigation outcome, by section."""
        return {
            section.key: worst(
                finding
                for finding in section.findings
                if finding.where.get("outcome", outcome) == outcome
            )
            for section in self.sections
            if section.key in PER_OUTCOME
        }


def check(record: IntegrityRecord, on: date) -> Scorecard:
    """Judge the integrity of an approach on a day."""
    findings = _findings(record, on)
    return Scorecard(
        record,
        on,
        tuple(
            _section(key, title, [one for one in findings if one.code in codes])
            for key, (title, codes) in SECTIONS.items()
        ),
    )


def _section(key: str, title: Text, findings: Sequence[Finding]) -> Section:
    return Section(key, title, worst(findings), tuple(findings))


def _findings(record: IntegrityRecord, on: date) -> list[Finding]:
    passages = record.passages if record.gated else ()
    moved = [Moved(one.id, record.approach, one.outcomes) for one in record.passages]
    unmoving = Unmoving(record.non_market, record.results_finance)
    return [
        *CONSENTS.judge(record, on),
        *OUTCOMES.judge(record, on),
        *DUTIES.judge(record.engagements or (), record.bodies),
        *NET_INCREASE.judge(record.participants, record.parties),
        *TACCC.judge(record, on),
        *(one for passage in passages for one in GATE.judge(passage, record.bodies)),
        *FLOWS.judge(moved, unmoving),
        *(one for case in record.cases for one in CASES.judge(case, on)),
    ]


def to_json(card: Scorecard) -> dict[str, Any]:
    """Return the answers in the form that `integrity check --json` prints."""
    record, on = card.record, card.on
    return {
        "approach": record.approach,
        "on": on.isoformat(),
        "outcome": card.outcome.value,
        "sections": [section.to_json() for section in card.sections],
        "outcomes": [
            {"id": one.id, **{key: value.value for key, value in card.score(one.id).items()}}
            for one in record.outcomes or ()
        ],
        "obligations": [
            {
                "reversal": one.id,
                "outcome": one.outcome,
                "outstanding_t": one.outstanding_t(on),
                "due": one.due.isoformat() if one.due else None,
            }
            for one in record.reversals or ()
            if one.on <= on and one.outstanding_t(on)
        ],
        "public_share": {party: printed(public_share(record, party)) for party in record.parties},
        "transfers": [
            {"id": one.id, "effective_on": _day(one.effective_on if record.gated else one.on)}
            for one in record.passages
            if record.gated is not None
        ],
        "cases": [
            {"id": one.id, "state": one.state(on), "outstanding": len(one.outstanding(on))}
            for one in record.cases
        ],
        "findings": [finding.to_json() for finding in card.findings],
    }


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
