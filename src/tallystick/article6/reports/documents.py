"""The reports of a Party laid out as documents in the printed outlines."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from tallystick import law
from tallystick.article6.reports.amounts import HEADS, AmountTable, tables
from tallystick.article6.reports.document import (
    NONE_GIVEN,
    NOT_APPLICABLE,
    OUTCOMES,
    Block,
    Document,
    Heading,
    Paragraph,
    Table,
    closing,
)
from tallystick.article6.reports.information import Information, Value
from tallystick.article6.reports.initial import InitialReport, judge_initial
from tallystick.article6.reports.made import Made
from tallystick.article6.reports.regular import RegularReport, judge_regular
from tallystick.core.findings import Text

YEAR, QUANTITY = Text("Year", "年份"), Text("Quantity (t)", "数量（吨）")
APPROACH = Text("Cooperative approach {id}", "合作方法 {id}")


def initial_document(report: InitialReport, made: Made, *, public: bool = False) -> Document:
    """Lay out an initial or updated initial report in the outline of 6/CMA.4 annex V.

    For the public, what is confidential is withheld with its basis (2/CMA.3 annex para 24).
    """
    title = (
        Text("Updated initial report of {party}", "{party} 更新的初始报告")
        if report.is_update
        else Text("Initial report of {party}", "{party} 初始报告")
    )
    blocks: list[Block] = [_status(str(report.version), report.submitted_on)]
    if not report.is_update:
        blocks += _chapters("initial", _shown(report.information, public), report.submitted_on)
    blocks += [Heading(1, Text("IV. Cooperative approaches", "IV. 合作方法"))]
    for one in report.approaches:
        blocks += _approach(
            "approach", one.id, _shown(one.information, public), report.submitted_on
        )
    blocks += closing(judge_initial(report), made)
    return Document(title.fill({"party": report.party}), tuple(blocks))


def regular_document(report: RegularReport, made: Made, *, public: bool = False) -> Document:
    """Lay out annex 4 of the biennial transparency report in the outline of 6/CMA.4 annex VI.

    For the public, what is confidential is withheld with its basis (2/CMA.3 annex para 24).
    """
    title = Text(
        "Annex 4 to the biennial transparency report {year} of {party}: cooperative approaches",
        "{party} {year} 年两年期透明度报告附件4：合作方法",
    )
    blocks: list[Block] = [_status(None, report.submitted_on)]
    blocks += _chapters("regular", _shown(report.information, public), report.submitted_on)
    blocks += _evidence(report)
    for one in report.approaches:
        blocks += _approach(
            "regular_approach", one.id, _shown(one.information, public), report.submitted_on
        )
    blocks += _amounts(report)
    blocks += _annexes(report, public)
    blocks += closing(judge_regular(report), made)
    return Document(title.fill({"party": report.party, "year": report.year}), tuple(blocks))


def _shown(information: Information, public: bool) -> Information:
    return information.published() if public else information


def _status(version: str | None, submitted_on: date | None) -> Paragraph:
    day, day_zh = (str(submitted_on),) * 2 if submitted_on else ("unknown", "未知")
    en, zh = f"Submitted: {day}", f"提交日期：{day_zh}"
    return Paragraph(
        Text(f"Version {version}. {en}", f"版本 {version}。{zh}") if version else Text(en, zh)
    )


def _chapters(name: str, information: Information, on: date | None) -> Iterator[Block]:
    outline = law.outline(name)
    for place, (en, zh) in outline.chapters.items():
        inside = [one for one in _in_force(name, on) if one.place.split(".")[0] == place]
        if inside:
            yield Heading(1, Text(f"{place}. {en}", f"{place}. {zh}"))
            yield from _elements(inside, information)


def _approach(
    name: str, approach: str, information: Information, on: date | None
) -> Iterator[Block]:
    yield Heading(2, APPROACH.fill({"id": approach}))
    yield from _elements(_in_force(name, on), information)


def _in_force(name: str, on: date | None) -> list[law.Element]:
    elements = law.outline(name).elements
    return sorted(
        (one for one in elements if on is None or one.since <= on), key=lambda one: one.place
    )


def _elements(elements: Iterable[law.Element], information: Information) -> Iterator[Block]:
    for one in elements:
        yield Heading(
            3,
            Text(
                f"{one.place} {one.label_en} (para {one.para})",
                f"{one.place} {one.label_zh}（第{one.para}段）",
            ),
        )
        reason = information.not_applicable.get(one.name)
        if information.has(one.name):
            yield _value(one, information.told[one.name])
        elif reason is not None:
            yield Paragraph(NOT_APPLICABLE.fill({"reason": reason}))
        else:
            yield Paragraph(NONE_GIVEN)


def _value(element: law.Element, value: Value) -> Block:
    if isinstance(value, Mapping):
        name = Text(element.label_en, element.label_zh)
        return Table(name, (YEAR, QUANTITY), tuple(sorted(value.items())))
    return Paragraph("; ".join(value) if isinstance(value, tuple) else str(value))


def _evidence(report: RegularReport) -> Iterator[Block]:
    rows = tuple((one.para, one.statement, OUTCOMES[one.outcome]) for one in report.evidence)
    if rows:
        yield Heading(2, Text("Worked out from the account", "由账户得出"))
        heads = (Text("Para", "段落"), Text("Statement", "陈述"), Text("Outcome", "结果"))
        yield Table(Text("Evidence", "证据"), heads, rows)


def _annexes(report: RegularReport, public: bool) -> Iterator[Block]:
    """Print the two annexes of the outline: what is added freely, and what is confidential."""
    information = _shown(report.information, public)
    yield Heading(1, Text("Annex I: additional information", "附录一：补充信息"))
    added = information.told.get("additional_information")
    yield Paragraph(str(added) if added else NONE_GIVEN)
    yield Heading(1, Text("Annex II: confidential information", "附录二：保密信息"))
    parts = [("regular", "-", report.information)]
    parts += [("regular_approach", one.id, one.information) for one in report.approaches]
    rows = tuple(
        (approach, Text(one.label_en, one.label_zh), part.confidential[one.name])
        for outline, approach, part in parts
        for one in law.outline(outline).elements
        if one.name in part.confidential
    )
    heads = (HEADS["approach"], Text("Element", "要素"), Text("Basis", "依据"))
    yield Table(Text("Confidential", "保密"), heads, rows) if rows else Paragraph(NONE_GIVEN)


def _amounts(report: RegularReport) -> Iterator[Block]:
    if not report.amounts:
        return
    yield Heading(1, Text("Amounts by para 23(j)", "第23(j)段所列数量"))
    for table in tables(report.amounts):
        yield _amount_table(table)


def _amount_table(table: AmountTable) -> Table:
    heads = [Text("Row", "行"), YEAR, *(HEADS[one] for one in table.dimensions), QUANTITY]
    full = len(table.dimensions) > 1
    name = Text("23(j) all", "23(j) 全部") if full else HEADS[table.dimensions[0]]
    rows = tuple((*key, quantity) for key, quantity in table.quantities_t.items())
    return Table(name, tuple(heads), rows)
