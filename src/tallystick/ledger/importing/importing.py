"""A ledger made anew from its export, on another database and with the same root."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from tallystick.article6.parties import PARTIES
from tallystick.core.findings import Finding
from tallystick.core.parties import Party
from tallystick.ledger.importing import faults
from tallystick.ledger.importing.checking import check
from tallystick.ledger.importing.journal import Journal, Unreadable, read_journal
from tallystick.ledger.importing.lines import Export, read_at_once, read_line_by_line
from tallystick.ledger.importing.proving import Unproven, prove, tree_of
from tallystick.ledger.importing.referee import judge_one_by_one
from tallystick.ledger.importing.tables import Table
from tallystick.ledger.importing.unusual import Unusual
from tallystick.ledger.log.keyplace import origin_of
from tallystick.ledger.log.subtrees import subtrees_in
from tallystick.ledger.proof.faults import ORIGIN_UNCHECKED
from tallystick.ledger.proof.keys import PublicKey
from tallystick.ledger.proof.tree import Tree
from tallystick.ledger.proof.verify import verify_export
from tallystick.ledger.store import NotEmpty, Store


class Outcome(StrEnum):
    """What came of an import."""

    IMPORTED = "imported"
    PRESENT = "already_imported"
    POSSIBLE = "would_import"
    INVALID = "invalid"
    CONFLICT = "conflict"


_Found = tuple[Outcome, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Imported:
    """The answer of `ledger import`: entries and root of the export, and what was found."""

    outcome: Outcome
    entries: int
    root: bytes | None
    findings: tuple[Finding, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the answer of the command."""
        return {
            "status": self.outcome.value,
            "entries": self.entries,
            "root": self.root.hex() if self.root else None,
            "findings": [finding.to_json() for finding in self.findings],
        }


def import_export(
    store: Store | None,
    path: Path,
    key: PublicKey | None = None,
    *,
    parties: Mapping[str, Party] = PARTIES,
    dry_run: bool = False,
) -> Imported:
    """Verify an export, judge all its postings, and load them into an empty ledger, or nothing.

    Every posting is judged as if it were posted now, in the order of the log. A ledger without a
    log takes over that of the export with its checkpoints, and goes on with the same key; one with
    a log of its own appends the leaves to it. In a ledger that holds exactly these postings there
    is nothing to do; one that holds others is a conflict. Without a store, or for a dry run, the
    answer says what would come of it. Raises LedgerError when the database cannot be used.
    """
    target = None if dry_run else store
    export = read_at_once(path)
    if export is not None:
        source = _Source(export, partial(prove, export, key))
        told = () if key else (ORIGIN_UNCHECKED.found().at(file=str(path)),)
        with suppress(Unproven):
            return _import(target, store, source, parties, told)
    verified = verify_export(path, key)
    if not verified.valid:
        return Imported(Outcome.INVALID, verified.entries, verified.root, verified.findings)
    export = read_line_by_line(path)
    source = _Source(export, partial(tree_of, export))
    return _import(target, store, source, parties, verified.findings)


@dataclass(frozen=True, slots=True)
class _Source:
    """An export that was read, and what makes its tree, or raises Unproven."""

    export: Export
    prove: Callable[[], Tree]


def _import(
    target: Store | None,
    store: Store | None,
    source: _Source,
    parties: Mapping[str, Party],
    told: tuple[Finding, ...],
) -> Imported:
    """Load an export into the target, after a look at what the store holds already."""
    export = source.export
    with ThreadPoolExecutor(2) as threads:
        tree = threads.submit(source.prove)
        if store is not None and (count := _count(store)) > 0:
            tree.result()
            found = (Outcome.PRESENT, ()) if _holds(store, export, count) else _conflict(store)
        else:
            journal = threads.submit(read_journal, export.leaves)
            found = _load(target, _Work(export, tree, journal), parties)
    root = tree.result().root(len(export.leaves))
    return Imported(found[0], len(export.leaves), root, (*told, *found[1]))


@dataclass(frozen=True, slots=True)
class _Work:
    """An export whose tree and journal are being made in threads of their own."""

    export: Export
    tree: Future[Tree]
    journal: Future[Journal]


def _load(target: Store | None, work: _Work, parties: Mapping[str, Party]) -> _Found:
    """Judge and load by columns where that can be, else all anew and one by one.

    Leaves are loaded while they are still being proven; all stands once the last table has come.
    """
    origin = None if target is None else origin_of(target)
    try:
        return _fill(target, chain(_log(work, origin), _judged(work, parties)))
    except Unreadable as error:
        work.tree.result()  # what is wrong with the export itself is said first
        said = {"reason": str(error), "reason_zh": str(error)}
        return Outcome.INVALID, (faults.NO_POSTING.found(**said),)
    except Unusual:
        work.tree.result()
        judged = judge_one_by_one(work.export.leaves.to_list(), parties)
    if judged.findings:
        return Outcome.INVALID, judged.findings
    return _fill(target, chain(_log(work, origin), judged.tables))


def _fill(target: Store | None, tables: Iterable[Table]) -> _Found:
    """Load tables while they are judged, to stand once all are; or only judge them."""
    if target is None:
        deque(tables, maxlen=0)
        return Outcome.POSSIBLE, ()
    try:
        target.load(tables)
    except NotEmpty:
        return _conflict(target)
    return Outcome.IMPORTED, ()


def _judged(work: _Work, parties: Mapping[str, Party]) -> Iterator[Table]:
    """Judge the postings by columns; raises Unusual where they are not vouched for."""
    yield from check(work.journal.result(), parties)


def _conflict(store: Store) -> _Found:
    return Outcome.CONFLICT, (faults.NOT_EMPTY.found(count=_count(store)),)


def _count(store: Store) -> int:
    ((count,),) = store.execute("SELECT count(*) FROM ledger_posting")
    return int(count)


def _holds(store: Store, export: Export, count: int) -> bool:
    """Whether a ledger holds the postings of an export, and no other."""
    if count != len(export.leaves):
        return False
    leaves = store.execute("SELECT leaf FROM ledger_leaf ORDER BY posting_id")
    return [leaf for (leaf,) in leaves] == export.leaves.to_list()


def _log(work: _Work, origin: str | None) -> Iterator[Table]:
    """Return the leaves, and the log with its checkpoints unless the ledger has one of its own."""
    export = work.export
    numbers = pl.int_range(1, len(export.leaves) + 1, eager=True)
    yield Table("ledger_leaf", pl.DataFrame({"posting_id": numbers, "leaf": export.leaves}))
    tree = work.tree.result()
    if origin not in {None, export.origin}:
        return
    log = {"log_index": numbers - 1, "posting_id": numbers, "leaf_hash": export.hashes}
    yield Table("ledger_log", pl.DataFrame(log))
    yield Table("ledger_subtree", _subtrees(tree))
    opened = 0 if origin is None else 1
    seals = [
        (one.after, one.seal.note, b"".join(one.seal.peaks).hex())
        for one in export.seals
        if one.after >= opened
    ]
    schema = {"size": pl.Int64, "note": pl.String, "peaks": pl.String}
    checkpoints = pl.DataFrame(seals, schema=schema, orient="row")
    yield Table("ledger_checkpoint", checkpoints.with_row_index("number", opened))


def _subtrees(tree: Tree) -> pl.DataFrame:
    rows = [(level, place, subtree.hex()) for level, place, subtree in subtrees_in(tree)]
    schema = {"level": pl.Int64, "place": pl.Int64, "hash": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
