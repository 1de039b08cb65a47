"""The text of a PDF file as a reader copies it: shown codes through the ToUnicode map of its font.

Reads what reportlab writes: one stream of operators per page and simple fonts with such a map.
"""

import base64
import re
import zlib
from pathlib import Path

OBJECT = re.compile(rb"(\d+) 0 obj\r?\n?(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"/Length (\d+).*?stream\r?\n(.*)endstream", re.DOTALL)
SHOWN = re.compile(rb"/(F\d+(?:\+\d+)?) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _content(body: bytes) -> bytes:
    found = STREAM.search(body)
    if found is None:
        return b""
    data = found[2][: int(found[1])]
    if b"/ASCII85Decode" in body:
        data = base64.a85decode(b"<~" + data, adobe=True)
    return zlib.decompress(data) if b"/FlateDecode" in body else data


def _unescaped(text: bytes) -> bytes:
    def sign(match: re.Match[bytes]) -> bytes:
        said = match[1]
        return bytes([int(said, 8)]) if said[:1].isdigit() else ESCAPES.get(said, said)

    return re.sub(rb"\\([0-7]{1,3}|.)", sign, text, flags=re.DOTALL)


def _map(cmap: bytes) -> dict[int, str]:
    codes: dict[int, str] = {}
    for low, high, targets in re.findall(rb"<(\w+)> <(\w+)> \[(.*?)\]", cmap, re.DOTALL):
        words = re.findall(rb"<(\w+)>", targets)
        for code, word in zip(range(int(low, 16), int(high, 16) + 1), words, strict=True):
            codes[code] = bytes.fromhex(word.decode()).decode("utf-16-be")
    for code, word in re.findall(rb"^<(\w+)> <(\w{4,})>$", cmap, re.MULTILINE):
        codes[int(code, 16)] = bytes.fromhex(word.decode()).decode("utf-16-be")
    return codes


def pdf_text(path: Path) -> str:
    """Return the text of all pages, one shown string after the other."""
    return "".join(pdf_pages(path))


def pdf_pages(path: Path) -> list[str]:
    """Return the text of each page."""
    bodies = {int(number): body for number, body in OBJECT.findall(path.read_bytes())}
    maps = {}
    for body in bodies.values():
        named = re.search(rb"/Name /(F\d+(?:\+\d+)?)", body)
        mapped = re.search(rb"/ToUnicode (\d+) 0 R", body)
        if named and mapped:
            maps[named[1]] = _map(_content(bodies[int(mapped[1])]))
    pages, font = [], b""
    for body in bodies.values():
        told = []
        for name, shown in SHOWN.findall(_content(body)):
            font = name or font
            codes = maps.get(font, {})
            told.append("".join(codes.get(code, "") for code in _unescaped(shown)))
        pages.append("".join(told))
    return pages
