"""A document as headings, paragraphs and tables, before it becomes Excel, Word or PDF."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from tallystick.article6.reports.made import Made
from tallystick.article6.reports.places import told_place
from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.core.quantities import printed

Words: TypeAlias = Text | str
"""Our words in both languages, or a Party's own, which stay as they are."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    level: int
    words: Words


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    words: Words


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `name` is the worksheet it stands on in a workbook."""

    name: Text
    heads: tuple[Words, ...]
    rows: tuple[tuple["Cell", ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """An address that is also drawn as a code for cameras, where the form of the file can."""

    address: str

    @property
    def words(self) -> Words:
        """The address."""
        return self.address


Block: TypeAlias = Heading | Paragraph | Table | Code


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a renderer has to print, in order."""

    title: Text
    blocks: tuple[Block, ...]


Cell: TypeAlias = Words | int | Fraction | date | None
"""What a table cell holds; None is printed as unknown, never as 0."""

UNKNOWN = Text("unknown", "未知")
NONE_GIVEN = Text("No value given.", "未提供。")
NOT_APPLICABLE = Text("Not applicable: {reason}", "不适用：{reason}")
FINDINGS = Text("Findings", "检查结果")
OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.PASS: Text("pass", "通过"),
    Outcome.FAIL: Text("fail", "不通过"),
    Outcome.NOT_DETERMINABLE: Text("not determinable", "无法判定"),
}
SEVERITIES: Mapping[Severity, Text] = {
    Severity.ERROR: Text("error", "错误"),
    Severity.WARNING: Text("warning", "警告"),
    Severity.INFO: Text("information", "提示"),
}


def words_in(words: Words, language: str) -> str:
    """Return words in a language, "en" or "zh"."""
    if isinstance(words, str):
        return words
    return words.zh if language == "zh" else words.en


def cell_text(cell: Cell, language: str) -> str:
    """Print a cell: an unknown in words, a quantity exactly, a day as yyyy-mm-dd."""
    if cell is None:
        return words_in(UNKNOWN, language)
    if isinstance(cell, int | Fraction):
        return str(printed(cell))
    return cell.isoformat() if isinstance(cell, date) else words_in(cell, language)


def closing(findings: Iterable[Finding], made: Made) -> tuple[Block, ...]:
    """End a document with what the checks found and what it was made with."""
    rows = tuple(
        (
            one.code,
            OUTCOMES[one.outcome],
            SEVERITIES[one.severity],
            told_place(one.where),
            one.message,
            one.fix,
            one.source,
        )
        for one in findings
    )
    heads = (
        Text("Code", "代码"),
        Text("Outcome", "结果"),
        Text("Severity", "严重程度"),
        Text("Place", "位置"),
        Text("Finding", "检查发现"),
        Text("Mend", "改正办法"),
        Text("Source", "依据"),
    )
    none = Paragraph(Text("The checks found nothing to mend.", "检查未发现需要改正之处。"))
    return (
        Heading(1, FINDINGS),
        Table(FINDINGS, heads, rows) if rows else none,
        Heading(1, Text("How this document was made", "本文件如何产生")),
        *(Paragraph(statement) for statement in made.statements()),
    )
