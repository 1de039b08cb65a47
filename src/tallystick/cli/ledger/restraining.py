"""`tallystick ledger freeze`, `unfreeze`, `pledge`, `release` and `correct`."""

from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.ledger.answering import day_of, post_one
from tallystick.cli.ledger.options import (
    Database,
    Day,
    DryRun,
    End,
    Key,
    Reason,
    Series,
    Start,
)
from tallystick.cli.output import AsJson

if TYPE_CHECKING:
    from tallystick.article6.postings.control_records import (
        Correct,
        Freeze,
        Pledge,
        Release,
        Unfreeze,
    )
    from tallystick.article6.postings.plain import Range
    from tallystick.article6.postings.records import Posting
    from tallystick.ledger import Ledger

FreezeId = Annotated[str, typer.Option("--id", help="Id of the freeze.")]
PledgeId = Annotated[str, typer.Option("--id", help="Id of the pledge.")]
Body = Annotated[str | None, typer.Option(help="Appointed body that does so as an overseer.")]


def freeze(
    db: Database,
    key: Key,
    identifier: FreezeId,
    reason: Reason,
    account: Annotated[
        str | None, typer.Option(help="Account to be frozen, instead of a range.")
    ] = None,
    series: Series = None,
    start: Start = None,
    end: End = None,
    by: Body = None,
    on: Day = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Freeze an account, or a range of serials wherever it is, until it is unfrozen.

    Example: tallystick ledger freeze --db l.db --key k1 --id F1 --account A --reason "a court"
    """
    from tallystick.article6.postings.control_records import Freeze

    def make(_: "Ledger", before: "Posting | None") -> "Freeze":
        units, day = span(series, start, end), day_of(on, before)
        return Freeze(on=day, id=identifier, reason=reason, account=account, range=units, by=by)

    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def unfreeze(
    db: Database,
    key: Key,
    identifier: FreezeId,
    reason: Reason,
    on: Day = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Lift a freeze.

    Example: tallystick ledger unfreeze --db l.db --key k2 --id F1 --reason "the order was lifted"
    """
    from tallystick.article6.postings.control_records import Unfreeze

    def make(_: "Ledger", before: "Posting | None") -> "Unfreeze":
        return Unfreeze(on=day_of(on, before), freeze=identifier, reason=reason)

    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def pledge(
    db: Database,
    key: Key,
    identifier: PledgeId,
    account: Annotated[str, typer.Option(help="Account that holds the range.")],
    beneficiary: Annotated[str, typer.Option(help="Id of who the units secure.")],
    reason: Reason,
    series: Annotated[str, typer.Option(help="Series of the range of serials.")],
    start: Annotated[int, typer.Option(min=1, help="First serial of the range.")],
    end: Annotated[int, typer.Option(min=1, help="Last serial of the range.")],
    on: Day = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Pledge a range of serials: it is not transferred, used or cancelled until released.

    Example: tallystick ledger pledge --db l.db --key k3 --id P1 --account A --beneficiary bank-1
    --series S --start 1 --end 100 --reason "a loan"
    """
    from tallystick.article6.postings.control_records import Pledge
    from tallystick.article6.postings.plain import Range

    def make(_: "Ledger", before: "Posting | None") -> "Pledge":
        return Pledge(
            on=day_of(on, before),
            id=identifier,
            account=account,
            range=Range(series, start, end),
            beneficiary=beneficiary,
            reason=reason,
        )

    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def release(
    db: Database,
    key: Key,
    identifier: PledgeId,
    reason: Reason,
    on: Day = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Release a pledge.

    Example: tallystick ledger release --db l.db --key k4 --id P1 --reason "the loan is repaid"
    """
    from tallystick.article6.postings.control_records import Release

    def make(_: "Ledger", before: "Posting | None") -> "Release":
        return Release(on=day_of(on, before), pledge=identifier, reason=reason)

    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def correct(
    db: Database,
    key: Key,
    mistake: Annotated[str, typer.Option(help="Key of the posting that was a mistake.")],
    reason: Reason,
    by: Body = None,
    on: Day = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Give back what a posting moved by mistake; the mistake stays on record.

    Example: tallystick ledger correct --db l.db --key k5 --mistake t1 --reason "wrong account"
    """
    from tallystick.article6.postings.control_records import Correct

    def make(_: "Ledger", before: "Posting | None") -> "Correct":
        return Correct(on=day_of(on, before), movement=mistake, reason=reason, by=by)

    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def span(series: str | None, start: int | None, end: int | None) -> "Range | None":
    """Return the range that the options name, None for none; ValueError for a part of one."""
    from tallystick.article6.postings.plain import Range

    if series is None and start is None and end is None:
        return None
    if not series or start is None or end is None:
        raise ValueError("a range needs --series, --start and --end")
    return Range(series, start, end)
