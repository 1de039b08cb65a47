"""The lines of an export: one JSON object each, with exactly one way to write it.

`{"format", "origin"}` opens the file, `{"index", "hash", "leaf"}` is an entry, `{"checkpoint",
"peaks"}` follows the last entry it covers, `{"entries", "checkpoints"}` closes the file. Hashes
are in hexadecimal. A line that says the same in other bytes is damage: no byte can change unseen.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from tallystick.core.findings import Text
from tallystick.ledger.proof.checkpoint import SIZE_MAX, Seal
from tallystick.ledger.proof.merkle import HASH_BYTES

FORMAT = "tallystick-log/1"
LINE_BYTES_MAX = 16 * 1024 * 1024
SKIPPED_BYTES = 64 * 1024

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

TOO_LONG = Text(
    f"it is longer than {LINE_BYTES_MAX} bytes",
    f"长度超过 {LINE_BYTES_MAX} 字节",
)
CUT_SHORT = Text("the file ends in the middle of it", "文件在该行中间结束")
NO_RECORD = Text("it is not a line of this format as written", "它不是按本格式写成的行")


@dataclass(frozen=True, slots=True)
class Header:
    """The first line: whose log this is."""

    origin: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its index, the leaf as written, and the leaf's hash as the log kept it."""

    index: int
    leaf: bytes
    hash: bytes
    line: int | None = None


@dataclass(frozen=True, slots=True)
class End:
    """The last line: how many entries and checkpoints the file has."""

    entries: int
    checkpoints: int
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Damage:
    """A line that cannot be read."""

    reason: Text
    line: int


Record = Header | Entry | Seal | End | Damage


def encode(record: Header | Entry | Seal | End) -> bytes:
    """Write a record as its line; bytes of a leaf that are not UTF-8 become U+FFFD."""
    match record:
        case Header():
            data: dict[str, Any] = {"format": FORMAT, "origin": record.origin}
        case Entry():
            leaf = record.leaf.decode(errors="replace")
            data = {"index": record.index, "hash": record.hash.hex(), "leaf": leaf}
        case Seal():
            data = {"checkpoint": record.note, "peaks": [peak.hex() for peak in record.peaks]}
        case End():
            data = {"entries": record.entries, "checkpoints": record.checkpoints}
    return _write(data).encode() + b"\n"


def decode(content: bytes, line: int) -> Record:
    """Read a line back; what `encode` would not have written is damage."""
    try:
        data = json.loads(content)
        record = _record(data, line)
        if encode(record) == content:
            return record
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    return Damage(NO_RECORD, line)


def _record(data: dict[str, Any], line: int) -> Header | Entry | Seal | End:
    """Sort the object by its fields; what does not fit raises, or is not written back alike."""
    if "index" in data:
        return Entry(_count(data["index"]), _text(data["leaf"]).encode(), _hash(data["hash"]), line)
    if "checkpoint" in data:
        peaks = tuple(_hash(peak) for peak in data["peaks"])
        return Seal(_text(data["checkpoint"]), peaks, line)
    if "format" in data:
        return Header(_text(data["origin"]), line)
    return End(_count(data["entries"]), _count(data["checkpoints"]), line)


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value <= SIZE_MAX:
        raise ValueError("not a count")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _hash(value: object) -> bytes:
    digest = bytes.fromhex(_text(value))
    if len(digest) != HASH_BYTES:
        raise ValueError("not a hash")
    return digest


def read_records(stream: BinaryIO) -> Iterator[Record]:
    """Read an export line by line; no more than one line is held."""
    line = 0
    while content := stream.readline(LINE_BYTES_MAX):
        line += 1
        if content.endswith(b"\n"):
            yield decode(content, line)
        elif len(content) < LINE_BYTES_MAX:
            yield Damage(CUT_SHORT, line)
        else:
            _skip_line(stream)
            yield Damage(TOO_LONG, line)


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(SKIPPED_BYTES)) and not rest.endswith(b"\n"):
        pass
