"""The six answers on participation, each with its evidence, its day and three outcomes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tallystick.article6.ndc import judge_cycle
from tallystick.article6.participation import evidence
from tallystick.article6.participation.record import Evidence, Record
from tallystick.article6.participation.rules import PARTICIPATION
from tallystick.core.findings import Finding, Outcome, worst


@dataclass(frozen=True, slots=True)
class Requirement:
    """The answer on one letter of para 4, and what it rests on."""

    para: str
    outcome: Outcome
    evidence: tuple[Evidence, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Participation:
    """The answers on all letters of para 4 for one Party on one day."""

    party: str
    on: date
    requirements: tuple[Requirement, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, in the order of the letters."""
        return tuple(finding for one in self.requirements for finding in one.findings)

    @property
    def outcome(self) -> Outcome:
        """All six letters together: a refusal beats an unknown, an unknown beats a pass."""
        return worst(self.findings)


EVIDENCE: Mapping[str, Callable[[Record, date], list[Evidence]]] = {
    "4(a)": evidence.of_membership,
    "4(b)": evidence.of_ndc,
    "4(c)": evidence.of_authorizing,
    "4(d)": evidence.of_tracking,
    "4(e)": evidence.of_inventory,
    "4(f)": evidence.of_contribution,
}


def check(record: Record, on: date) -> Participation:
    """Judge on a day whether a Party meets its participation responsibilities.

    4(f) passes only as what its named reviewer found; the five-year cycle stands beside 4(b)
    as a warning.
    """
    cycle = [finding.at(para="4(b)") for finding in judge_cycle(record.ndcs, on)]
    found = [*PARTICIPATION.judge(record, on), *cycle]
    return Participation(
        party=record.party,
        on=on,
        requirements=tuple(_answer(para, found, record, on) for para in EVIDENCE),
    )


def _answer(para: str, found: list[Finding], record: Record, on: date) -> Requirement:
    findings = tuple(finding for finding in found if finding.where["para"] == para)
    return Requirement(para, worst(findings), tuple(EVIDENCE[para](record, on)), findings)


def to_json(participation: Participation) -> dict[str, Any]:
    """Return the answers in the form that `participation check --json` prints."""
    return {
        "party": participation.party,
        "on": participation.on.isoformat(),
        "outcome": participation.outcome.value,
        "requirements": [
            {
                "para": one.para,
                "outcome": one.outcome.value,
                "evidence": [
                    {"document": each.document, "date": each.on.isoformat()}
                    for each in one.evidence
                ],
            }
            for one in participation.requirements
        ],
        "findings": [finding.to_json() for finding in participation.findings],
    }


def unread_to_json(on: date, findings: Iterable[Finding]) -> dict[str, Any]:
    """Return the same form for a file that could not be read."""
    return {
        "party": None,
        "on": on.isoformat(),
        "outcome": Outcome.NOT_DETERMINABLE.value,
        "requirements": [],
        "findings": [finding.to_json() for finding in findings],
    }
