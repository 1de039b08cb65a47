"""The letter of authorization: one version of an authorization, element by element."""

from collections.abc import Iterator, Sequence
from datetime import date

from tallystick.article6.authorization.content import Content
from tallystick.article6.authorization.elements import (
    ELEMENTS,
    Documents,
    Element,
    Standing,
    elements_of,
)
from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.records import Authorize
from tallystick.article6.reports.document import Block, Document, Heading, Paragraph, Table, Words
from tallystick.article6.reports.made import Made
from tallystick.core.actions import print_purposes
from tallystick.core.findings import Text
from tallystick.core.quantities import Metric

STANDINGS = {
    Standing.ABSENT: Text("not stated", "未说明"),
    Standing.OMITTED: Text("not stated, though it applies", "适用而未说明"),
    Standing.NOT_APPLICABLE: Text("not applicable", "不适用"),
    Standing.UNKNOWN: Text("unknown", "未知"),
}
HEADS = (
    Text("4/CMA.6 para 5", "4/CMA.6 第5段"),
    Text("Element", "要素"),
    Text("What is authorized", "授权内容"),
)
REVOKED = Text(
    "This version revokes the authorization from {on} on. It reaches units already first "
    "transferred only where the terms before it say so (4/CMA.6 paras 7 to 9).",
    "本版本自 {on} 起撤销该授权。仅当此前条款有规定时，才及于已首次转让的单位（4/CMA.6第7至9段）。",
)
OPENING = Text(
    "{party} authorizes mitigation outcomes under Article 6, paragraph 2, of the Paris Agreement. "
    "Authorization {id}, version {version}, dated {decided}, in effect from {on}.",
    "{party}根据《巴黎协定》第六条第二款授权减缓成果。"
    "授权 {id}，第 {version} 版，日期 {decided}，自 {on} 起生效。",
)
SIGNATURE = Text("For {party}, {by}, {on}", "代表{party}，{by}，{on}")


def letter(version: Authorize, signed_by: str, signed_on: date, made: Made) -> Document:
    """Lay out a version with its fourteen elements; what is not stated is said to be so."""
    party = _name(version.party)
    told = {"id": version.id, "version": version.version}
    days = {"decided": version.decided_on, "on": version.on}
    blocks: list[Block] = [Paragraph(_fill(OPENING, party, {**told, **days}))]
    if version.revokes:
        blocks.append(Paragraph(REVOKED.fill({"on": version.on})))
    blocks += [
        Table(Text("Elements", "要素"), HEADS, tuple(_rows(version))),
        *_demands(version),
        Heading(1, Text("Signature", "签署")),
        Paragraph(_fill(SIGNATURE, party, {"by": signed_by, "on": signed_on})),
        Heading(1, Text("How this document was made", "本文件如何产生")),
        *(Paragraph(statement) for statement in made.statements()),
    ]
    title = Text("Letter of authorization {id}", "授权书 {id}")
    return Document(title.fill({"id": version.id}), tuple(blocks))


def _name(party: str) -> Text:
    return PARTIES[party].name if party in PARTIES else Text(party, party)


def _fill(text: Text, party: Text, values: dict[str, object]) -> Text:
    en = text.en.format_map({**values, "party": party.en})
    return Text(en, text.zh.format_map({**values, "party": party.zh}))


def _rows(version: Authorize) -> Iterator[tuple[Words, Words, Words]]:
    standings = elements_of(Documents(version)).standings
    for element in ELEMENTS:
        standing = standings[element.letter]
        value = stated(version, element) if standing is Standing.PRESENT else STANDINGS[standing]
        yield f"({element.letter})", element.label, value


def stated(version: Authorize, element: Element) -> Words:
    """Return what a version says on an element that it states."""
    content = version.content or Content()
    changes = content.changes
    values: dict[str, Sequence[object]] = {
        "a": (version.approach,),
        "b": (*version.authorized_parties, *version.authorized_entities),
        "c": (content.expires_on, content.final_event_on),
        "d": (version.first_transfer_definition,),
        "e": (print_purposes(version.purposes), version.authorized_oimp),
        "f": content.frameworks,
        "g": (*changes.circumstances, changes.process) if changes else (),
        "h": (version.authorized_quantity_t,),
        "i": (content.tracking_registry,),
        "j": content.underlying_registries,
        "k": (f"{version.first_year} - {version.last_year}",),
        "l": (*content.gases, *([version.metric] if version.metric != Metric.GHG else [])),
        "m": version.sectors,
        "n": version.activity_types,
    }
    return "; ".join(str(one) for one in values[element.letter] if one)


def _demands(version: Authorize) -> Iterator[Block]:
    content = version.content
    if content is None:
        return
    if content.demands:
        asked = ", ".join(sorted(one.value for one in content.demands))
        yield Paragraph(Text(f"Demanded besides: {asked}", f"另须具备：{asked}"))
    if content.change is not None:
        made = content.change
        yield Paragraph(
            Text(
                f"Changed in the circumstance: {made.circumstance}; by the process: {made.process}",
                f"变更情形：{made.circumstance}；变更程序：{made.process}",
            )
        )
