"""The lines of an export read all at once, where they are in perfect order, or one by one."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tallystick.ledger.proof.checkpoint import Seal
from tallystick.ledger.proof.merkle import HASH_BYTES
from tallystick.ledger.proof.records import (
    LINE_BYTES_MAX,
    End,
    Entry,
    Header,
    Record,
    decode,
    read_records,
)

PLAIN = r'^\{"index":(?:0|[1-9][0-9]*),"hash":"[0-9a-f]{64}","leaf":"(?:[^"\\\x00-\x1f]|\\")*"\}$'
"""An entry as it is written when its leaf holds no text that needs escapes."""

HASH_CHARACTERS = 2 * HASH_BYTES

_TEXTS = {"hash": pl.String, "leaf": pl.String}


@dataclass(frozen=True, slots=True)
class Sealed:
    """A checkpoint, and how many entries stand before it."""

    after: int
    seal: Seal


@dataclass(frozen=True, slots=True)
class Export:
    """What an export says: leaves, their hashes in hexadecimal, and checkpoints."""

    origin: str
    leaves: pl.Series
    hashes: pl.Series
    seals: tuple[Sealed, ...]


def read_at_once(path: Path) -> Export | None:
    """Read an export whose lines are as they were written, in their order; else None."""
    lines = _lines(path)
    others = None if lines is None else _others(lines)
    if lines is None or others is None:
        return None
    first, *seals, last = others
    entries = _entries(lines.filter("entry").select("line", "number"))
    if entries is None or not isinstance(first, Header) or not isinstance(last, End):
        return None
    if (last.entries, last.checkpoints) != (entries.height, len(seals)):
        return None
    sealed = tuple(
        Sealed((seal.line or 0) - 2 - place, seal)
        for place, seal in enumerate(seals)
        if isinstance(seal, Seal)
    )
    if len(sealed) < len(seals):
        return None
    return Export(first.origin, entries["leaf"], entries["hash"], sealed)


def _lines(path: Path) -> pl.DataFrame | None:
    """Read the lines of a file; None unless all end with a line feed alone and none is too long."""
    try:
        size = path.stat().st_size
        lines = pl.read_lines(path, name="line")
    except (OSError, pl.exceptions.ComputeError):
        return None
    lengths = lines["line"].str.len_bytes() + 1
    if lengths.sum() != size or int(str(lengths.max() or 0)) > LINE_BYTES_MAX:
        return None
    is_entry = pl.col("line").str.starts_with('{"index":')
    return lines.with_row_index("number").with_columns(entry=is_entry)


def _others(lines: pl.DataFrame) -> list[Record] | None:
    """Decode what is no entry: the header first, checkpoints, and the closing line at the end."""
    told = lines.filter(~pl.col("entry"))
    numbers = told["number"].to_list()
    if len(numbers) < 2 or numbers[0] != 0 or numbers[-1] != lines.height - 1:  # noqa: PLR2004 (a header and an end)
        return None
    return [
        decode(line.encode() + b"\n", number + 1)
        for line, number in zip(told["line"], numbers, strict=True)
    ]


def _entries(lines: pl.DataFrame) -> pl.DataFrame | None:
    """Take entries apart; None unless they are numbered from 0 and written as they would be."""
    begins = pl.concat_str(
        pl.lit('{"index":'), pl.col("index").cast(pl.String), pl.lit(',"hash":"')
    )
    raw = pl.col("rest").str.slice(HASH_CHARACTERS + len('","leaf":"')).str.strip_suffix('"}')
    read = (
        lines.lazy()
        .with_row_index("index")
        .with_columns(
            rest=pl.col("line").str.strip_prefix(begins), plain=pl.col("line").str.contains(PLAIN)
        )
        .select(
            "line",
            plain=pl.col("plain")
            & (pl.col("rest").str.len_bytes() < pl.col("line").str.len_bytes()),
            hash=pl.col("rest").str.head(HASH_CHARACTERS),
            leaf=raw.str.replace_all('\\"', '"', literal=True),
        )
    )
    entries = read.collect(engine="streaming")  # on all processors
    return entries if entries["plain"].all() else _unusual_entries(entries)


def _unusual_entries(entries: pl.DataFrame) -> pl.DataFrame | None:
    """Decode the entries whose leaves have escapes."""
    hashes, leaves = entries["hash"].to_list(), entries["leaf"].to_list()
    for index in entries["plain"].not_().arg_true():
        record = decode(entries["line"][index].encode() + b"\n", 0)
        if not isinstance(record, Entry) or record.index != index:
            return None
        hashes[index], leaves[index] = record.hash.hex(), record.leaf.decode()
    return pl.DataFrame({"hash": hashes, "leaf": leaves}, schema_overrides=_TEXTS)


def read_line_by_line(path: Path) -> Export:
    """Read a valid export without any shortcut."""
    leaves, hashes, seals, origin = list[str](), list[str](), list[Sealed](), ""
    with path.open("rb") as stream:
        for record in read_records(stream):
            match record:
                case Header():
                    origin = record.origin
                case Entry():
                    leaves.append(record.leaf.decode())
                    hashes.append(record.hash.hex())
                case Seal():
                    seals.append(Sealed(len(leaves), record))
    texts = (pl.Series(leaves, dtype=pl.String), pl.Series(hashes, dtype=pl.String))
    return Export(origin, *texts, tuple(seals))
