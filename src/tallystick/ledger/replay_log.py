"""The rows of a transaction log, and findings about rows, few of each code."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from itertools import chain

from tallystick.core.findings import Finding, Outcome, Severity, Text

FIRST = 100
"""Above so many findings of one code, one finding counts them and names the first rows."""

ISSUANCE = "issuance"
MORE = Text("; {count} rows in all, named are the first", "；共 {count} 行，此处仅列出首批")

Sort = tuple[str, Outcome, Severity]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One transaction as a log states it: units, or the range of serials that they are.

    `line` is where it stands in its file, `at` the time of day if it is known, `expected` who
    must hold the range, `inferred` whether no log states the row.
    """

    line: int = 0
    transaction_id: str
    on: date
    at: time | None = None
    type: str
    from_account: str
    to_account: str
    units: int
    series: str | None = None
    first: int | None = None
    last: int | None = None
    expected: str | None = None
    inferred: bool = False

    @property
    def where(self) -> dict[str, object]:
        """Where a finding about the row is."""
        line = {"line": self.line} if self.line else {}
        return {**line, "transaction_id": self.transaction_id}

    @property
    def content(self) -> "LogRow":
        """The row as it compares with another of the same id, wherever it stands."""
        return replace(self, line=0)

    @property
    def issues(self) -> bool:
        """Whether the row brings a range of units into being."""
        named = self.series is not None and self.type.casefold() == ISSUANCE
        return named and not self.from_account and bool(self.to_account)

    @property
    def names_accounts(self) -> bool:
        """Whether the row has an account wherever one is needed."""
        return self.issues or bool(self.from_account and self.to_account)


@dataclass(frozen=True, slots=True)
class BadRows:
    """Rows that cannot be read, mostly one, and why."""

    findings: Sequence[Finding]
    count: int = 1


@dataclass(slots=True)
class Gathered:
    """Findings as they come, of which only the first of each code are kept, and their count."""

    counts: dict[Sort, int] = field(default_factory=lambda: defaultdict(int))
    kept: dict[Sort, list[Finding]] = field(default_factory=lambda: defaultdict(list))

    def add(self, findings: Iterable[Finding]) -> None:
        """Take further findings in."""
        for finding in findings:
            sort = finding.code, finding.outcome, finding.severity
            self.counts[sort] += 1
            if self.counts[sort] <= FIRST:
                self.kept[sort].append(finding)

    def findings(self) -> list[Finding]:
        """Return every finding, or one for all of a code that has too many."""
        return list(chain.from_iterable(map(self._told, self.kept)))

    def _told(self, sort: Sort) -> list[Finding]:
        kept, count = self.kept[sort], self.counts[sort]
        if count <= FIRST:
            return kept
        more = MORE.fill({"count": count})
        message = Text(kept[0].message.en + more.en, kept[0].message.zh + more.zh)
        rows: list[Mapping[str, object]] = [dict(one.where) for one in kept]
        return [replace(kept[0], message=message).at(count=count, rows=rows)]
