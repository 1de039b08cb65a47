"""What a check says: a finding with its outcome, its place, its source and its mend."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """The three answers a check can give; missing data never passes."""

    PASS = "pass"  # noqa: S105 (an outcome, not a password)
    FAIL = "fail"
    NOT_DETERMINABLE = "not_determinable"


class Severity(StrEnum):
    """How much a failure weighs; only an error refuses."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Text:
    """A message template with named values, in each language the system speaks."""

    en: str
    zh: str

    def fill(self, values: Mapping[str, object]) -> "Text":
        """Put the values into every language of the template."""
        return Text(self.en.format_map(values), self.zh.format_map(values))


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one rule at one place."""

    code: str
    outcome: Outcome
    severity: Severity
    message: Text
    fix: Text
    source: str
    where: Mapping[str, object] = field(default_factory=dict)

    @property
    def refuses(self) -> bool:
        """Whether this finding alone makes the answer a refusal (exit code 1)."""
        return self.outcome is Outcome.FAIL and self.severity is Severity.ERROR

    def at(self, **where: object) -> "Finding":
        """Return the same finding with more said about its place."""
        return replace(self, where={**self.where, **where})

    def to_json(self) -> dict[str, Any]:
        """Return the finding in the form every command, page and API answer uses."""
        return {
            "code": self.code,
            "outcome": self.outcome.value,
            "severity": self.severity.value,
            "message": self.message.en,
            "message_zh": self.message.zh,
            "fix": self.fix.en,
            "fix_zh": self.fix.zh,
            "source": self.source,
            "where": dict(self.where),
        }


def refused(findings: Iterable[Finding]) -> bool:
    """Whether any finding is a failure of severity error."""
    return any(finding.refuses for finding in findings)


def worst(findings: Iterable[Finding]) -> Outcome:
    """Fold findings into one outcome: a refusal beats an unknown, an unknown beats a pass."""
    outcomes = [
        Outcome.FAIL if finding.refuses else finding.outcome
        for finding in findings
        if finding.refuses or finding.outcome is Outcome.NOT_DETERMINABLE
    ]
    if Outcome.FAIL in outcomes:
        return Outcome.FAIL
    return Outcome.NOT_DETERMINABLE if outcomes else Outcome.PASS
