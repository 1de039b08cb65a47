"""Posting a journal one by one to a ledger of its own: the judge of all that is not usual."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tallystick.article6.postings.control_approvals import Approve
from tallystick.core.findings import Finding
from tallystick.core.parties import Party
from tallystick.ledger.control.proposals import key_of
from tallystick.ledger.errors import Conflict, Refused
from tallystick.ledger.importing import faults
from tallystick.ledger.importing.journal import read_leaf
from tallystick.ledger.importing.tables import Table
from tallystick.ledger.opening import open_ledger, store_at
from tallystick.ledger.posting import Answer, Receipt, Request, Status
from tallystick.ledger.store import Store

_NAMES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'ledger!_%' ESCAPE '!' "
    "AND name NOT IN ('ledger_schema', 'ledger_writing', 'ledger_merging', 'ledger_leaf', "
    "'ledger_log', 'ledger_subtree', 'ledger_checkpoint') ORDER BY rowid"
)
_COLUMNS = "SELECT name, type FROM pragma_table_info(?) ORDER BY cid"
_TYPES = {"integer": pl.Int64, "text": pl.String}
_ENTRIES = "ledger_entry"
"""The table whose rows get their numbers where they are loaded, in the same order."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a journal comes to, or else what the rules find in the first posting they refuse."""

    tables: tuple[Table, ...]
    findings: tuple[Finding, ...] = ()


def judge_one_by_one(leaves: Sequence[str], parties: Mapping[str, Party]) -> Judged:
    """Post leaves in order to a ledger of their own; what is refused is left out, and counted.

    Raises Unreadable for a leaf that is no posting.
    """
    with tempfile.TemporaryDirectory(prefix="tallystick-import-") as folder:
        place = str(Path(folder) / "ledger.db")
        with open_ledger(place, parties) as ledger:
            ledger.create()
            asked: list[int] = []
            answers = ledger.post_many(_requests(leaves, asked))
            paired = zip(answers, asked, strict=True)  # in this order: an answer notes its index
            refused = [(index, one) for one, index in paired if not _is_new(one)]
        if refused:
            return Judged((), tuple(_told(*refused[0], len(refused) - 1)))
        with closing(store_at(place)) as store:
            return Judged(tuple(_tables(store)))


def _requests(leaves: Sequence[str], asked: list[int]) -> Iterator[Request]:
    """Read what is to be posted, and note the index of each; an approval posts what it carries."""
    before: Request | None = None
    for index, leaf in enumerate(leaves):
        key, posting, _ = read_leaf(index, leaf)
        carried = key_of(posting.proposal) if isinstance(posting, Approve) else None
        if before is not None and before[0] != carried:
            asked.append(index - 1)
            yield before
        before = key, posting
    if before is not None:
        asked.append(len(leaves) - 1)
        yield before


def _is_new(answer: Answer) -> bool:
    return isinstance(answer, Receipt) and answer.status is Status.POSTED


def _told(index: int, answer: Answer, more: int) -> Iterator[Finding]:
    if isinstance(answer, Refused):
        yield from (finding.at(index=index) for finding in answer.findings if finding.refuses)
    elif isinstance(answer, Conflict | Receipt):
        yield faults.KEY_TWICE.found(index=index)
    yield faults.REFUSED.found(index=index, more=more)


def _tables(store: Store) -> Iterator[Table]:
    for (name,) in store.execute(_NAMES):
        columns = {
            column: _TYPES[kind.lower()]
            for column, kind in store.execute(_COLUMNS, (name,))
            if (column, name) != ("id", _ENTRIES) and column != "recorded_at"
        }
        order = "id" if name == _ENTRIES else "1"
        sql = f"SELECT {', '.join(columns)} FROM {name} ORDER BY {order}"
        yield Table(name, pl.DataFrame(store.execute(sql), schema=columns, orient="row"))
