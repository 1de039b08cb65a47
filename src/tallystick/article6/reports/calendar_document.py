"""The deadlines of a Party laid out as a document and as JSON."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tallystick.article6.reports.deadlines import Deadline
from tallystick.article6.reports.document import Document, Heading, Paragraph, Table
from tallystick.article6.reports.made import Made
from tallystick.core.findings import Text

Span = tuple[date, date]


def calendar_document(
    party: str, span: Span, deadlines: Sequence[Deadline], made: Made
) -> Document:
    """Lay out the deadlines in the order of their days; what has no day is unknown."""
    heads = (
        Text("Due", "截止日期"),
        Text("Code", "代码"),
        Text("What", "事项"),
        Text("Source", "依据"),
    )
    rows = tuple((one.due_on, one.code, one.title, one.source) for one in deadlines)
    return Document(
        Text(
            f"Deadlines of {party}, {span[0]} to {span[1]}",
            f"{party} {span[0]} 至 {span[1]} 截止日期",
        ),
        (
            Table(Text("Deadlines", "截止日期"), heads, rows),
            Heading(1, Text("How this document was made", "本文件如何产生")),
            *(Paragraph(statement) for statement in made.statements()),
        ),
    )


def calendar_to_json(
    party: str, span: Span, deadlines: Sequence[Deadline], made: Made
) -> dict[str, Any]:
    """Return the deadlines by code and day, null where no decision has set the day."""
    return {
        "party": party,
        "report": "calendar",
        "from": span[0].isoformat(),
        "to": span[1].isoformat(),
        "deadlines": [
            {
                "code": one.code,
                "due": one.due_on.isoformat() if one.due_on else None,
                "title": one.title.en,
                "title_zh": one.title.zh,
                "discretion": one.discretion,
                "source": one.source,
            }
            for one in deadlines
        ],
        "made": made.to_json(),
    }
