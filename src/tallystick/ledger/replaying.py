"""Posting a transaction log row by row, in the order of the file, each row once.

The log is read twice: first to see which rows the ledger knows, whether a known row has changed,
and which opening balances the others need; then to post. A changed row stops the replay before
anything is written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tallystick.core.findings import Finding
from tallystick.ledger.errors import Conflict, Refused
from tallystick.ledger.least_openings import least_openings
from tallystick.ledger.posting import Answer, Status
from tallystick.ledger.replay_log import Gathered, LogRow
from tallystick.ledger.replay_rules import OPENINGS, SEEN, Seen
from tallystick.ledger.replay_survey import Book, Log, Survey, in_batches

OPENING = "opening balance"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay came to; everything but `already_posted` counts this run alone.

    `units_moved` and `by_type` count the rows posted, `openings` has the inferred opening
    balance of each account, `conserved` says whether the ledger afterwards holds what it held
    before and what was issued or opened since, and not a unit more or less.
    """

    posted: int
    already_posted: int
    refused: int
    accounts: int
    by_type: Mapping[str, int]
    openings: Mapping[str, int]
    conserved: bool
    conflict: bool
    findings: Sequence[Finding]

    def to_json(self) -> dict[str, Any]:
        """Return the answer of the command that replays."""
        return {
            "posted": self.posted,
            "already_posted": self.already_posted,
            "refused": self.refused,
            "accounts": self.accounts,
            "units_moved": sum(self.by_type.values()),
            "opening_units": sum(self.openings.values()),
            "openings": dict(self.openings),
            "by_type": dict(sorted(self.by_type.items())),
            "conserved": self.conserved,
            "findings": [finding.to_json() for finding in self.findings],
        }


def replay_log(book: Book, log: Log, *, infer_opening: bool = False) -> Replayed:
    """Post what a log states; the log must be able to be iterated twice.

    What cannot be posted is refused with a finding and the rest goes on, except that a row
    changed since it was posted keeps everything from being posted.
    """
    survey = Survey(book)
    needed = least_openings(survey.find_new(log), book.balances())
    run = Run(book, survey.gathered, refused=survey.refused, already_posted=survey.known)
    held = book.total_held()
    if not survey.conflicts:
        if infer_opening:
            run.open(needed, survey)
        run.post(survey.new(log))
    return Replayed(
        posted=run.posted,
        already_posted=run.already_posted,
        refused=run.refused,
        accounts=len(survey.accounts),
        by_type=run.by_type,
        openings=run.openings,
        conserved=book.total_held() - held == run.issued + sum(run.openings.values()),
        conflict=run.conflict or survey.conflicts > 0,
        findings=[*run.gathered.findings(), *OPENINGS.judge(run.openings, None)],
    )


@dataclass(slots=True)
class Run:
    """The second reading of a log: posting, and counting what came of it."""

    book: Book
    gathered: Gathered
    refused: int
    already_posted: int
    posted: int = 0
    issued: int = 0
    conflict: bool = False
    by_type: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    openings: dict[str, int] = field(default_factory=dict)

    def open(self, needed: Mapping[str, int], survey: Survey) -> None:
        """Post the opening balances, each as a row of its own dated with the earliest row."""
        rows = (
            LogRow(
                transaction_id=f"{OPENING} of {account} before {survey.first_id}",
                on=survey.earliest,
                type=OPENING,
                from_account="",
                to_account=account,
                units=units,
                inferred=True,
            )
            for account, units in needed.items()
        )
        for row, answer in self._answers(rows):
            if self._stands(row, answer):
                self.openings[row.to_account] = row.units

    def post(self, rows: Iterable[LogRow]) -> None:
        """Post rows in their order, until one is in conflict with what stands."""
        for row, answer in self._answers(rows):
            if self._stands(row, answer):
                self.posted += 1
                self.by_type[row.type] += row.units
                self.issued += row.units if row.issues else 0

    def _answers(self, rows: Iterable[LogRow]) -> Iterator[tuple[LogRow, Answer]]:
        for batch in in_batches(rows):
            if self.conflict:
                return
            yield from zip(batch, self.book.post_rows(batch), strict=True)

    def _stands(self, row: LogRow, answer: Answer) -> bool:
        """Count an answer that is not a fresh posting, or say that it is one."""
        if isinstance(answer, Conflict):
            self.conflict = True
            self.gathered.add(SEEN.judge(Seen(row, changed=True), None))
        elif isinstance(answer, Refused):
            self.refused += 1
            self.gathered.add(one.at(**row.where) for one in answer.findings if one.refuses)
        elif answer.status is Status.ALREADY_POSTED:
            self.already_posted += not row.inferred
        else:
            return True
        return False
