"""Whose a record is: nobody records anything about another Party's accounts, units or entities."""

from tallystick.article6.authorization.components import AuthorizeEntity, RecordChain
from tallystick.article6.postings.control_records import (
    Freeze,
    Pledge,
    Release,
    SetControls,
    Unfreeze,
)
from tallystick.article6.postings.records import (
    Authorize,
    OpenAccount,
    Record,
    RecordApproach,
    RecordNdc,
)
from tallystick.article6.postings.term_records import FileStep, Identify, RecordForecast
from tallystick.ledger.reading import Reader


def belongs(reader: Reader, asked: Record, party: str) -> bool:
    """Whether a record is about what is a Party's own, its accounts and the units on them."""
    match asked:
        case OpenAccount() | RecordNdc() | RecordForecast():
            return asked.party == party
        case SetControls() | Identify() | Pledge():
            return is_account_of(reader, asked.account, party)
        case Freeze() | Unfreeze():
            return _is_restrained_by(reader, asked, party)
        case Release():
            pledged: list[Pledge] = reader.records(Pledge, asked.pledge)
            return any(is_account_of(reader, one.account, party) for one in pledged)
    return _is_of_terms(reader, asked, party)


def _is_of_terms(reader: Reader, asked: Record, party: str) -> bool:
    """Whether a record is about an approach or an authorization that is a Party's own."""
    match asked:
        case AuthorizeEntity():
            return asked.party == party and _takes_part(reader, asked.approach, party)
        case RecordApproach():
            return party in asked.parties and _takes_part(reader, asked.id, party)
        case FileStep():
            return asked.party in {None, party} and _shares(reader, asked.authorization, party)
        case RecordChain():
            found = authorization_of(reader, asked.authorization)
            return found is not None and found.party == party
    return False


def _is_restrained_by(reader: Reader, asked: Freeze | Unfreeze, party: str) -> bool:
    """Whether a freeze, or the one that is lifted, is about what a Party has."""
    if isinstance(asked, Freeze):
        return holds_what_is_frozen(reader, asked, party)
    frozen: list[Freeze] = reader.records(Freeze, asked.freeze)
    return any(holds_what_is_frozen(reader, one, party) for one in frozen)


def is_account_of(reader: Reader, account: str, party: str) -> bool:
    """Whether an account stands under a Party."""
    found: list[OpenAccount] = reader.records(OpenAccount, account)
    return bool(found) and found[-1].party == party


def holds_what_is_frozen(reader: Reader, freeze: Freeze, party: str) -> bool:
    """Whether a frozen account, or every account that holds frozen units, is of a Party."""
    if freeze.range is None:
        return is_account_of(reader, freeze.account or "", party)
    keepers = {one.account for one in reader.keepers(freeze.range)}
    return bool(keepers) and all(is_account_of(reader, one, party) for one in keepers)


def authorization_of(reader: Reader, identifier: str) -> Authorize | None:
    """Return the newest version of an authorization on record."""
    found: list[Authorize] = reader.records(Authorize, identifier)
    return found[-1] if found else None


def _shares(reader: Reader, authorization: str, party: str) -> bool:
    """Whether a Party has given an authorization, or takes part in its approach."""
    found = authorization_of(reader, authorization)
    if found is None:
        return False
    recorded: list[RecordApproach] = reader.records(RecordApproach, found.approach)
    return found.party == party or (bool(recorded) and party in recorded[-1].parties)


def _takes_part(reader: Reader, approach: str, party: str) -> bool:
    """Whether a Party takes part in an approach, or the approach is new."""
    found: list[RecordApproach] = reader.records(RecordApproach, approach)
    return not found or party in found[-1].parties
