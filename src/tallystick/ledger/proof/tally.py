"""Findings in bounded number: a hostile file must not fill the memory of its reader."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tallystick.core.findings import Finding
from tallystick.ledger.proof.faults import MORE

LISTED_MAX = 100
"""How many findings of one code are listed; the rest are counted."""


class Tally:
    """Findings by code, each code listed up to a limit and counted beyond it."""

    def __init__(self) -> None:
        self._listed: dict[str, list[Finding]] = {}
        self._count: dict[str, int] = {}

    def add(self, *findings: Finding) -> None:
        """Take findings in."""
        self.extend(findings)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Take many findings in, without holding them all."""
        for finding in findings:
            self._count[finding.code] = self._count.get(finding.code, 0) + 1
            listed = self._listed.setdefault(finding.code, [])
            if len(listed) < LISTED_MAX:
                listed.append(finding)

    def findings(self) -> Iterator[Finding]:
        """Give the findings by code, and for a code with too many how many there are."""
        for code, listed in self._listed.items():
            yield from listed
            count = self._count[code]
            if count > len(listed):
                message = MORE.fill({"count": count, "shown": len(listed)})
                yield replace(listed[0], message=message, where={"count": count})
