"""How a report answers: JSON, a readable text, or a document in the file it is asked for."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tallystick.cli.output import Exit, emit, emit_json, show, stop
from tallystick.core.findings import Finding, Outcome, refused

if TYPE_CHECKING:
    from tallystick.article6.reports.document import Block, Document

Language = Annotated[
    Literal["en", "zh"], typer.Option("--language", help="Language of the document.")
]
Public = Annotated[
    bool, typer.Option("--public", help="Withhold what the file marks as confidential.")
]
DocumentFile = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Write .xlsx, .docx, .pdf or .json instead."),
]
EXTRA = "this needs the documents extra: pip install 'tallystick[documents]' ({name} is missing)"

Making = Callable[[], "Document"]


def answer(
    data: dict[str, Any],
    document: Making,
    findings: Sequence[Finding],
    *,
    as_json: bool,
    output: Path | None,
    language: str,
) -> None:
    """Give the answer in the form asked for; exit 1 where a finding refuses."""
    from tallystick.cli.account import writing

    with writing(output):
        if output is not None and output.suffix.lower() != ".json":
            _write(document, output, language)
        elif output is not None or not as_json:
            _plain(data, document, output, language)
        if as_json and output is None:
            emit_json(data)
    if not as_json:
        show(findings)
    if refused(findings):
        stop(Exit.REFUSED)


def _plain(data: dict[str, Any], document: Making, output: Path | None, language: str) -> None:
    if output is not None:
        emit_json(data, output)
    else:
        emit(as_text(document(), language))


def _write(document: Making, output: Path, language: str) -> None:
    from tallystick.io.documents import UnknownFormError, write_document

    try:
        write_document(document(), output, language)
    except UnknownFormError as error:
        stop(Exit.USAGE, str(error))
    except ModuleNotFoundError as error:
        stop(Exit.USAGE, EXTRA.format(name=error.name))


def unreadable(report: str, findings: Iterable[Finding], *, as_json: bool) -> None:
    """Say why a file cannot be read, in the form of an answer, and exit 3."""
    found = list(findings)
    if as_json:
        unknown = {"party": None, "report": report, "outcome": Outcome.NOT_DETERMINABLE.value}
        emit_json({**unknown, "findings": [finding.to_json() for finding in found]})
    else:
        show(found)
    stop(Exit.UNREADABLE)


def as_text(document: "Document", language: str) -> str:
    """Lay out a document as plain text, without the findings, which go to standard error."""
    from tallystick.article6.reports.document import FINDINGS, Heading, Table, words_in

    parts = [words_in(document.title, language)]
    for block in document.blocks:
        told_elsewhere = (isinstance(block, Table) and block.name == FINDINGS) or (
            isinstance(block, Heading) and block.words == FINDINGS
        )
        if not told_elsewhere:
            parts.append(_block(block, language))
    return "\n\n".join(parts)


def _block(block: "Block", language: str) -> str:
    from tallystick.article6.reports.document import Heading, Table, cell_text, words_in
    from tallystick.cli.tables import table

    if isinstance(block, Table):
        heads = [words_in(head, language) for head in block.heads]
        rows = [[cell_text(cell, language) for cell in row] for row in block.rows]
        return table(heads, rows)
    mark = "#" * block.level + " " if isinstance(block, Heading) else ""
    return mark + words_in(block.words, language)
