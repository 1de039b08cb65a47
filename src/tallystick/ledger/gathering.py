"""Gathering: the facts a posting is judged by, as they are expected to be.

Whoever posts seldom errs: the giver will hold the units, and units abroad were first transferred
on their way there if they may serve an NDC. The statement that writes the posting checks this, and
only where it does not hold is the database asked how things are (`state.py`).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial

from tallystick import law
from tallystick.article6.authorization.components import (
    AuthorizeEntity,
    Consent,
    Permits,
    RecordChain,
)
from tallystick.article6.postings.control_facts import FREE, ControlFacts
from tallystick.article6.postings.control_moves import passages
from tallystick.article6.postings.facts import Account, Facts, FirstTransferred
from tallystick.article6.postings.first_transfers import AT_ISSUANCE
from tallystick.article6.postings.judge import judge
from tallystick.article6.postings.movements import Issue, Movement, UnitPosting
from tallystick.article6.postings.plain import HeldRange, Move, MoveUnits
from tallystick.article6.postings.records import Authorize, Posting, RecordNdc
from tallystick.article6.postings.units import Holding, Units
from tallystick.core.actions import Purpose
from tallystick.core.findings import Finding
from tallystick.core.parties import Party
from tallystick.ledger.kinds import account_kinds
from tallystick.ledger.known import Known
from tallystick.ledger.links import judge_links
from tallystick.ledger.terms import terms_of

NONE_YET = FirstTransferred()


class Gatherer:
    """Builds facts around what a connection knows of records and lots."""

    def __init__(self, known: Known, parties: Mapping[str, Party]) -> None:
        self.known = known
        self.facts = facts_about(parties)

    def judge(self, posting: Posting, facts: Facts) -> list[Finding]:
        """Judge a posting by every rule, and by the agreements on record."""
        return judge(posting, facts) + judge_links(posting, facts, self.known.links)

    def expected(self, posting: Posting) -> Facts | None:
        """Return the facts to be expected, or None where it is better to look."""
        match posting:
            case Movement():
                lot = self.known.lot(posting.block)
                return self.expected_movement(posting, lot) if lot else None
            case Issue():
                return self._expected_issue(posting)
            case Move():
                ranges = (HeldRange(posting.from_account, posting.on, posting.range),)
                accounts = self.accounts([posting.from_account])
                return self.facts(
                    accounts=accounts,
                    ranges=ranges if posting.from_account else (),
                    control=self.control(posting),
                )
            case MoveUnits():
                balances = {posting.from_account: posting.amount.units}
                accounts = self.accounts([posting.from_account])
                return self.facts(
                    accounts=accounts, balances=balances, control=self.control(posting)
                )
        return None

    def expected_movement(self, posting: Movement, lot: Units) -> Facts:
        """Return the facts to be expected of a movement of a part of a lot."""
        accounts = self.accounts((posting.from_account, posting.to_account))
        giver = accounts.get(posting.from_account)
        versions = self.known.authorizations(lot.authorization)
        abroad = giver is not None and giver.party != lot.block.series.party
        since = posting.on if _is_first_transferred(versions, posting.on, abroad) else None
        units = lot.cut(posting.block, since)
        held = Holding(account=posting.from_account, received_on=posting.on, units=units)
        return self.facts(
            accounts=accounts,
            holdings=(held,),
            authorizations={lot.authorization: versions},
            first_transferred={lot.authorization: NONE_YET},
            terms=terms_of(self.known, {lot.authorization: versions}, accounts),
            ndcs=self.ndcs(posting, accounts),
            control=self.control(posting),
            permits=self.permits(versions),
        )

    def accounts(self, named: Iterable[str]) -> dict[str, Account]:
        """Return those accounts that are open."""
        found = {name: self.known.account(name) for name in named}
        return {name: account for name, account in found.items() if account is not None}

    def ndcs(self, posting: UnitPosting, accounts: Mapping[str, Account]) -> tuple[RecordNdc, ...]:
        """Return the NDC records of the Party that gives the units."""
        giver = accounts.get(posting.from_account) if isinstance(posting, Movement) else None
        return self.known.ndcs(giver.party) if giver else ()

    def control(self, posting: Posting, held_t: Callable[[str], int] = lambda _: 0) -> ControlFacts:
        """Return what holds a movement fast or limits it; accounts are expected to have room."""
        return self.known.controls.facts(passages(posting, FREE), held_t)

    def permits(self, versions: Iterable[Authorize]) -> Permits:
        """Return what is on record besides authorizations, where one of them demands any."""
        asking = {(one.id, one.approach) for one in versions if one.content and one.content.demands}
        return Permits(
            consents=[one for id_, _ in asking for one in self.known.recorded(Consent, id_)],
            entities=[
                one
                for approach in {approach for _, approach in asking}
                for one in self.known.recorded(AuthorizeEntity, approach)
            ],
            chains=[one for id_, _ in asking for one in self.known.recorded(RecordChain, id_)],
        )

    def _expected_issue(self, posting: Issue) -> Facts:
        backing, identifier = posting.underlying, posting.authorization
        versions = self.known.authorizations(identifier)
        return self.facts(
            accounts=self.accounts([posting.to_account]),
            authorizations={identifier: versions},
            terms=terms_of(self.known, {identifier: versions}, ()),
            first_transferred={identifier: NONE_YET},
            backed=() if backing is None or backing.numbered else None,
            control=self.control(posting),
            permits=self.permits(versions),
        )


def facts_about(parties: Mapping[str, Party]) -> partial[Facts]:
    """Return what makes facts, with all that holds for every posting."""
    return partial(
        Facts,
        parties=parties,
        first_vintage=int(law.parameter("first_vintage")),
        kinds=account_kinds(),
    )


def _is_first_transferred(versions: Iterable[Authorize], on: date, abroad: bool) -> bool:
    version = next((one for one in reversed(tuple(versions)) if one.on <= on), None)
    if version is None:
        return False
    return version.definition in AT_ISSUANCE or (abroad and Purpose.NDC in version.purposes)
