"""Gathering: the facts a posting is judged by, read inside the writing transaction.

Locks are taken in two steps, always in this order: first what the posting itself names, then the
authorizations concerned, which for units on the move are known only once they are read.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from tallystick import law
from tallystick.article6.postings.control_records import (
    Correct,
    Ending,
    Freeze,
    Pledge,
    SetControls,
)
from tallystick.article6.postings.facts import Account, Facts, FirstTransferred
from tallystick.article6.postings.movements import Issue, Movement, UnitPosting
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting, RecordNdc
from tallystick.core.actions import ActionType
from tallystick.core.identifiers import Block
from tallystick.core.parties import Party
from tallystick.ledger.control.gathering import concerned, gather_control
from tallystick.ledger.kinds import account_kinds
from tallystick.ledger.rows import (
    BODIES_OF,
    BODIES_ON,
    FIRST_TRANSFERRED,
    read_backed,
    read_postings,
    read_sharing,
)
from tallystick.ledger.store import Store

Recorded = TypeVar("Recorded", bound=Posting)


def names_to_lock(posting: Posting, key: str) -> list[str]:
    """Name what a posting must have to itself before anything is read."""
    names = [f"key {key}"]
    match posting:
        case Authorize():
            names.append(f"authorizations of {posting.party}")
        case UnitPosting():
            names.append(f"series {posting.subject}")
        case Ending():
            names.append(f"{posting.opened_as} {posting.subject}")
        case _:
            names.append(f"{posting.kind} {posting.subject}")
    if isinstance(posting, Issue) and posting.underlying and posting.underlying.numbered:
        names.append(f"units {posting.underlying.registry} {posting.underlying.numbered.stem}")
    return names


def gather(
    store: Store, posting: Posting, parties: Mapping[str, Party], *, approved: bool = False
) -> Facts:
    """Read the facts that bear on a posting, and lock the authorizations concerned."""
    control = gather_control(store, posting, approved=approved)
    facts: dict[str, Any] = {}
    match posting:
        case OpenAccount():
            facts = {"accounts": _accounts(store, [posting.id])}
        case RecordNdc():
            facts = {"ndcs": tuple(recorded(store, RecordNdc, posting.party))}
        case Authorize():
            facts = {**_under(store, [posting.id]), "same_approach": _siblings(store, posting)}
        case UnitPosting():
            facts = _about_units(store, posting)
        case Freeze() | Pledge() | SetControls() | Correct():
            accounts, block = concerned(posting, control)
            if isinstance(posting, Correct) and block is not None:
                store.lock([f"series {block.series}"])
            facts = _about_control(store, accounts, block)
    first_vintage, kinds = int(law.parameter("first_vintage")), account_kinds()
    return Facts(
        parties=parties, first_vintage=first_vintage, kinds=kinds, control=control, **facts
    )


def recorded(store: Store, kind: type[Recorded], subject: str) -> list[Recorded]:
    """Return the records of one kind on one subject, oldest first."""
    found = read_postings(store, BODIES_ON, kind.kind, subject)
    return [one for one in found if isinstance(one, kind)]


def opened(account: OpenAccount) -> Account:
    """Return the account that was opened."""
    kind = account_kinds()[account.account_kind]
    return Account(account.id, kind, account.party, account.name, account.period)


def _about_units(store: Store, posting: UnitPosting) -> dict[str, Any]:
    holdings = tuple(read_sharing(store, posting.block))
    named = {held.account for held in holdings} | {posting.to_account}
    concerned = {held.units.authorization for held in holdings}
    if isinstance(posting, Movement):
        named.add(posting.from_account)
    if isinstance(posting, Issue):
        concerned.add(posting.authorization)
    accounts = _accounts(store, named)
    return {
        **_under(store, concerned),
        "accounts": accounts,
        "holdings": holdings,
        "ndcs": _ndcs(store, posting, accounts),
        "backed": _backed(store, posting),
    }


def _about_control(store: Store, named: Iterable[str], block: Block | None) -> dict[str, Any]:
    holdings = tuple(read_sharing(store, block)) if block is not None else ()
    accounts = _accounts(store, {*named, *(held.account for held in holdings)})
    return {"accounts": accounts, "holdings": holdings}


def _accounts(store: Store, named: Iterable[str]) -> dict[str, Account]:
    return {
        name: opened(account)
        for name in sorted(named)
        for account in recorded(store, OpenAccount, name)
    }


def _under(store: Store, identifiers: Iterable[str]) -> dict[str, Any]:
    """Lock authorizations, then read their versions and what was first transferred under them."""
    concerned = sorted(identifiers)
    store.lock(f"authorization {one}" for one in concerned)
    done: dict[str, FirstTransferred] = {}
    for one in concerned:
        ((quantity, last_on),) = store.execute(FIRST_TRANSFERRED, (one,))
        done[one] = FirstTransferred(quantity, last_on and date.fromisoformat(last_on))
    versions = {one: tuple(recorded(store, Authorize, one)) for one in concerned}
    return {"authorizations": versions, "first_transferred": done}


def _siblings(store: Store, posting: Authorize) -> tuple[Authorize, ...]:
    """Return the newest versions of the Party's other authorizations in the same approach."""
    found = read_postings(store, BODIES_OF, posting.party, ActionType.AUTHORIZATION.value)
    newest = {one.id: one for one in found if isinstance(one, Authorize)}
    return tuple(
        one for one in newest.values() if one.approach == posting.approach and one.id != posting.id
    )


def _ndcs(
    store: Store, posting: UnitPosting, accounts: Mapping[str, Account]
) -> tuple[RecordNdc, ...]:
    giver = accounts.get(posting.from_account) if isinstance(posting, Movement) else None
    return tuple(recorded(store, RecordNdc, giver.party)) if giver else ()


def _backed(store: Store, posting: UnitPosting) -> tuple[Block, ...] | None:
    if not isinstance(posting, Issue) or posting.underlying is None:
        return ()
    numbered = posting.underlying.numbered
    return read_backed(store, posting.underlying.registry, numbered) if numbered else None
