"""Documents as Markdown, which is readable as it stands."""

from collections.abc import Iterator

from tallystick.article6.reports.document import Code, Document, Heading, Paragraph, Table
from tallystick.io.documents.letters import printable, printable_cell


def render(document: Document, language: str) -> bytes:
    """Return the bytes of a Markdown file in UTF-8."""
    return text(document, language).encode()


def text(document: Document, language: str) -> str:
    """Return a document as Markdown."""
    parts = [f"# {printable(document.title, language)}"]
    for block in document.blocks:
        match block:
            case Heading(level, words):
                parts.append(f"{'#' * (level + 1)} {printable(words, language)}")
            case Paragraph(words):
                parts.append(printable(words, language))
            case Code(address):
                parts.append(f"<{address}>")
            case Table():
                parts.append("\n".join(_rows(block, language)))
    return "\n\n".join(parts) + "\n"


def _rows(table: Table, language: str) -> Iterator[str]:
    yield _row(printable(head, language) for head in table.heads)
    yield _row("---" for _ in table.heads)
    for row in table.rows:
        yield _row(printable_cell(cell, language) for cell in row)


def _row(cells: Iterator[str]) -> str:
    escaped = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(escaped)} |"
