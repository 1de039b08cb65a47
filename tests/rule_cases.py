"""Tests that say which case of a rule they are, held to it while they run.

`@pytest.mark.rule("fail", "BLOCK_SERIES")`: the rule really fails in the test. "pass": it is asked
and finds nothing. "missing": it cannot decide, or the lack itself is refused as damage of the
file; where an answer rests on nothing, it is never a pass.
"""

from collections import defaultdict
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tallystick.core.findings import Finding, Outcome
from tallystick.core.rules import Rule
from tallystick.io.yamlfile.damage import SYNTAX

CASES = ("pass", "fail", "missing")
NOTHING = "nothing"
Seen = dict[str, set[str]]


@contextmanager
def watching() -> Iterator[Seen]:
    """Collect what every rule says, by code, and whether a file was damaged."""
    seen: Seen = defaultdict(set)
    judge, found = Rule.judge, Finding.__init__

    def watched(self: Rule[Any, Any], subject: Any, facts: Any) -> Iterator[Finding]:
        findings = list(judge(self, subject, facts))
        seen[self.code] |= {finding.outcome.value for finding in findings} or {NOTHING}
        return iter(findings)

    def noted(self: Finding, *given: Any, **named: Any) -> None:
        found(self, *given, **named)
        if self.code == SYNTAX:
            seen[SYNTAX].add(self.outcome.value)

    Rule.judge, Finding.__init__ = watched, noted  # type: ignore[method-assign]  # for one test
    try:
        yield seen
    finally:
        Rule.judge, Finding.__init__ = judge, found  # type: ignore[method-assign]  # as they were


def shown(case: str, code: str, seen: Seen) -> bool:
    """Whether what was seen of a rule is the case."""
    said = seen.get(code, set())
    if case == "pass":
        return bool(said) and Outcome.FAIL.value not in said
    if case == "fail":
        return Outcome.FAIL.value in said
    damaged = Outcome.FAIL.value in seen.get(SYNTAX, set())
    return Outcome.NOT_DETERMINABLE.value in said or damaged


def held_to(item: pytest.Item) -> Generator[None, object, object]:
    """Run a test that names cases of rules, and refuse it when it is not one."""
    marks = list(item.iter_markers("rule"))
    if not marks:
        return (yield)
    with watching() as seen:
        result = yield
    for mark in marks:
        case, *codes = mark.args
        assert case in CASES, f'"{case}" is not one of {", ".join(CASES)}'
        untrue = [code for code in codes if not shown(case, code, seen)]
        assert not untrue, f'the test is no case of "{case}" for {", ".join(untrue)}'
    return result
