"""What the agreements on record have against a posting, before it is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import FirstTransfer, Movement, Transfer, Use
from tallystick.article6.postings.plain import Move, MoveUnits, PlainPosting
from tallystick.article6.postings.records import (
    LinkedAccount,
    LinkedUnits,
    Posting,
    RecordAgreement,
)
from tallystick.core.findings import Finding, Outcome, Severity, Text, refused
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.reading import from_plain
from tallystick.linking.permits import permits
from tallystick.linking.recording import RECORDED
from tallystick.linking.restrictions import Units
from tallystick.linking.transactions import Kind, Transaction

ITMO = "ITMO"


@dataclass(frozen=True, slots=True)
class Link:
    """An agreement with the units and accounts of this ledger that belong to its systems."""

    agreement: Agreement
    since: date
    units: Mapping[str, LinkedUnits]
    accounts: Mapping[str, LinkedAccount]

    def lists(self, transaction: Transaction) -> bool:
        """Whether the agreement says anything on the direction of a transaction."""
        ends = transaction.origin, transaction.destination
        return any((one.origin, one.destination) == ends for one in self.agreement.recognition)


def links_of(records: Sequence[RecordAgreement]) -> tuple[tuple[Link, ...], ...]:
    """Return the versions of each agreement that carries its terms, oldest first."""
    found: dict[str, list[Link]] = {}
    for one in records:
        if one.terms:
            found.setdefault(one.id, []).append(_link(one))
    return tuple(tuple(versions) for versions in found.values())


def _link(record: RecordAgreement) -> Link:
    return Link(
        agreement=from_plain(record.terms),
        since=record.on,
        units={one.name: one for one in record.units},
        accounts={one.account: one for one in record.accounts},
    )


def judge_links(posting: Posting, facts: Facts, known: Sequence[tuple[Link, ...]]) -> list[Finding]:
    """Say what agreements have against a posting.

    A transaction in a direction that several agreements list passes where one of them permits it;
    where none lists it, agreements have nothing to say.
    """
    if isinstance(posting, RecordAgreement):
        return _recorded(posting)
    judged = [
        permits(link.agreement, posting.on, transaction)
        for link in _in_force(known, posting.on)
        for transaction in (_transaction(posting, facts, link),)
        if transaction is not None and link.lists(transaction)
    ]
    best = min(judged, key=lambda found: (refused(found), len(found)), default=())
    return list(best)


def _in_force(known: Sequence[tuple[Link, ...]], on: date) -> Iterator[Link]:
    """Yield the newest version of each agreement that was recorded by a day."""
    for versions in known:
        recorded = [link for link in versions if link.since <= on]
        if recorded:
            yield recorded[-1]


def _transaction(posting: Posting, facts: Facts, link: Link) -> Transaction | None:
    """Return what a posting is under an agreement; None for what crosses no border of systems."""
    if isinstance(posting, Movement):
        return _of_outcomes(posting, facts)
    return _of_units(posting, link) if isinstance(posting, PlainPosting) else None


def _of_outcomes(posting: Movement, facts: Facts) -> Transaction | None:
    giver, taker = facts.party_of(posting.from_account), facts.party_of(posting.to_account)
    crosses = isinstance(posting, FirstTransfer | Transfer) and giver != taker
    if giver is None or not (crosses or isinstance(posting, Use)):
        return None
    series = posting.block.series
    return Transaction(
        kind=Kind.TRANSFER if crosses else Kind.SURRENDER,
        origin=series.party,
        destination=(taker if crosses else giver) or "",
        quantity_t=posting.block.quantity,
        used=False,
        units=Units(unit=ITMO, vintage=series.vintage, host=series.party),
        is_counted=False,
    )


def _of_units(posting: PlainPosting, link: Link) -> Transaction | None:
    name, quantity = _moved(posting)
    units, taker = link.units.get(name), link.accounts.get(posting.to_account)
    giver = link.accounts.get(posting.from_account)
    if units is None or taker is None:
        return None
    if not taker.surrender and giver is not None and giver.system == taker.system:
        return None
    return Transaction(
        kind=Kind.SURRENDER if taker.surrender else Kind.TRANSFER,
        origin=units.system,
        destination=taker.system,
        quantity_t=quantity,
        used=False,
        units=Units(unit=units.unit),
        is_counted=False,
    )


def _moved(posting: PlainPosting) -> tuple[str, int]:
    if isinstance(posting, Move):
        return posting.range.series, posting.range.quantity
    if isinstance(posting, MoveUnits):
        return posting.amount.unit_type, posting.amount.units
    return "", 0


def _recorded(record: RecordAgreement) -> list[Finding]:
    """Judge an agreement whose terms are to be recorded."""
    if not record.terms:
        return []
    try:
        agreement = from_plain(record.terms)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return [replace(UNREADABLE, message=UNREADABLE.message.fill({"why": error}))]
    return list(RECORDED.judge(agreement, record.on))


UNREADABLE = Finding(
    code="LINK_UNREADABLE",
    outcome=Outcome.FAIL,
    severity=Severity.ERROR,
    message=Text("the terms of the agreement cannot be read: {why}", "无法读取协议条款：{why}"),
    fix=Text(
        "record what `agreement show ID --json` prints", "请登记 `agreement show ID --json` 的输出"
    ),
    source="Tallystick design",
)
