"""From the journal to the corresponding adjustments of a Party."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tallystick.article6.account import Account, AccountResult, run
from tallystick.article6.account.values import (
    Action,
    Authorization,
    Direction,
    Divisor,
    Ndc,
    NdcKind,
)
from tallystick.article6.adjustment import Method
from tallystick.article6.postings.movements import CONTRIBUTIONS, Subtype
from tallystick.article6.postings.records import Authorize, RecordNdc
from tallystick.core.actions import OIMP, TERMINAL, ActionType, FirstTransferDefinition
from tallystick.ledger.control.history import standing_journal
from tallystick.ledger.entries import Entry
from tallystick.ledger.ledger import Ledger

COUNTED = TERMINAL | {ActionType.ISSUANCE, ActionType.FIRST_TRANSFER}


def balance(ledger: Ledger, ndc: RecordNdc) -> AccountResult:
    """Work out the adjustments and the balance of a Party for one of its NDC periods."""
    return run(account(ndc, ledger.authorizations(), standing_journal(ledger)))


def account(
    ndc: RecordNdc, authorizations: Sequence[Authorize], journal: Sequence[Entry]
) -> Account:
    """Gather what bears on the balance of a Party from a whole journal.

    The Party's first transfers are worked out from the events on the units it issued, whoever
    holds them by then; its uses are those on its own accounts.
    """
    own: dict[str, Authorization] = {}
    for version in authorizations:
        if version.party == ndc.party:
            first = own.get(version.id)
            told = _authorization(version)
            own[version.id] = replace(told, on=first.on) if first else told
    return Account(
        party=ndc.party,
        ndc=_ndc(ndc),
        inventory_t=ndc.inventory_t,
        authorizations=own,
        actions=tuple(_actions(ndc, own, journal)),
        final_on=ndc.final_on,
    )


def _ndc(ndc: RecordNdc) -> Ndc:
    return Ndc(
        period=ndc.period,
        kind=NdcKind(ndc.ndc_kind),
        method=Method(ndc.method),
        metric=ndc.metric,
        averaging_divisor=Divisor(ndc.averaging_divisor or Divisor.ELAPSED),
        stated_direction=Direction(ndc.direction) if ndc.direction else None,
        target_t=ndc.target_t,
        budget_t=ndc.budget_t,
        trajectory_t=ndc.trajectory_t,
    )


def _authorization(version: Authorize) -> Authorization:
    return Authorization(
        id=version.id,
        purposes=version.purposes,
        on=version.on,
        declared=version.first_transfer_definition,
        approach=version.approach,
        quantity_t=version.authorized_quantity_t,
    )


def _actions(
    ndc: RecordNdc, own: Mapping[str, Authorization], journal: Sequence[Entry]
) -> Iterator[Action]:
    for entry in journal:
        kind = _counted(entry)
        if kind is None or entry.block is None:
            continue
        series = entry.block.series
        is_use = entry.type is ActionType.USE and entry.purpose not in OIMP
        concerned = entry.party == ndc.party if is_use else series.party == ndc.party
        years = {series.vintage, entry.use_year or entry.effective_on.year}
        if not is_use:
            years |= _authorized_in(own.get(entry.authorization or ""))
        if concerned and any(year in ndc.period for year in years):
            yield Action(
                type=kind,
                on=entry.effective_on,
                vintage=series.vintage,
                quantity_t=entry.block.quantity,
                authorization=None if is_use else entry.authorization,
                year=entry.use_year,
                purposes=frozenset({entry.purpose}) if entry.purpose else frozenset(),
                counterparty=entry.counterparty,
                block=(entry.block.first, entry.block.last),
                override=entry.override,
                origin={"entry": entry.id},
            )


def _authorized_in(authorization: Authorization | None) -> set[int]:
    """Return the year of an authorization that is itself the first transfer of all its units."""
    at_once = FirstTransferDefinition.AUTHORIZATION
    if authorization is None or authorization.on is None or authorization.definition != at_once:
        return set()
    return {authorization.on.year}


def _counted(entry: Entry) -> ActionType | None:
    """Return as what an entry bears on a balance, None where it does not.

    A first transfer in place is worked out again from the event that made it. A contribution, or
    a cancellation for no purpose, counts where its units are first transferred by it or before.
    """
    if entry.type is ActionType.FIRST_TRANSFER and entry.counterparty is None:
        return None
    gives = entry.type is ActionType.TRANSFER and entry.subtype in CONTRIBUTIONS
    depends = gives or (entry.subtype == Subtype.OTHER_CANCELLATION and entry.purpose not in OIMP)
    if depends and (entry.units is None or entry.units.first_transferred_on is None):
        return None
    if gives:
        return ActionType.CONTRIBUTION
    return ActionType(entry.type) if entry.type in COUNTED else None
