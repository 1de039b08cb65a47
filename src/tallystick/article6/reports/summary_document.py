"""The structured summary laid out as it stands in the biennial transparency report."""

from tallystick.article6.account.summary import Row
from tallystick.article6.reports.document import (
    OUTCOMES,
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Table,
    Words,
    closing,
)
from tallystick.article6.reports.made import Made
from tallystick.article6.reports.summary import ANY_OTHER, Achievement, SummaryReport, applies
from tallystick.core.findings import Finding, Outcome, Text

TITLE = Text(
    "Structured summary of {party}: Article 6 rows of table 4 (5/CMA.3)",
    "{party} 结构化摘要：表4中第六条各行（5/CMA.3）",
)
SIGN = Text(
    "Row 23(g) is first transfers minus uses: emissions plus that row are the emissions balance. "
    "The printed table does not define its sign.",
    "第23(g)行为首次转让减去使用：排放加上该行即为排放量余额。印发的表格未规定其正负号。",
)
SIGN_OF_INDICATOR = Text(
    "Row 23(g) is first transfers minus uses: the level of the indicator less that row is the "
    "adjusted indicator. The printed table does not define its sign.",
    "第23(g)行为首次转让减去使用：指标水平减去该行即为调整后的指标。印发的表格未规定其正负号。",
)
CERS = Text("CERs used: {quantity} t", "已使用的核证减排量：{quantity} 吨")
DASH = Text("A dash marks a row that does not apply.", "短横线表示该行不适用。")
ANSWERS = {
    Outcome.PASS: Text("yes", "是"),
    Outcome.FAIL: Text("no", "否"),
    Outcome.NOT_DETERMINABLE: Text("unknown", "未知"),
}


def summary_document(report: SummaryReport, made: Made, more: tuple[Finding, ...] = ()) -> Document:
    """Lay out the fifteen rows in printed order, the achievement block, entities and findings."""
    sign = SIGN if report.account.ndc.is_ghg else SIGN_OF_INDICATOR
    blocks: list[Block] = [Paragraph(sign), Paragraph(DASH), _rows(report)]
    blocks += [
        Paragraph(Text(f"{row.para}: {row.note.en}", f"{row.para}：{row.note.zh}"))
        for row in report.rows
        if row.note
    ]
    blocks += [
        Heading(1, Text("Entities authorized (23(d))", "获授权实体（23(d)）")),
        _entities(report),
    ]
    blocks += [
        Heading(1, Text("Assessment of achievement (para 70)", "实现情况评估（第70段）")),
        achievement_table(report.achievement),
    ]
    blocks += closing((*report.findings, *more), made)
    return Document(TITLE.fill({"party": report.account.party}), tuple(blocks))


def _rows(report: SummaryReport) -> Table:
    years = [year.year for year in report.result.years]
    fixed = (Text("Row", "行"), Text("Para", "段落"), Text("Label", "项目"))
    heads: tuple[Words, ...] = (*fixed, *(str(year) for year in years))
    rows = tuple(
        (row.row, row.para, row.label, *(_cell(report, row, year) for year in years))
        for row in report.rows
    )
    return Table(Text("Table 4", "表4"), heads, rows)


def _cell(report: SummaryReport, row: Row, year: int) -> Cell:
    """A row that does not apply has dashes; one that does and is not known says so."""
    if row.para == ANY_OTHER:
        return _other(report, year)
    return row.values[year] if applies(report.account.ndc, row.para) else "-"


def _other(report: SummaryReport, year: int) -> Cell:
    """Any other information: the Party's words, and CERs used (7/CMA.4 annex I para 24)."""
    cers, said = report.additions.cers_used_t.get(year), report.additions.other.get(year)
    if cers is None:
        return said or "-"
    used = CERS.fill({"quantity": cers})
    return Text(f"{said}; {used.en}", f"{said}；{used.zh}") if said else used


def _entities(report: SummaryReport) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for one in report.account.authorizations.values():
        if one.covers_oimp:
            named = report.additions.entities.get(one.id)
            rows.append((one.id, None if named is None else "; ".join(named) or "-"))
    heads = (Text("Authorization", "授权"), Text("Entities", "实体"))
    return Table(Text("Entities", "实体"), heads, tuple(rows))


def achievement_table(block: Achievement) -> Table:
    """Lay out the achievement block line by line."""
    sign = "≤" if block.at_most else "≥"
    rows: tuple[tuple[Cell, ...], ...] = (
        (
            Text("Target restated", "重申目标"),
            block.target_t if block.target is None else block.target,
        ),
        (Text("Reference point or base year", "参考点或基准年"), block.reference),
        (Text("Final information (23(l))", "最终信息（23(l)）"), block.final_t),
        (Text(f"Compared with ({sign})", f"比较对象（{sign}）"), block.compared_with_t),
        (Text("Achieved", "是否实现"), ANSWERS[block.achieved]),
        (Text("Outcome", "结果"), OUTCOMES[block.achieved]),
    )
    return Table(Text("Achievement", "实现情况"), (Text("Item", "项目"), Text("Value", "值")), rows)
