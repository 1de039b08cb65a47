"""From a ledger to the amounts that break up rows 23(c) to (e) of a Party."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tallystick.article6.account import AccountResult, Row23d, run
from tallystick.article6.postings.records import Authorize, RecordNdc
from tallystick.article6.postings.units import Units
from tallystick.article6.reports.amounts import Amount
from tallystick.core.actions import OIMP, ActionType, FirstTransferDefinition, Purpose
from tallystick.core.periods import NdcPeriod
from tallystick.ledger import Entry, Ledger
from tallystick.ledger.accounting import account
from tallystick.ledger.control.history import standing_journal

Versions = Mapping[str, Authorize]


def account_and_amounts(
    ledger: Ledger, party: str, year: int, row_23d: Row23d
) -> tuple[AccountResult, tuple[Amount, ...]] | None:
    """Return a Party's account for the NDC period of a year, with the amounts behind its rows.

    None where the ledger records no NDC of the Party whose period contains the year. Row 23(d)
    has amounts only where it holds first transfers.
    """
    periods = [one for one in ledger.ndcs() if one.party == party and year in one.period]
    if not periods:
        return None
    versions, journal = ledger.authorizations(), standing_journal(ledger)
    newest = {one.id: one for one in versions}
    result = run(account(periods[-1], versions, journal), row_23d)
    amounts = tuple(_amounts(periods[-1], _counted(journal, result), newest))
    if row_23d is Row23d.AUTHORIZED:
        amounts = tuple(one for one in amounts if one.row != "23(d)")
    return result, amounts


def _counted(journal: Sequence[Entry], result: AccountResult) -> list[Entry]:
    """Leave out what the account refused to count, such as what comes after a period is final."""
    refused = {one.where.get("entry") for one in result.findings if one.refuses}
    moved = {(one.posting, one.block) for one in journal if one.id in refused}
    return [one for one in journal if (one.posting, one.block) not in moved]


def _amounts(ndc: RecordNdc, journal: Sequence[Entry], versions: Versions) -> Iterator[Amount]:
    for entry in journal:
        if entry.units is None or entry.party != ndc.party:
            continue
        if entry.type is ActionType.FIRST_TRANSFER:
            yield from _first_transfer(entry, entry.units, ndc.period, versions)
        elif entry.use_year is not None and _counts_as_use(entry, ndc.period):
            named = _named(entry.units, versions)
            yield Amount(row="23(e)", year=entry.use_year, using_party=ndc.party, **named)


def _counts_as_use(entry: Entry, period: NdcPeriod) -> bool:
    towards_ndc = entry.type is ActionType.USE and entry.purpose not in OIMP
    return towards_ndc and entry.use_year in period.years


def _first_transfer(
    entry: Entry, units: Units, period: NdcPeriod, versions: Versions
) -> Iterator[Amount]:
    """A first transfer counts in the year of its event, which may be the authorization."""
    authorization = versions.get(units.authorization)
    dated = entry.effective_on
    if entry.subtype == FirstTransferDefinition.AUTHORIZATION.value and entry.authorized_on:
        dated = entry.authorized_on
    if dated.year not in period:
        return
    towards_ndc = authorization is not None and Purpose.NDC in authorization.purposes
    yield Amount(
        row="23(c)" if towards_ndc else "23(d)",
        year=dated.year,
        using_party=entry.counterparty,
        **_named(units, versions),
    )


def _named(units: Units, versions: Versions) -> dict[str, Any]:
    """Name approach, sectors, transferring Party, vintage and quantity of the units."""
    series = units.block.series
    authorization = versions.get(units.authorization)
    sectors = "; ".join(authorization.sectors) if authorization else ""
    return {
        "quantity_t": units.block.quantity,
        "approach": series.approach,
        "sector": sectors or None,
        "transferring_party": series.party,
        "vintage": series.vintage,
    }
