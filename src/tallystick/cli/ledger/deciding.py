"""`tallystick ledger propose`, `approve`, `reject`, `withdraw` and `expire`."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.ledger.answering import post_one
from tallystick.cli.ledger.options import Database, DryRun, Key, Reason, instant
from tallystick.cli.output import AsJson, Exit, stop

if TYPE_CHECKING:
    from tallystick.article6.postings.control_approvals import Decision, Propose
    from tallystick.article6.postings.records import Posting
    from tallystick.ledger import Ledger

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What reading a posting raises that is none."""


At = Annotated[
    datetime | None,
    typer.Option(parser=instant, metavar="INSTANT", help="When it is said; now if not given."),
]
By = Annotated[str, typer.Option(help="Id of the person, opaque and no name.")]
ProposalId = Annotated[str, typer.Option("--id", help="Id of the proposal.")]


def propose(
    db: Database,
    key: Key,
    identifier: ProposalId,
    posting: Annotated[
        Path, typer.Option(help="JSON file with the posting, as the log writes postings.")
    ],
    by: By,
    deadline: Annotated[
        datetime,
        typer.Option(parser=instant, metavar="INSTANT", help="Until when it can be approved."),
    ],
    at: At = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Propose a posting, which another person approves or rejects before the deadline.

    Example: tallystick ledger propose --db l.db --key k9 --id Q1 --posting transfer.json
    --by person-1 --deadline 2026-05-08T12:00Z
    """
    from tallystick.article6.postings.control_approvals import Propose

    carried = _read(posting)

    def make(_: "Ledger", before: "Posting | None") -> "Propose":
        when = _when(at, before)
        return Propose(
            on=when.astimezone(UTC).date(),
            id=identifier,
            posting=carried,
            proposer=by,
            at=when,
            deadline=deadline,
        )

    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def approve(
    db: Database,
    key: Key,
    identifier: ProposalId,
    by: By,
    reason: Reason,
    at: At = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Approve what another person proposed; it is judged again, and posted with the approval.

    Example: tallystick ledger approve --db l.db --key k10 --id Q1 --by person-2 --reason checked
    """
    from tallystick.article6.postings.control_approvals import Approve

    make = _deciding(Approve, identifier, by, reason, at)
    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def reject(
    db: Database,
    key: Key,
    identifier: ProposalId,
    by: By,
    reason: Reason,
    at: At = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Reject what another person proposed.

    Example: tallystick ledger reject --db l.db --key k11 --id Q1 --by person-2 --reason "too much"
    """
    from tallystick.article6.postings.control_approvals import Reject

    make = _deciding(Reject, identifier, by, reason, at)
    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def withdraw(
    db: Database,
    key: Key,
    identifier: ProposalId,
    by: By,
    reason: Reason,
    at: At = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Take back one's own proposal.

    Example: tallystick ledger withdraw --db l.db --key k12 --id Q1 --by person-1 --reason "no need"
    """
    from tallystick.article6.postings.control_approvals import Withdraw

    make = _deciding(Withdraw, identifier, by, reason, at)
    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def expire(
    db: Database,
    key: Key,
    identifier: ProposalId,
    by: By,
    reason: Reason,
    at: At = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Put on record that the deadline of a proposal has passed.

    Example: tallystick ledger expire --db l.db --key k13 --id Q1 --by person-2 --reason "too late"
    """
    from tallystick.article6.postings.control_approvals import Expire

    make = _deciding(Expire, identifier, by, reason, at)
    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def _deciding(
    kind: "type[Decision]", identifier: str, by: str, reason: str, at: datetime | None
) -> "Callable[[Ledger, Posting | None], Posting]":
    def make(_: "Ledger", before: "Posting | None") -> "Decision":
        when = _when(at, before)
        day = when.astimezone(UTC).date()
        return kind(on=day, proposal=identifier, person=by, at=when, reason=reason)

    return make


def _when(at: datetime | None, before: "Posting | None") -> datetime:
    """Return the instant that is given, or that of an earlier posting, or now."""
    from tallystick.article6.postings.control_approvals import Decision, Propose

    if at is not None:
        return at
    return before.at if isinstance(before, Propose | Decision) else datetime.now(UTC)


def _read(path: Path) -> "Posting":
    from tallystick.ledger.bodies import read_body

    try:
        return read_body(path.read_text(encoding="utf-8"))
    except OSError as error:
        stop(Exit.UNREADABLE, str(error))
    except UNREADABLE as error:
        stop(Exit.UNREADABLE, f"{path} holds no posting: {type(error).__name__}: {error}")
