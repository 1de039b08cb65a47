"""What stands in an agreement file beside parties, units, terms and clauses, written out."""

from collections.abc import Iterator
from typing import Any

from tallystick.article6.reports.document import Block, Heading, Paragraph
from tallystick.core.findings import Text
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.wording import filled, joined, named, pairs

ITEM = Text("{name}: {value}", "{name}：{value}")

LISTS = (
    "history",
    "systems",
    "facts",
    "criteria",
    "bodies",
    "principles",
    "contracts",
    "roadmap",
    "alignments",
)
"""Lists of records, each under a heading of its own, in the order of the file."""

LINES = (
    "id",
    "replaces",
    "aliases",
    "umbrella_statute",
    "languages",
    "depositary",
    "confidence",
    "as_of",
)
"""What is said in a line."""

TEXTS = ("notes", "sources")
"""Lists of sentences, each a paragraph."""

HEADINGS = {"systems": Text("Systems that no list knows", "清单以外的体系")}
FURTHER = Text("Further details", "其他事项")


def annexes(agreement: Agreement) -> Iterator[Block]:
    """Write out whatever the file states that has no place of its own in the text."""
    for name in LISTS:
        records = getattr(agreement, name)
        if records:
            yield Heading(1, HEADINGS.get(name) or _heading(name))
        for record in records:
            yield Paragraph(in_a_line(record))
    lines = [name for name in LINES if getattr(agreement, name)]
    if lines:
        yield Heading(1, FURTHER)
    for name in lines:
        yield Paragraph(filled(ITEM, name=named(name), value=getattr(agreement, name)))
    for name in TEXTS:
        sentences = getattr(agreement, name)
        if sentences:
            yield Heading(1, _heading(name))
        for sentence in sentences:
            yield Paragraph(sentence)


def items(record: Any, *told: str) -> Iterator[Block]:
    """Write out what a record states beside the keys already told, a paragraph for each."""
    for name, value in pairs(record, leave_out=frozenset(told)):
        yield Paragraph(filled(ITEM, name=name, value=value))


def in_a_line(record: Any, *told: str) -> Text:
    """Say what a record states beside the keys already told, in one line; empty for nothing."""
    stated = pairs(record, leave_out=frozenset(told))
    return joined((filled(ITEM, name=name, value=value) for name, value in stated), "; ", "；")


def _heading(name: str) -> Text:
    word = named(name)
    return Text(word.en[0].upper() + word.en[1:], word.zh)
