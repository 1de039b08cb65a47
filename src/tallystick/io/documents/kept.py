"""A document kept as text with its words in both languages, so that it prints the same for ever."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

from tallystick.article6.reports.document import (
    Block,
    Cell,
    Code,
    Document,
    Heading,
    Paragraph,
    Table,
    Words,
)
from tallystick.core.findings import Text


def write_layout(document: Document) -> str:
    """Return a document as canonical JSON."""
    told = {
        "title": _words(document.title),
        "blocks": [_block(one) for one in document.blocks],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_layout(text: str) -> Document:
    """Read a document back as it was written."""
    told = json.loads(text)
    title = _read_words(told["title"])
    return Document(
        title if isinstance(title, Text) else Text(title, title),
        tuple(_read_block(one) for one in told["blocks"]),
    )


def _words(words: Words) -> Any:
    return words if isinstance(words, str) else [words.en, words.zh]


def _read_words(told: Any) -> Words:
    return told if isinstance(told, str) else Text(*told)


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(level, words):
            return {"level": level, "words": _words(words)}
        case Paragraph(words):
            return {"words": _words(words)}
        case Code(address):
            return {"address": address}
        case Table(name, heads, rows):
            return {
                "name": _words(name),
                "heads": [_words(one) for one in heads],
                "rows": [[_cell(one) for one in row] for row in rows],
            }


def _read_block(told: dict[str, Any]) -> Block:
    if "rows" in told:
        rows = tuple(tuple(_read_cell(one) for one in row) for row in told["rows"])
        heads = tuple(_read_words(one) for one in told["heads"])
        return Table(Text(*told["name"]), heads, rows)
    if "address" in told:
        return Code(told["address"])
    words = _read_words(told["words"])
    return Heading(told["level"], words) if "level" in told else Paragraph(words)


def _cell(cell: Cell) -> Any:
    match cell:
        case Fraction():
            return {"ratio": str(cell)}
        case date():
            return {"day": cell.isoformat()}
        case str() | Text():
            return _words(cell)
    return cell


def _read_cell(told: Any) -> Cell:
    match told:
        case {"ratio": text}:
            return Fraction(text)
        case {"day": text}:
            return date.fromisoformat(text)
        case [en, zh]:
            return Text(en, zh)
        case None | str() | int():
            return told
    raise ValueError(f"{told!r} is no cell of a kept document")
