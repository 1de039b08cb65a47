"""The file that an outsider takes away: every entry and checkpoint of the log, one per line."""

import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from tallystick.ledger.proof.checkpoint import Seal, parse
from tallystick.ledger.proof.records import End, Entry, Header, encode


def log_records(
    origin: str, entries: Iterable[Entry], seals: Iterable[Seal]
) -> Iterator[Header | Entry | Seal | End]:
    """Merge the entries, in order of index, and the seals, in order of size, into an export.

    Entries after the last seal are not part of the log yet and stay out. Nothing is checked here:
    a damaged log is exported as it is, for its reader to find.
    """
    yield Header(origin)
    waiting = iter(entries)
    entry = next(waiting, None)
    written = sealed = 0
    for one in seals:
        size = _size(one)
        while entry is not None and entry.index < size:
            yield entry
            written += 1
            entry = next(waiting, None)
        yield one
        sealed += 1
    yield End(written, sealed)


def _size(one: Seal) -> int:
    try:
        return parse(one.note).checkpoint.size
    except ValueError:
        return 0


def write_export(path: Path, origin: str, entries: Iterable[Entry], seals: Iterable[Seal]) -> End:
    """Write an export file in one stream; it appears whole or not at all.

    Returns how many entries and checkpoints were written. An older file of that name is replaced.
    Raises OSError when the file cannot be written.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with partial.open("xb") as file:
            for record in log_records(origin, entries, seals):
                file.write(encode(record))
                if isinstance(record, End):
                    end = record
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return end
