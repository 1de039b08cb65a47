"""A ledger made anew from its export, on another database and with the same root."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from tallystick.article6.parties import PARTIES
from tallystick.core.findings import Finding
from tallystick.core.parties import Party
from tallystick.ledger.importing import faults
from tallystick.ledger.importing.checking import check
from tallystick.ledger.importing.journal import Unreadable, read_journal
from tallystick.ledger.importing.lines import Export, read_export
from tallystick.ledger.importing.referee import judge_one_by_one
from tallystick.ledger.importing.tables import Table
from tallystick.ledger.importing.unusual import Unusual
from tallystick.ledger.log.keyplace import origin_of
from tallystick.ledger.log.subtrees import subtrees_in
from tallystick.ledger.proof.keys import PublicKey
from tallystick.ledger.store import NotEmpty, Store


class Outcome(StrEnum):
    """What came of an import."""

    IMPORTED = "imported"
    PRESENT = "already_imported"
    POSSIBLE = "would_import"
    INVALID = "invalid"
    CONFLICT = "conflict"


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
    verified, export = read_export(path, key)
    outcome, findings = Outcome.INVALID, tuple[Finding, ...]()
    if export is not None:
        outcome, findings = _import(None if dry_run else store, store, export, parties)
    told = (*verified.findings, *findings)
    return Imported(outcome, verified.entries, verified.root, told)


def _import(
    target: Store | None, store: Store | None, export: Export, parties: Mapping[str, Party]
) -> tuple[Outcome, tuple[Finding, ...]]:
    """Load a valid export into the target, after a look at what the store holds already."""
    if store is not None and (count := _count(store)) > 0:
        return (Outcome.PRESENT, ()) if _holds(store, export, count) else _conflict(store)
    origin = None if target is None else origin_of(target)
    try:
        return _load(target, export, origin, parties)
    except Unreadable as error:
        said = {"reason": str(error), "reason_zh": str(error)}
        return Outcome.INVALID, (faults.NO_POSTING.found(**said),)


def _load(
    target: Store | None, export: Export, origin: str | None, parties: Mapping[str, Party]
) -> tuple[Outcome, tuple[Finding, ...]]:
    """Judge and load by columns where that can be, else all anew and one by one."""
    try:
        return _fill(target, chain(_log(export, origin), by_columns(export, parties)))
    except Unusual:
        judged = judge_one_by_one(export.leaves.to_list(), parties)
    if judged.findings:
        return Outcome.INVALID, judged.findings
    return _fill(target, chain(_log(export, origin), judged.tables))


def _fill(target: Store | None, tables: Iterable[Table]) -> tuple[Outcome, tuple[Finding, ...]]:
    """Load tables while they are judged, to stand once all are; or only judge them."""
    if target is None:
        deque(tables, maxlen=0)
        return Outcome.POSSIBLE, ()
    try:
        target.load(tables, datetime.now(UTC))
    except NotEmpty:
        return _conflict(target)
    return Outcome.IMPORTED, ()


def by_columns(export: Export, parties: Mapping[str, Party] = PARTIES) -> Iterator[Table]:
    """Judge the postings of an export by columns; raises Unusual where they are not vouched for."""
    yield from check(read_journal(export.leaves), parties)


def _conflict(store: Store) -> tuple[Outcome, tuple[Finding, ...]]:
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


def _log(export: Export, origin: str | None) -> Iterator[Table]:
    """Return the leaves, and the log with its checkpoints unless the ledger has one of its own."""
    numbers = pl.int_range(1, len(export.leaves) + 1, eager=True)
    yield Table("ledger_leaf", pl.DataFrame({"posting_id": numbers, "leaf": export.leaves}))
    if origin not in {None, export.origin}:
        return
    log = {"log_index": numbers - 1, "posting_id": numbers, "leaf_hash": export.hashes}
    yield Table("ledger_log", pl.DataFrame(log))
    yield Table("ledger_subtree", _subtrees(export))
    opened = 0 if origin is None else 1
    seals = [
        (one.after, one.seal.note, b"".join(one.seal.peaks).hex())
        for one in export.seals
        if one.after >= opened
    ]
    schema = {"size": pl.Int64, "note": pl.String, "peaks": pl.String}
    checkpoints = pl.DataFrame(seals, schema=schema, orient="row")
    yield Table("ledger_checkpoint", checkpoints.with_row_index("number", opened))


def _subtrees(export: Export) -> pl.DataFrame:
    rows = [(level, place, subtree.hex()) for level, place, subtree in subtrees_in(export.tree)]
    schema = {"level": pl.Int64, "place": pl.Int64, "hash": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
