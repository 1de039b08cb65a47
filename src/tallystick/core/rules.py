"""Rules that carry their citation, their dates and their words as data.

A rule is one small function of a subject and the facts around it. It shows nothing when the
subject is in order, and otherwise shows the values that prove the failure, or the value whose
absence keeps it from deciding. A subject is one record or a whole table; a table shows one
`Shown` per row at fault.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from tallystick.core.findings import Finding, Outcome, Severity, Text

Subject = TypeVar("Subject")
Facts = TypeVar("Facts")

UNDECIDED = Text(
    "{code} cannot be decided: {missing} is not known",
    "无法判定 {code}：缺少{missing_zh}",
)
SUPPLY = Text("supply {missing}", "请补充{missing_zh}")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a rule shows: where it looked, what it saw, and whether that fails or is missing."""

    values: Mapping[str, object]
    where: Mapping[str, object] = field(default_factory=dict)
    outcome: Outcome = Outcome.FAIL


def fails(where: Mapping[str, object] | None = None, **values: object) -> Shown:
    """Show the values that break the rule."""
    return Shown(values, where or {})


def unknown(missing: Text, where: Mapping[str, object] | None = None, **values: object) -> Shown:
    """Show what is missing, so that the rule can neither pass nor fail."""
    named = {**values, "missing": missing.en, "missing_zh": missing.zh}
    return Shown(named, where or {}, Outcome.NOT_DETERMINABLE)


Test = Callable[[Subject, Facts], Iterable[Shown] | Shown | None]


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject, Facts]):
    """One requirement of one source, with the function that tests it."""

    code: str
    source: str
    message: Text
    fix: Text
    test: Test[Subject, Facts]
    severity: Severity = Severity.ERROR
    since: date = date.min
    until: date = date.max
    check: str | None = None
    undecided: Text = UNDECIDED
    supply: Text = SUPPLY

    def in_force(self, on: date | None) -> bool:
        """Whether the rule applies on a date; without a date it applies."""
        return on is None or self.since <= on <= self.until

    def judge(self, subject: Subject, facts: Facts) -> Iterable[Finding]:
        """Test the subject and put what is shown into words."""
        shown = self.test(subject, facts)
        if shown is None:
            return ()
        return [self.finding(one) for one in ([shown] if isinstance(shown, Shown) else shown)]

    def finding(self, shown: Shown) -> Finding:
        """Return the finding that says in words what the rule has shown."""
        values = {**shown.values, "code": self.code}
        decided = shown.outcome is not Outcome.NOT_DETERMINABLE
        named = {"check": self.check} if self.check else {}
        return Finding(
            code=self.code,
            outcome=shown.outcome,
            severity=self.severity,
            message=(self.message if decided else self.undecided).fill(values),
            fix=(self.fix if decided else self.supply).fill(values),
            source=self.source,
            where={**named, **shown.where},
        )


class Rulebook(Generic[Subject, Facts]):
    """The rules for one kind of subject, in the order in which they are reported."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.rules: list[Rule[Subject, Facts]] = []

    def rule(
        self, code: str, **data: Any
    ) -> Callable[[Test[Subject, Facts]], Rule[Subject, Facts]]:
        """Enter the decorated function as a rule; `data` are the fields of `Rule`."""

        def enter(test: Test[Subject, Facts]) -> Rule[Subject, Facts]:
            entered = Rule(code=code, test=test, **data)
            self.rules.append(entered)
            return entered

        return enter

    def judge(self, subject: Subject, facts: Facts, on: date | None = None) -> list[Finding]:
        """Collect the findings of every rule in force on the date."""
        return [
            finding
            for rule in self.rules
            if rule.in_force(on)
            for finding in rule.judge(subject, facts)
        ]

    def __getitem__(self, code: str) -> Rule[Subject, Facts]:
        return next(rule for rule in self.rules if rule.code == code)
