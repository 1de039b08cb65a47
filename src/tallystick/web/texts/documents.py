"""Documents as a page shows them, and as a file to take away."""

from importlib import import_module
from typing import Any

from django.http import HttpResponse

from tallystick.article6.reports.document import (
    Code,
    Document,
    Heading,
    Paragraph,
    Table,
    cell_text,
    words_in,
)
from tallystick.io.documents.write import FORMS
from tallystick.web.languages import is_chinese

TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}


def language() -> str:
    """Return the language of the page as documents name it."""
    return "zh" if is_chinese() else "en"


def shown(document: Document) -> list[dict[str, Any]]:
    """Return the blocks of a document in the language of the page, for a template."""
    spoken = language()
    blocks: list[dict[str, Any]] = []
    for block in document.blocks:
        match block:
            case Heading(level, words):
                blocks.append({"kind": f"heading{level}", "text": words_in(words, spoken)})
            case Paragraph(words):
                blocks.append({"kind": "paragraph", "text": words_in(words, spoken)})
            case Code(address):
                blocks.append({"kind": "address", "text": address})
            case Table(name, heads, rows):
                told = {
                    "text": words_in(name, spoken),
                    "heads": [words_in(head, spoken) for head in heads],
                    "rows": [[cell_text(cell, spoken) for cell in row] for row in rows],
                }
                blocks.append({"kind": "table", **told})
    return blocks


def download(document: Document, stem: str, suffix: str) -> HttpResponse:
    """Return a document as a Word or PDF file in the language of the page; KeyError for others."""
    media = TYPES[suffix]
    render = import_module(f"tallystick.io.documents.{FORMS[suffix]}").render
    answer = HttpResponse(render(document, language()), content_type=media)
    answer.headers["Content-Disposition"] = f'attachment; filename="{stem}{suffix}"'
    return answer
