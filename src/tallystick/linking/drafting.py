"""An agreement file as a readable text in English and Chinese, with its gaps marked."""

from collections.abc import Iterator

from tallystick.article6.reports.document import Block, Document, Heading, Paragraph, Table
from tallystick.core.findings import Text
from tallystick.linking.agreement.agreement import Agreement, Clause, Recognition
from tallystick.linking.agreement.words import Area, Subject
from tallystick.linking.coverage import coverage
from tallystick.linking.drafting_annexes import ITEM, annexes, in_a_line, items
from tallystick.linking.wording import filled, named, pairs, restriction_said, said

GAP = Text("[GAP: {what}]", "【缺：{what}】")
HEADS = tuple(
    Text(*words)
    for words in (("Party", "缔约方"), ("Level", "层级"), ("Role", "角色"), ("Systems", "体系"))
)
PARTIES = Text("Parties", "缔约方")
UNITS = Text("Recognised units", "认可的单位")
TERMS = Text("Terms under Article 6", "第六条条款")
CLAUSES = Text("Clauses", "条款")
OPEN = Text("What is still open", "待补事项")
FORM = Text("Form: {form}. Subject: {subject}.", "形式：{form}。主题：{subject}。")
SIGNED = Text("Signed: {signed}. In force from: {in_force}.", "签署：{signed}。生效：{in_force}。")
DIRECTION = Text(
    "Units of {origin} ({units}) are recognised in {destination}.",
    "{destination} 认可 {origin} 的单位（{units}）。",
)
OF_PARTY = Text("{party}: {told}", "{party}：{told}")
BINDS = Text("How it binds: {binding}", "约束力：{binding}")
NO_TITLE = Text("no title in this language", "缺少该语言的标题")
NO_DAY = Text("day not fixed", "日期未定")
NO_UNITS = Text("unit types not named", "未列明单位类型")
NO_DIRECTION = Text("no direction is open", "未开放任何方向")
NO_BINDING = Text("how strongly the words bind is not stated", "未注明约束力")
NO_CONTENT = Text("what the clause fixes is not stated", "未写明条款内容")
NO_CLAUSE = Text("no clause on {area}", "没有关于“{area}”的条款")
NO_TERM = Text("{term} not agreed", "未约定{term}")
NOTHING = Text("Nothing that this form calls for is missing.", "该形式通常要求的事项均已写明。")


def gap(what: Text, **values: object) -> Text:
    """Mark a gap."""
    return filled(GAP, what=filled(what, **values))


def draft(agreement: Agreement) -> Document:
    """Write an agreement out for those who negotiate it."""
    blocks = (
        *_opening(agreement),
        *_parties(agreement),
        *_units(agreement),
        *_terms(agreement),
        *_clauses(agreement),
        *annexes(agreement),
        *_open(agreement),
    )
    title = agreement.title
    en = title.en if title else f"{agreement.id} {gap(NO_TITLE).en}"
    zh = title.zh if title and title.zh else f"{agreement.id} {gap(NO_TITLE).zh}"
    return Document(Text(en, zh), blocks)


def _item(name: Text, value: Text) -> Text:
    return filled(ITEM, name=name, value=value)


def _opening(agreement: Agreement) -> Iterator[Block]:
    yield Paragraph(filled(FORM, form=agreement.form, subject=agreement.about))
    dates = agreement.dates
    signed, in_force = dates.signed or gap(NO_DAY), dates.in_force or gap(NO_DAY)
    yield Paragraph(filled(SIGNED, signed=signed, in_force=in_force))
    yield from items(dates, "signed", "in_force")


def _parties(agreement: Agreement) -> Iterator[Block]:
    yield Heading(1, PARTIES)
    rows = tuple(
        (
            Text(party.name.en, party.name.zh or party.name.en) if party.name else party.id,
            said(party.level),
            said(party.role),
            ", ".join(party.systems) or "-",
        )
        for party in agreement.parties
    )
    yield Table(PARTIES, HEADS, rows)
    for party in agreement.parties:
        shown = ("level", "role", "systems", "name" if party.name else "id")
        further = in_a_line(party, *shown)
        if further.en:
            name = party.name or party.id
            yield Paragraph(filled(OF_PARTY, party=name, told=further))


def _units(agreement: Agreement) -> Iterator[Block]:
    yield Heading(1, UNITS)
    for one in agreement.recognition:
        yield Paragraph(_direction(one))
        yield from items(one, "origin", "destination", "units", "restrictions")
        for restriction in one.restrictions:
            yield Paragraph(restriction_said(restriction))
    if not agreement.recognition and agreement.about is not Subject.COOPERATION:
        yield Paragraph(gap(NO_DIRECTION))


def _direction(one: Recognition) -> Text:
    units = said(one.units) if one.units else gap(NO_UNITS)
    return filled(DIRECTION, origin=one.origin, destination=one.destination, units=units)


def _terms(agreement: Agreement) -> Iterator[Block]:
    if agreement.about is not Subject.ARTICLE6 and not agreement.article6.is_stated:
        return
    yield Heading(1, TERMS)
    yield from items(agreement.article6)
    for term in ("first_transfer", "adjustment_method"):
        if getattr(agreement.article6, term) is None:
            yield Paragraph(gap(NO_TERM, term=named(term)))


def _clauses(agreement: Agreement) -> Iterator[Block]:
    yield Heading(1, CLAUSES)
    for area in Area:
        for clause in agreement.clauses_on(area):
            yield from _clause(clause)


def _clause(clause: Clause) -> Iterator[Block]:
    name = said(clause.area)
    ref = f" ({clause.ref})" if clause.ref else ""
    yield Heading(2, Text(f"{name.en.capitalize()}{ref}", f"{name.zh}{ref}"))
    if clause.summary:
        yield Paragraph(Text(clause.summary.en, clause.summary.zh or clause.summary.en))
    bound = filled(BINDS, binding=clause.binding) if clause.binding else gap(NO_BINDING)
    yield Paragraph(bound)
    fixed = pairs(clause.params) if clause.params is not None else []
    for name, value in fixed:
        yield Paragraph(_item(name, value))
    yield from items(clause, "area", "ref", "binding", "params", "summary")
    if not fixed and not clause.summary:
        yield Paragraph(gap(NO_CONTENT))


def _open(agreement: Agreement) -> Iterator[Block]:
    yield Heading(1, OPEN)
    missing = coverage(agreement).missing
    for area in missing:
        yield Paragraph(gap(NO_CLAUSE, area=area))
    if not missing:
        yield Paragraph(NOTHING)
