"""The facts a posting is judged by, gathered by the ledger inside the writing transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from tallystick.article6.authorization import history
from tallystick.article6.authorization.components import Permits
from tallystick.article6.postings.control_facts import FREE, ControlFacts
from tallystick.article6.postings.movements import Issue, Movement, Route, UnitPosting
from tallystick.article6.postings.plain import HeldRange
from tallystick.article6.postings.records import Authorize, RecordNdc
from tallystick.article6.postings.term_facts import NO_TERMS, TermFacts
from tallystick.article6.postings.units import Holding, Units, joined, within
from tallystick.core.findings import Text
from tallystick.core.identifiers import Block
from tallystick.core.parties import Party
from tallystick.core.periods import NdcPeriod


@dataclass(frozen=True, slots=True)
class AccountKind:
    """What a kind of account takes, and whether units ever leave it again.

    Accounts of a kind `per_period` take uses for one NDC period of their Party each.
    """

    code: str
    terminal: bool
    takes: frozenset[Route]
    label: Text
    per_period: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """An account that has been opened."""

    id: str
    kind: AccountKind
    party: str
    name: str
    period: NdcPeriod | None = None


@dataclass(frozen=True, slots=True)
class FirstTransferred:
    """What has been first transferred under an authorization so far."""

    quantity_t: int = 0
    last_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the ledger knows that bears on one posting.

    `accounts` are those the posting names and those that hold units of its block; `holdings` all
    ranges that share a unit with its block, wherever they are; `authorizations` every version,
    oldest first; `backed` the issued blocks that rest on the same underlying units, None when
    the underlying units are not known by number; `ranges` those that share a number with a range
    outside Article 6, and `balances` what accounts hold of the type of units posted. `permits`
    are what authorizations in full demand besides, None when nobody has looked, and `terms` what
    the approach and the oversight demand; `participants` are the Parties of the approach of an
    authorization, None when nobody has stated them.
    """

    parties: Mapping[str, Party]
    first_vintage: int | None
    kinds: Mapping[str, AccountKind] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    holdings: tuple[Holding, ...] = ()
    authorizations: Mapping[str, tuple[Authorize, ...]] = field(default_factory=dict)
    same_approach: tuple[Authorize, ...] = ()
    participants: frozenset[str] | None = None
    first_transferred: Mapping[str, FirstTransferred] = field(default_factory=dict)
    ndcs: tuple[RecordNdc, ...] = ()
    backed: tuple[Block, ...] | None = ()
    control: ControlFacts = FREE
    permits: Permits | None = None
    ranges: tuple[HeldRange, ...] = ()
    balances: Mapping[str, int] = field(default_factory=dict)
    _taken: list[tuple[Movement, list[Holding]]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )
    terms: TermFacts = NO_TERMS

    def authorization(self, identifier: str, on: date) -> Authorize | None:
        """Return the newest version of an authorization by a day, ended or not."""
        return history.version_on(self.authorizations.get(identifier, ()), on)

    def is_in_force(self, identifier: str, on: date) -> bool:
        """Whether an authorization has taken effect by a day and is neither expired nor revoked."""
        return history.is_in_force(self.authorizations.get(identifier, ()), on)

    def cap_t(self, identifier: str, on: date) -> int | None:
        """Return how much may be first transferred by an authorization in force on a day."""
        authorization = self.authorization(identifier, on)
        return authorization.authorized_quantity_t if authorization else None

    def governing(self, units: Units, on: date) -> Authorize | None:
        """Return the version that governs units on a day (4/CMA.6 para 7)."""
        versions = self.authorizations.get(units.authorization, ())
        return history.governing(versions, on, units.first_transferred_on)

    def party_of(self, account: str) -> str | None:
        """Return the Party of an account, or None when it is not open."""
        known = self.accounts.get(account)
        return known.party if known else None

    def is_terminal(self, account: str) -> bool:
        """Whether units never leave the account."""
        known = self.accounts.get(account)
        return known is not None and known.kind.terminal

    def taken(self, movement: Movement) -> list[Holding]:
        """Return the part of the movement's block that its giving account holds."""
        for known, taken in self._taken:  # half of the rules ask
            if known is movement:
                return taken
        inside = within(self.holdings, movement.block)
        taken = [held for held in inside if held.account == movement.from_account]
        self._taken.append((movement, joined(taken) if len(taken) > 1 else taken))
        return self._taken[-1][1]

    def concerned(self, posting: UnitPosting) -> list[Units]:
        """Return the units a posting is about: those it issues, or those it moves.

        Neighbours that differ only in when the account received them move as one.
        """
        if isinstance(posting, Movement):
            taken = (replace(held, received_on=posting.on) for held in self.taken(posting))
            return [held.units for held in joined(taken)]
        return [self.issued(posting)] if isinstance(posting, Issue) else []

    def issued(self, issue: Issue) -> Units:
        """Return the units that an issuance brings into being."""
        authorization = self.authorization(issue.authorization, issue.on)
        return Units(
            block=issue.block,
            authorization=issue.authorization,
            metric=authorization.metric if authorization else "",
            mitigation_type=issue.mitigation_type,
            underlying=issue.underlying,
        )
