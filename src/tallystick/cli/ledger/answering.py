"""How the verbs of `tallystick ledger` that post something answer."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import typer

from tallystick.cli.ledger.options import usable_ledger
from tallystick.cli.output import Exit, emit, emit_json, show, stop

if TYPE_CHECKING:
    from tallystick.article6.postings.records import Posting
    from tallystick.core.findings import Finding
    from tallystick.ledger import Answer, Ledger

WOULD_POST = "would_post"
"""What a dry run says of a posting that nothing speaks against."""


Make = Callable[["Ledger", "Posting | None"], "Posting"]
"""Makes a posting, given the ledger and what stands under its key already, if anything does."""


def post_one(db: str, key: str, make: Make, *, dry_run: bool, as_json: bool) -> None:
    """Post what is made of the options, answer, and end with the exit code.

    What the options cannot mean is a usage error.
    """
    from tallystick.ledger import Conflict, Refused
    from tallystick.ledger.control.conflict import KEY_TAKEN

    if not key:
        raise typer.BadParameter("a key is not empty", param_hint="--key")
    answer: Answer
    with usable_ledger(db) as ledger, rehearsed(ledger, dry_run):
        before = ledger.standing([key]).get(key)
        try:
            posting = make(ledger, before)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
        try:
            answer = ledger.post(posting, key=key)
        except (Conflict, Refused) as kept_out:
            answer = kept_out
    taken = [KEY_TAKEN.found(key=answer.key)] if isinstance(answer, Conflict) else ()
    finish(answer, taken, dry_run=dry_run, as_json=as_json)


def day_of(on: datetime | None, before: "Posting | None") -> date:
    """Return the day that is given, or that of an earlier posting, or today (UTC)."""
    if on is not None:
        return on.date()
    return before.on if before else datetime.now(UTC).date()


def rehearsed(ledger: "Ledger", dry_run: bool) -> AbstractContextManager[None]:
    """Let a dry run post as usual, and undo it."""
    return ledger.rehearsal() if dry_run else nullcontext()


def finish(
    answer: "Answer", conflict: "Sequence[Finding]", *, dry_run: bool, as_json: bool
) -> None:
    """Write the answer to a posting and end with its exit code; `conflict` says what conflicts."""
    from tallystick.ledger import Conflict, Refused, Status

    if isinstance(answer, Refused):
        _tell(None, "refused", answer.findings, as_json)
        stop(Exit.REFUSED)
    if isinstance(answer, Conflict):
        _tell(None, "conflict", conflict, as_json)
        stop(Exit.CONFLICT)
    if dry_run and answer.status is Status.POSTED:
        _tell(None, WOULD_POST, answer.findings, as_json)
    else:
        _tell(answer.id, answer.status, answer.findings, as_json)


def _tell(number: int | None, status: str, findings: "Sequence[Finding]", as_json: bool) -> None:
    if as_json:
        told = [finding.to_json() for finding in findings]
        emit_json({"id": number, "status": status, "findings": told})
    else:
        words = status.replace("_", " ")
        emit(words if number is None else f"{words} as {number}")
        show(findings)
