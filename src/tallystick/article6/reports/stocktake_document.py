"""Net transfers laid out as a document."""

from collections.abc import Sequence

from tallystick.article6.reports.document import (
    OUTCOMES,
    Document,
    Heading,
    Paragraph,
    Table,
)
from tallystick.article6.reports.made import Made
from tallystick.article6.reports.stocktake import NetTransfers
from tallystick.core.findings import Text

HEADS = (
    Text("Party", "缔约方"),
    Text("First year", "首年"),
    Text("Last year", "末年"),
    Text("Metric", "计量单位"),
    Text("First transferred, NDC", "首次转让（国家自主贡献）"),
    Text("First transferred, OIMP only", "首次转让（仅其他国际减缓目的）"),
    Text("Acquired", "购入"),
    Text("Used towards the NDC", "用于国家自主贡献"),
    Text("Net transferred", "净转让"),
    Text("Corresponding adjustments", "相应调整"),
    Text("Checks", "检查"),
)


def stocktake_document(rows: Sequence[NetTransfers], made: Made) -> Document:
    """Lay out one row per Party and NDC period; quantities in tonnes or the metric named."""
    cells = tuple(
        (
            row.party,
            row.first_year,
            row.last_year,
            row.metric,
            row.first_transferred_ndc_t,
            row.first_transferred_oimp_t,
            row.acquired_t,
            row.used_t,
            row.net_transferred_t,
            row.adjustment_t,
            OUTCOMES[row.outcome],
        )
        for row in rows
    )
    return Document(
        Text("Net transfers per Party and NDC period", "各缔约方各执行期的净转让"),
        (
            Table(Text("Net transfers", "净转让"), HEADS, cells),
            Heading(1, Text("How this document was made", "本文件如何产生")),
            *(Paragraph(statement) for statement in made.statements()),
        ),
    )
