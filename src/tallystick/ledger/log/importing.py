"""A ledger made anew from its export, on another database and with the same root."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tallystick.article6.postings.control_approvals import Approve
from tallystick.article6.postings.records import Posting
from tallystick.core.findings import Finding
from tallystick.ledger.bodies import read_body
from tallystick.ledger.control.proposals import key_of
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.ledger import Ledger
from tallystick.ledger.posting import Request
from tallystick.ledger.proof.keys import PublicKey
from tallystick.ledger.proof.records import Entry, read_records
from tallystick.ledger.proof.verify import verify_export


def import_export(ledger: Ledger, path: Path, key: PublicKey | None = None) -> tuple[Finding, ...]:
    """Post what an export holds, in the order of its log; return what speaks against the export.

    Nothing is posted where the export is not valid. What is posted already stays as it is, so that
    an import that was broken off can be run again; in a ledger that was empty before, the log will
    have the root of the export. Raises Refused or Conflict as `Ledger.post`, and LedgerError for
    an entry that is no posting of this program.
    """
    found = verify_export(path, key)
    if found.valid:
        for name, posting in _asked_for(_postings(path)):
            ledger.post(posting, key=name)
    return found.findings


def _postings(path: Path) -> Iterator[Request]:
    with path.open("rb") as stream:
        for record in read_records(stream):
            if isinstance(record, Entry):
                yield _read(record)


def _asked_for(postings: Iterable[Request]) -> Iterator[Request]:
    """Leave out what the approval that follows posts by itself."""
    carried: Request | None = None
    for name, posting in postings:
        approved = key_of(posting.proposal) if isinstance(posting, Approve) else None
        if carried is not None and carried[0] != approved:
            yield carried
        carried = name, posting
    if carried is not None:
        yield carried


def _read(entry: Entry) -> tuple[str, Posting]:
    try:
        asked = json.loads(entry.leaf)
        return asked["key"], read_body(json.dumps(asked["posting"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise LedgerError(f"entry {entry.index} is no posting: {error!r}") from error
