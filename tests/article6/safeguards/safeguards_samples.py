"""What the tests of safeguards share: how a finding is told in a word."""

from collections.abc import Iterable

from tallystick.core.findings import Finding, Outcome

FAIL, UNKNOWN = Outcome.FAIL, Outcome.NOT_DETERMINABLE


def told(findings: Iterable[Finding]) -> list[tuple[str, Outcome]]:
    found = list(findings)
    assert all(one.message.en and one.message.zh and one.fix.en and one.fix.zh for one in found)
    return [(one.code, one.outcome) for one in found]
