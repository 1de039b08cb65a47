"""A journal for benchmarks: lots are issued, sent abroad in parts, passed on, used and cancelled.

Four hosts, eight buyers, forty authorizations with caps, one in five of them for other purposes;
half the lots rest on numbered units of another registry. Every lot lives on its own days, so that
the postings of all lots are mixed.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tallystick.article6.postings.movements import (
    Cancel,
    FirstTransfer,
    Issue,
    Movement,
    Subtype,
    Transfer,
    Use,
)
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting, RecordNdc
from tallystick.article6.postings.units import Underlying
from tallystick.core.actions import OIMP, Purpose
from tallystick.core.identifiers import Block, Series
from tallystick.core.periods import NdcPeriod
from tallystick.ledger.bodies import write_body
from tallystick.ledger.log.leaves import leaf_of
from tallystick.ledger.log.sequencer import BATCH
from tallystick.ledger.proof.checkpoint import Seal, seal
from tallystick.ledger.proof.export import write_export
from tallystick.ledger.proof.keys import SigningKey
from tallystick.ledger.proof.merkle import leaf_hash
from tallystick.ledger.proof.records import Entry
from tallystick.ledger.proof.tree import Frontier

HOSTS = ("GHA", "THA", "PER", "KEN")
BUYERS = ("CHE", "SWE", "SGP", "JPN", "NOR", "KOR", "GBR", "CAN")
KINDS = {
    "": "party_holding",
    " entity": "entity_holding",
    " use": "use",
    " cancelled": "cancellation_oimp",
    " other": "other_cancellation",
}
AUTHORIZATIONS = 40
START = date(2024, 1, 1)
LOT_T = 100_000
PART_T = 20_000
CAP_T = 10**12

Dated = tuple[date, Posting]


def records() -> Iterator[Posting]:
    """Open accounts, record NDCs, and authorize."""
    for party in (*HOSTS, *BUYERS):
        for suffix, kind in KINDS.items():
            name = party + suffix
            yield OpenAccount(on=START, id=name, account_kind=kind, party=party, name=name)
        yield RecordNdc(
            on=START,
            party=party,
            period=NdcPeriod(2021, 2030),
            ndc_kind="multi-year",
            method="trajectory",
        )
    for number in range(AUTHORIZATIONS):
        other = number % 5 == 0
        yield Authorize(
            on=START,
            id=f"A{number}",
            party=HOSTS[number % len(HOSTS)],
            approach=f"CA{number:04d}",
            purposes=OIMP if other else frozenset({Purpose.NDC}),
            first_transfer_definition="Use or cancellation" if other else None,
            authorized_quantity_t=CAP_T,
        )


def life(lot: int) -> Iterator[Dated]:
    """Tell the life of a lot: about twenty postings, of which most are on parts of it."""
    choice = random.Random(lot)  # noqa: S311 (a journal, not a secret)
    number = lot % AUTHORIZATIONS
    host = HOSTS[number % len(HOSTS)]
    series = Series(f"CA{number:04d}", f"{host}01", host, 2022)
    first = 1 + lot // AUTHORIZATIONS * LOT_T
    day = START + timedelta(1 + choice.randrange(300))
    start = 1 + lot * LOT_T
    backing = Underlying("R", f"R-{start:012d}", f"R-{start + LOT_T - 1:012d}") if lot % 2 else None
    yield (
        day,
        Issue(
            on=day,
            block=Block(series, first, first + LOT_T - 1),
            to_account=host,
            authorization=f"A{number}",
            mitigation_type="Emission reductions",
            underlying=backing,
        ),
    )
    for part in range(LOT_T // PART_T - 1):
        block = Block(series, first + part * PART_T, first + (part + 1) * PART_T - 1)
        yield from _part(block, host, day, number % 5 == 0, choice)


def _part(
    block: Block, host: str, day: date, other: bool, choice: random.Random
) -> Iterator[Dated]:
    """Send a part abroad, pass it on twice, and use or cancel nearly all of it in two pieces."""
    buyer = choice.choice(BUYERS)
    send = Transfer if other else FirstTransfer
    ways: tuple[tuple[type[Movement], str, str], ...] = (
        (send, host, buyer),
        (Transfer, buyer, f"{buyer} entity"),
    )
    for kind, giver, taker in ways:
        day += timedelta(choice.randrange(60))
        yield day, kind(on=day, block=block, from_account=giver, to_account=taker)
    middle = block.first + choice.randrange(PART_T // 4, PART_T // 2)
    end = block.last - choice.choice((0, 0, 0, 1000))
    for piece in (block.part(block.first, middle), block.part(middle + 1, end)):
        day += timedelta(choice.randrange(60))
        yield day, _end(piece, f"{buyer} entity", buyer, day, other, choice)


def _end(
    piece: Block, giver: str, party: str, day: date, other: bool, choice: random.Random
) -> Movement:
    if choice.random() < 0.05:
        return Cancel(
            on=day,
            block=piece,
            from_account=giver,
            to_account=f"{party} other",
            subtype=Subtype.OTHER_CANCELLATION,
        )
    if other:
        return Use(
            on=day,
            block=piece,
            from_account=giver,
            to_account=f"{party} cancelled",
            purpose=Purpose.IMP,
            entity=f"Airline {choice.randrange(20)}",
        )
    return Use(on=day, block=piece, from_account=giver, to_account=f"{party} use", year=2024)


def journal(postings: int) -> Iterator[tuple[str, Posting]]:
    """Give at least so many postings in order of day, each with its key."""
    for number, record in enumerate(records()):
        yield f"record {number}", record
    lots = postings // 17 + 1
    told = [
        (day, lot, place, one) for lot in range(lots) for place, (day, one) in enumerate(life(lot))
    ]
    for _, lot, place, one in sorted(told, key=lambda row: row[:3]):
        yield f"lot {lot} posting {place}", one


def write_journal(path: Path, postings: int, key: SigningKey) -> int:
    """Write the export of a ledger with such a journal; return how many postings it has."""
    leaves = [leaf_of(name, write_body(one)) for name, one in journal(postings)]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    frontier, seals = Frontier(), list[Seal]()
    for at in range(0, len(leaves), BATCH):
        frontier.extend(hashes[at : at + BATCH])
        seals.append(seal(frontier, key))
    entries = (
        Entry(index, leaf, one)
        for index, (leaf, one) in enumerate(zip(leaves, hashes, strict=True))
    )
    write_export(path, key.name, entries, seals)
    return len(leaves)
