"""The records of a journal, each with its place, and whether the rules let them stand."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

from tallystick.article6.authorization.components import participants
from tallystick.article6.postings.facts import Account, Facts, FirstTransferred
from tallystick.article6.postings.judge import judge
from tallystick.article6.postings.records import (
    Authorize,
    OpenAccount,
    Record,
    RecordAgreement,
    RecordApproach,
    RecordNdc,
)
from tallystick.core.findings import refused
from tallystick.ledger.importing.unusual import Unusual
from tallystick.ledger.kinds import account_kinds
from tallystick.ledger.known import opened

Placed = list[tuple[int, Record]]
FirstTransferredBefore = Callable[[str, int], FirstTransferred]
"""Says what was first transferred under an authorization before a place in the log."""

KNOWN = frozenset({"account", "ndc", "agreement", "approach", "authorization"})


def _refuse_unusual(record: Record) -> None:
    """Refuse a record that bears on acts in ways the columns do not see."""
    if record.kind not in KNOWN:
        raise Unusual(record.kind)
    match record:
        case OpenAccount() if record.account_kind not in account_kinds():
            raise Unusual(record.account_kind)
        case Authorize() if record.content is not None:
            raise Unusual("an authorization in full")
        case RecordApproach() if record.has_terms:
            raise Unusual("an approach with terms of its own")
        case RecordAgreement() if record.terms:
            raise Unusual("an agreement that movements are held to")


class Records:
    """Accounts, authorizations and NDCs as they come to be known along a journal."""

    def __init__(self, records: Sequence[tuple[int, Record]]) -> None:
        self.placed = records
        self.accounts: dict[str, tuple[int, Account]] = {}
        self.versions: dict[str, list[tuple[int, Authorize]]] = defaultdict(list)
        self.ndcs: dict[str, list[tuple[int, RecordNdc]]] = defaultdict(list)
        for place, record in records:
            _refuse_unusual(record)
            match record:
                case OpenAccount():
                    self.accounts.setdefault(record.id, (place, opened(record)))
                case Authorize():
                    self.versions[record.id].append((place, record))
                case RecordNdc():
                    self.ndcs[record.party].append((place, record))

    def authorizations(self, identifier: str, count: int) -> tuple[Authorize, ...]:
        """Return the first so many versions of an authorization."""
        return tuple(one for _, one in self.versions.get(identifier, [])[:count])

    def ndcs_of(self, party: str, count: int) -> tuple[RecordNdc, ...]:
        """Return the first so many records of a Party's NDCs."""
        return tuple(one for _, one in self.ndcs.get(party, [])[:count])

    def stand(self, make: partial[Facts], done: FirstTransferredBefore) -> bool:
        """Judge every record by those before it; False where a rule refuses one."""
        newest: dict[tuple[str, str], dict[str, Authorize]] = defaultdict(dict)
        approaches: dict[str, list[RecordApproach]] = defaultdict(list)
        for place, record in self.placed:
            facts = make()
            match record:
                case OpenAccount():
                    earlier, account = self.accounts[record.id]
                    facts = make(accounts={record.id: account} if earlier < place else {})
                case RecordNdc():
                    before = (one for at, one in self.ndcs[record.party] if at < place)
                    facts = make(ndcs=tuple(before))
                case Authorize():
                    same = newest[record.party, record.approach]
                    versions = (one for at, one in self.versions[record.id] if at < place)
                    facts = make(
                        authorizations={record.id: tuple(versions)},
                        first_transferred={record.id: done(record.id, place)},
                        same_approach=tuple(one for one in same.values() if one.id != record.id),
                        participants=participants(approaches[record.approach], (), record.on),
                    )
                    same[record.id] = record
                case RecordApproach():
                    approaches[record.id].append(record)
            if refused(judge(record, facts)):
                return False
        return True
