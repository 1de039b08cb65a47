"""`tallystick ledger limit`, `trust` and `open-account`: accounts and what they demand."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.ledger.answering import day_of, post_one
from tallystick.cli.ledger.options import LARGEST, Database, Day, DryRun, Key, Reason
from tallystick.cli.output import AsJson

if TYPE_CHECKING:
    from tallystick.article6.postings.control_records import SetControls
    from tallystick.article6.postings.records import OpenAccount, Posting
    from tallystick.core.periods import NdcPeriod
    from tallystick.ledger import Ledger

Account = Annotated[str, typer.Option(help="Account whose demands are stated.")]
YEARS = 2


def limit(
    db: Database,
    key: Key,
    account: Account,
    reason: Reason,
    holding: Annotated[
        int | None,
        typer.Option(min=0, max=LARGEST, help="Units it holds at most; no limit if not given."),
    ] = None,
    transfer: Annotated[
        int | None,
        typer.Option(min=0, max=LARGEST, help="Units it gives at a time; no limit if not given."),
    ] = None,
    on: Day = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Limit what an account holds and gives at a time; its other demands stay as they are.

    Example: tallystick ledger limit --db l.db --key k6 --account A --holding 5000 --reason policy
    """

    def make(ledger: "Ledger", before: "Posting | None") -> "SetControls":
        settings = _newest(ledger, account, reason, day_of(on, before))
        return replace(settings, holding_t=holding, transfer_t=transfer)

    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def trust(
    db: Database,
    key: Key,
    account: Account,
    reason: Reason,
    approval: Annotated[
        bool, typer.Option(help="Units leave only by a proposal that a second person approves.")
    ] = False,
    delay_hours: Annotated[
        int, typer.Option(min=0, max=87_600, help="How long proposals wait to be approved.")
    ] = 0,
    trusted: Annotated[
        list[str] | None,
        typer.Option("--to", help="Receiving account that need not wait; may be repeated."),
    ] = None,
    on: Day = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """State whether an account's units need approval, how long that waits, and for whom not.

    Its limits stay as they are.
    Example: tallystick ledger trust --db l.db --key k7 --account A --approval --delay-hours 24
    --to B --reason policy
    """

    def make(ledger: "Ledger", before: "Posting | None") -> "SetControls":
        settings = _newest(ledger, account, reason, day_of(on, before))
        told = frozenset(trusted or ())
        return replace(settings, approval=approval, delay_hours=delay_hours, trusted=told)

    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def open_account(
    db: Database,
    key: Key,
    account: Annotated[str, typer.Option(help="Id of the account.")],
    kind: Annotated[str, typer.Option(help="Kind of account, such as party_holding.")],
    party: Annotated[str, typer.Option(help="Three-letter code of its Party.")],
    name: Annotated[str, typer.Option(help="Name to be shown, of no person.")] = "",
    period: Annotated[
        str | None, typer.Option(help="NDC period that it serves, such as 2021-2030.")
    ] = None,
    on: Day = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Open an account for units of Article 6.

    Example: tallystick ledger open-account --db l.db --key k8 --account GHA --kind party_holding
    --party GHA
    """
    from tallystick.article6.postings.records import OpenAccount

    def make(_: "Ledger", before: "Posting | None") -> "OpenAccount":
        return OpenAccount(
            on=day_of(on, before),
            id=account,
            account_kind=kind,
            party=party,
            name=name,
            period=_period(period) if period else None,
        )

    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def _newest(ledger: "Ledger", account: str, reason: str, on: date) -> "SetControls":
    """Return the demands of an account as they stand, with a new day and reason."""
    from tallystick.article6.postings.control_records import SetControls

    standing = next((one for one in ledger.controls() if one.account == account), None)
    if standing is None:
        return SetControls(on=on, account=account, reason=reason)
    return replace(standing, on=on, reason=reason, note={})


def _period(text: str) -> "NdcPeriod":
    from tallystick.core.periods import NdcPeriod

    years = text.split("-")
    if len(years) != YEARS or not all(year.strip().isdecimal() for year in years):
        raise ValueError(f'"{text}" is not a period such as 2021-2030')
    first, last = map(int, years)
    return NdcPeriod(first, last)
