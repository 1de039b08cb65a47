"""Check submissions alone and against each other, and say the result in the official words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from tallystick import law
from tallystick.article6.aef.filings import Filings, filings
from tallystick.article6.aef.platform import Platform
from tallystick.article6.aef.rules import (
    applicability,
    approaches,
    coverage,
    dates,
    deadlines,
    definitions,
    double_holding,
    double_issuance,
    duplicates,
    entities,
    exhaustion,
    first_transfers,
    holdings,
    identity,
    lifecycle,
    limits,
    metrics,
    mirror,
    official_words,
    periods,
    preconditions,
    purposes,
    references,
    submissions,
    underlying,
    unrecorded,
    users,
    versions,
    vintages,
)
from tallystick.article6.aef.rules.cells import CELLS
from tallystick.article6.aef.submission import Submission
from tallystick.article6.aef.tables import TABLES, Typed, read_tables
from tallystick.core.findings import Finding, Outcome, refused, worst

BOOKS = (
    versions.BOOK,
    submissions.BOOK,
    identity.BOOK,
    vintages.BOOK,
    metrics.BOOK,
    references.BOOK,
    approaches.BOOK,
    applicability.BOOK,
    duplicates.BOOK,
    lifecycle.BOOK,
    underlying.BOOK,
    double_issuance.BOOK,
    users.BOOK,
    entities.BOOK,
    dates.BOOK,
    purposes.BOOK,
    periods.BOOK,
    first_transfers.BOOK,
    definitions.BOOK,
    unrecorded.BOOK,
    deadlines.BOOK,
    limits.BOOK,
    exhaustion.BOOK,
    holdings.BOOK,
    mirror.BOOK,
    double_holding.BOOK,
    coverage.BOOK,
)
"""The rules beyond single cells, in the order in which they are reported."""

AT_A_TIME = 2
"""How many rulebooks are judged at once: columns are compared without Python's lock."""

RESULTS = {
    Outcome.PASS: "consistent",
    Outcome.FAIL: "inconsistent",
    Outcome.NOT_DETERMINABLE: "null",
}
"""The key of the official word for each outcome (4/CMA.6 para 29)."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What is said about one file; an unreadable one has no Party, year, version or rows."""

    path: str
    outcome: Outcome
    check_result: str
    party: str | None = None
    reported_year: int | None = None
    version: str | None = None
    rows: Mapping[str, int] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the file in the form of the command's answer."""
        return {
            "path": self.path,
            "party": self.party,
            "reported_year": self.reported_year,
            "version": self.version,
            "rows": dict(self.rows or {}),
            "outcome": self.outcome.value,
            "check_result": self.check_result,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """Every file checked, in the order given, and everything found."""

    files: tuple[FileReport, ...]
    findings: tuple[Finding, ...]

    @property
    def consistent(self) -> bool:
        """Whether no finding is a failure of severity error."""
        return not refused(self.findings)

    def about(self, path: str) -> list[Finding]:
        """Return the findings that concern a file, by which its outcome is decided."""
        return [finding for finding in self.findings if _concerned(finding) == path]

    def with_unreadable(self, unreadable: Mapping[str, Finding], order: Sequence[str]) -> "Report":
        """Add the files that cannot be read, and list all files by their paths in an order."""
        lost = law.check_results()["null"]
        files = {path: FileReport(path, one.outcome, lost) for path, one in unreadable.items()}
        files |= {file.path: file for file in self.files}
        return Report(tuple(files[path] for path in order), (*unreadable.values(), *self.findings))

    def to_json(self) -> dict[str, Any]:
        """Return the report in the form of the command's answer."""
        return {
            "consistent": self.consistent,
            "files": [file.to_json() for file in self.files],
            "findings": [finding.to_json() for finding in self.findings],
        }


def check(submissions: Sequence[Submission], platform: Platform | None = None) -> Report:
    """Check submissions of any Parties and years; the order of the files decides nothing.

    What only the platform can show (initial reports, approaches, review status) is judged where
    it is given, and left unsaid otherwise.
    """
    ordered = sorted(submissions, key=_order)
    tables = read_tables(ordered)
    paths = tuple(submission.path for submission in ordered)
    subject = filings(ordered, tables)
    findings = (
        *(finding for submission in ordered for finding in submission.damage),
        *_of_cells(tables, paths),
        *_of_books(subject),
        *(preconditions.BOOK.judge(subject, platform) if platform else ()),
    )
    files = {file.path: file for file in _files(subject, ordered, findings)}
    words = _of_words(subject, files, platform)
    return Report(tuple(files[submission.path] for submission in submissions), (*findings, *words))


def _of_books(subject: Filings) -> Iterator[Finding]:
    """Judge by all rulebooks, two at a time; the findings keep the order of the books."""
    with ThreadPoolExecutor(AT_A_TIME) as threads:
        for findings in threads.map(lambda book: book.judge(subject, None), BOOKS):
            yield from findings


def _of_words(
    subject: Filings, files: Mapping[str, FileReport], platform: Platform | None
) -> Iterator[Finding]:
    """Hold what a file states about itself against what has come out; only warnings can follow."""
    for row in subject.headers.sort("file").iter_rows(named=True):
        path = subject.paths[row["file"]]
        stated = official_words.Stated(
            path=path,
            party=row["party"],
            check_result=row["check_result"],
            review_status=row["review_status"],
            outcome=files[path].outcome,
        )
        yield from official_words.BOOK.judge(stated, platform)


def _order(submission: Submission) -> tuple[str, ...]:
    header = (submission.header.get(name) for name in ("party", "reported_year", "version"))
    return (*(text or "" for text in header), submission.path)


def _of_cells(tables: Mapping[str, Typed], paths: tuple[str, ...]) -> Iterator[Finding]:
    for typed in tables.values():
        for field in typed.unread:
            yield from CELLS.judge(field, paths)


def _files(
    subject: Filings, submissions: Sequence[Submission], findings: Iterable[Finding]
) -> Iterator[FileReport]:
    concerned: dict[object, list[Finding]] = {submission.path: [] for submission in submissions}
    for finding in findings:
        concerned[_concerned(finding)].append(finding)
    for header, submission in zip(subject.headers.iter_rows(named=True), submissions, strict=True):
        outcome = worst(concerned[submission.path])
        yield FileReport(
            path=submission.path,
            outcome=outcome,
            check_result=law.check_results()[RESULTS[outcome]],
            party=header["party"],
            reported_year=header["reported_year"],
            version=header["version"],
            rows={table: submission.tables[table].height for table in TABLES},
        )


def _concerned(finding: Finding) -> object:
    """Return the file at fault or, where it was not given, the one that asks for it."""
    return finding.where.get("file", finding.where.get("counterpart_file"))
