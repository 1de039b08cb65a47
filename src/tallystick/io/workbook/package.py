"""The zip container of a workbook, unpacked without believing what it says about itself."""

import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tallystick.core.findings import Text
from tallystick.io.workbook import unreadable as why
from tallystick.io.workbook.unreadable import unreadable

Parts = Mapping[str, bytes]

WORKBOOK = "xl/workbook.xml"
PROLOG_BYTES = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may need at most; sheets of formatted blank cells unpack about 12 to 1."""

    file_bytes: int = 64 << 20
    entries: int = 1_000
    part_bytes: int = 256 << 20
    total_bytes: int = 512 << 20
    ratio: int = 200
    unmeasured_bytes: int = 1 << 20  # a small part may be packed at any ratio

    def allowed(self, packed: int, total: int) -> int:
        """How many bytes a part of that packed size may unpack to after `total` others."""
        by_ratio = max(self.unmeasured_bytes, self.ratio * packed)
        return min(self.part_bytes, self.total_bytes - total, by_ratio)


LIMITS = Limits()


class _RefusedError(Exception):
    """Carries the reason out of the depths of the container."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def read_parts(path: Path, limits: Limits = LIMITS) -> Parts:
    """Unpack the XML parts of a workbook by name; raises Unreadable.

    Pictures, macros and other binary parts are never unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(_read_file(path, limits))) as archive:
            entries = _entries(archive, limits)
            return dict(_unpack(archive, entries, limits))
    except _RefusedError as refused:
        raise unreadable(path, refused.reason) from None
    except (FileNotFoundError, NotADirectoryError):
        raise unreadable(path, why.MISSING) from None
    except OSError:
        raise unreadable(path, why.DENIED) from None
    except _BROKEN:
        raise unreadable(path, why.DAMAGED) from None


def repack(parts: Parts) -> io.BytesIO:
    """Store the parts in a plain container, so that what is read later is what was scanned."""
    container = io.BytesIO()
    with zipfile.ZipFile(container, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    container.seek(0)
    return container


def _read_file(path: Path, limits: Limits) -> bytes:
    if path.exists() and not path.is_file():
        raise _RefusedError(why.NOT_A_FILE)
    if path.stat().st_size > limits.file_bytes:
        raise _RefusedError(why.TOO_LARGE)
    data = path.read_bytes()
    if not data:
        raise _RefusedError(why.EMPTY)
    if data.startswith(_OLE):
        raise _RefusedError(why.OLD_OR_ENCRYPTED)
    if not data.startswith(b"PK"):
        raise _RefusedError(why.NOT_XLSX)
    return data


def _entries(archive: zipfile.ZipFile, limits: Limits) -> Mapping[str, zipfile.ZipInfo]:
    listed = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(listed) > limits.entries:
        raise _RefusedError(why.TOO_LARGE)
    entries = {entry.filename.replace("\\", "/"): entry for entry in listed}
    names = {name.lower() for name in entries}
    if len(names) < len(listed):
        raise _RefusedError(why.HOSTILE)
    if WORKBOOK not in names:
        raise _RefusedError(why.NOT_XLSX)
    if any(entry.flag_bits & _ENCRYPTED for entry in listed):
        raise _RefusedError(why.OLD_OR_ENCRYPTED)
    declared = sum(entry.file_size for entry in listed)
    if declared > limits.total_bytes:
        raise _RefusedError(why.TOO_LARGE)
    return entries


def _unpack(
    archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], limits: Limits
) -> Iterator[tuple[str, bytes]]:
    total = 0
    for name, entry in entries.items():
        if name.lower().endswith((".xml", ".rels")):
            data = _read_part(archive, entry, limits.allowed(entry.compress_size, total))
            total += len(data)
            _refuse_foreign_xml(data)
            yield name, data


def _read_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, allowed: int) -> bytes:
    if entry.compress_type not in _METHODS:
        raise _RefusedError(why.DAMAGED)
    declared = entry.file_size
    # zipfile stops at the declared size; a container that lies would hide the rest from the scan.
    entry.file_size = sys.maxsize
    with archive.open(entry) as stream:
        data = stream.read(allowed + 1)
    if len(data) > allowed:
        raise _RefusedError(why.TOO_LARGE)
    if len(data) != declared:
        raise _RefusedError(why.DAMAGED)
    return data


def _refuse_foreign_xml(data: bytes) -> None:
    encoding = _ENCODING.search(data[:256])
    if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
        raise _RefusedError(why.HOSTILE)
    if b"\x00" in data[:256] or b"<!DOCTYPE" in data[:PROLOG_BYTES]:
        raise _RefusedError(why.HOSTILE)
