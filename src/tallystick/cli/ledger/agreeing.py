"""`tallystick ledger agree`: an agreement that movements are held to from its day on."""

from typing import TYPE_CHECKING, Annotated

import typer

from tallystick.cli.ledger.answering import day_of, post_one
from tallystick.cli.ledger.options import Database, Day, DryRun, Key
from tallystick.cli.output import AsJson, Exit, show, stop

if TYPE_CHECKING:
    from tallystick.article6.postings.records import (
        LinkedAccount,
        LinkedUnits,
        Posting,
        RecordAgreement,
    )
    from tallystick.ledger import Ledger
    from tallystick.linking.agreement import Agreement

Named = Annotated[str, typer.Argument(metavar="FILE-or-ID", help="Agreement file, or its id.")]


def agree(
    named: Named,
    db: Database,
    key: Key,
    units: Annotated[
        list[str] | None, typer.Option(help="NAME=SYSTEM[:UNIT] of a series or type of units.")
    ] = None,
    account: Annotated[
        list[str] | None, typer.Option(help="ACCOUNT=SYSTEM of an account of a system.")
    ] = None,
    surrender: Annotated[
        list[str] | None, typer.Option(help="ACCOUNT=SYSTEM into which units are surrendered.")
    ] = None,
    on: Day = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Record an agreement with its terms; what it refuses is refused from then on.

    Example: tallystick ledger agree link_eu_ch --db l.db --key k9 --units CHU=che_ets:CHU
    --surrender EU-compliance=eu_ets
    """
    agreement = _found(named)

    def make(_: "Ledger", before: "Posting | None") -> "RecordAgreement":
        from tallystick.article6.postings.records import RecordAgreement
        from tallystick.core.findings import Text
        from tallystick.linking.agreement.plain import to_plain

        title = agreement.title
        return RecordAgreement(
            on=day_of(on, before),
            id=agreement.id,
            parties=tuple(party.id for party in agreement.parties),
            title=Text(
                title.en if title else agreement.id,
                (title.zh or title.en) if title else agreement.id,
            ),
            terms=to_plain(agreement, full=False),
            units=tuple(_units(one) for one in units or ()),
            accounts=(
                *(_account(one, surrenders=False) for one in account or ()),
                *(_account(one, surrenders=True) for one in surrender or ()),
            ),
        )

    post_one(db, key, make, dry_run=dry_run, as_json=as_json)


def _units(text: str) -> "LinkedUnits":
    from tallystick.article6.postings.records import LinkedUnits

    name, system = _parted(text)
    system, _, unit = system.partition(":")
    return LinkedUnits(name=name, system=system, unit=unit or None)


def _account(text: str, *, surrenders: bool) -> "LinkedAccount":
    from tallystick.article6.postings.records import LinkedAccount

    name, system = _parted(text)
    return LinkedAccount(account=name, system=system, surrender=surrenders)


def _parted(text: str) -> tuple[str, str]:
    """Part NAME=SYSTEM; raises ValueError, which is a usage error."""
    name, _, system = text.rpartition("=")
    if not name or not system:
        raise ValueError(f'"{text}" is not of the form NAME=SYSTEM')
    return name, system


def _found(named: str) -> "Agreement":
    from tallystick.cli.agreement.sources import find
    from tallystick.io.yamlfile.damage import Damaged

    try:
        return find(named).agreement
    except Damaged as damaged:
        show(damaged.findings)
        stop(Exit.UNREADABLE)
