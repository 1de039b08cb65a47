"""The check: what a ledger holds, against what its writers were told and what they had asked."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import count

import psycopg

from soak._load import key_of, posting_of
from soak._log import unverified
from soak._told import Told
from tallystick.article6.postings.movements import Movement, UnitPosting
from tallystick.article6.postings.records import OpenAccount, Posting
from tallystick.core.identifiers import Block
from tallystick.ledger import Entry, Ledger, open_ledger, replay

MIRRORED = {"first_transfer", "transfer"}
Line = tuple[str, str | None, str | None, int, int]


def look(place: str, told: Told) -> tuple[list[int], list[str]]:
    """Return how many steps of each writer are in a ledger at rest, and what is wrong with it.

    Every acknowledged step is there once and whole; of those not acknowledged each writer has at
    most one, whole too; holdings are what the steps that are there come to, by two ways; and
    `verify` finds nothing in the ledger and its log.
    """
    with open_ledger(place) as ledger:
        by_key: dict[str, list[Entry]] = {}
        for entry in ledger.journal():
            by_key.setdefault(entry.key, []).append(entry)
        there = [_steps_there(by_key, writer) for writer in range(len(told.steps))]
        wrong = [*_unequal(told, there), *_torn(by_key, there), *_held_wrongly(ledger, there)]
    wrong += unverified(place)
    bare = count_bare(place)
    return there, [*wrong, *([f"{bare} postings have no entry"] if bare else [])]


def _steps_there(by_key: dict[str, list[Entry]], writer: int) -> int:
    return next(step for step in count() if key_of(writer, step) not in by_key)


def _unequal(told: Told, there: list[int]) -> Iterator[str]:
    for writer, (acknowledged, found) in enumerate(zip(told.steps, there, strict=True)):
        if not acknowledged <= found <= acknowledged + 1:
            yield f"writer {writer} was told of {acknowledged} steps and {found} are there"


def _torn(by_key: dict[str, list[Entry]], there: list[int]) -> Iterator[str]:
    """Yield a fault for each posting that is not there once and whole, or out of turn."""
    expected = {
        key_of(writer, step): posting_of(writer, step)
        for writer, steps in enumerate(there)
        for step in range(steps)
    }
    for key, entries in by_key.items():
        lines = [_line(entry) for entry in entries]
        if key not in expected:
            if key.startswith("writer"):
                yield f"{key} is there out of turn"
        elif lines != lines_of(expected[key]) or len({one.posting for one in entries}) != 1:
            yield f"{key} is not there once and whole: {lines}"


def _line(entry: Entry) -> Line:
    serials = (entry.block.first, entry.block.last) if entry.block else (0, 0)
    return (entry.type.value, entry.from_account, entry.to_account, *serials)


def lines_of(posting: Posting) -> list[Line]:
    """Say what the entries of a posting of the load must be."""
    if not isinstance(posting, UnitPosting):
        opened = posting.id if isinstance(posting, OpenAccount) else None
        return [(posting.kind, None, opened, 0, 0)]
    kind = "voluntary_cancellation" if getattr(posting, "voluntary", False) else posting.kind
    giver = posting.from_account if isinstance(posting, Movement) else None
    line = (kind, giver, posting.to_account, posting.block.first, posting.block.last)
    mirrored = kind in MIRRORED and giver is not None and giver[:3] != posting.to_account[:3]
    return [line, ("acquisition", *line[1:])] if mirrored else [line]


def _held_wrongly(ledger: Ledger, there: list[int]) -> Iterator[str]:
    holdings = ledger.holdings()
    if holdings != replay(ledger.journal()):
        yield "holdings are not what the journal comes to"
    held = Counter[str]()
    for one in holdings:
        held[one.account] += one.block.quantity
    due = Counter[str]()
    for writer, steps in enumerate(there):
        for step in range(steps):
            posting = posting_of(writer, step)
            if isinstance(posting, UnitPosting):
                due[posting.to_account] += posting.block.quantity
            if isinstance(posting, Movement):
                due[posting.from_account] -= posting.block.quantity
    if held != due:
        yield f"accounts hold {dict(held)} and should hold {dict(due)}"


def count_bare(place: str) -> int:
    """Count postings without an entry, in SQL, since the journal does not show them."""
    sql = (
        "SELECT count(*) FROM ledger_posting p "
        "WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.posting_id = p.id)"
    )
    if "://" in place:
        with psycopg.connect(place, autocommit=True) as server:
            return sum(row[0] for row in server.execute(sql))
    with closing(sqlite3.connect(place)) as file:
        return sum(row[0] for row in file.execute(sql))


def unlike(ledger: Ledger, issued: Block, taken: Sequence[tuple[Block, str]]) -> Iterator[str]:
    """Yield a fault unless each unit of an issued block is held once, by who took it last."""
    due = dict.fromkeys(range(issued.first, issued.last + 1), "GHA")
    for block, account in taken:
        due |= dict.fromkeys(range(block.first, block.last + 1), account)
    held: dict[int, str] = {}
    holdings = ledger.holdings()
    for one in holdings:
        held |= dict.fromkeys(range(one.block.first, one.block.last + 1), one.account)
    if held != due:
        yield f"{sum(held.get(unit) != due[unit] for unit in due)} units are not where they belong"
    if sum(one.block.quantity for one in holdings) != issued.quantity:
        yield f"{sum(one.block.quantity for one in holdings)} units of {issued.quantity} are held"
    if holdings != replay(ledger.journal()):
        yield "holdings are not what the journal comes to"
