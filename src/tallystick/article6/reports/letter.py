"""The letter of authorization: one version of an authorization, element by element."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tallystick.article6.authorization.content import Content, Demand
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
from tallystick.core.actions import FirstTransferDefinition, Purposes, print_purposes
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
ENDS = Text("valid until {on}", "有效期至 {on}")
FINAL_EVENT = Text("the event of first transfer by {on}", "首次转让事件最迟于 {on}")
TONNES = Text("t CO2 eq", "吨二氧化碳当量")
EVENTS = {
    FirstTransferDefinition.AUTHORIZATION: Text("Authorization", "授权"),
    FirstTransferDefinition.ISSUANCE: Text("Issuance", "签发"),
    FirstTransferDefinition.USE_OR_CANCELLATION: Text("Use or cancellation", "使用或注销"),
}
USES_ZH = {
    "NDC": "国家自主贡献",
    "IMP": "国际减缓目的",
    "OP": "其他目的",
    "OIMP": "其他国际减缓目的",
}
DEMANDS = {
    Demand.TWO_KEYS: Text(
        "two keys: the other Party authorizes too", "双重授权：另一缔约方亦须授权"
    ),
    Demand.ENTITIES: Text("authorized entities", "获授权实体"),
    Demand.TWO_TIERS: Text("two tiers: an agreement and a contract", "两级文件：协定与合同"),
}
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


def stated(version: Authorize, element: Element) -> Text:
    """Return what a version says on an element that it states."""
    content = version.content or Content()
    changes, definition = content.changes, version.definition
    values: dict[str, Sequence[object]] = {
        "a": (version.approach,),
        "b": (*version.authorized_parties, *version.authorized_entities),
        "c": (_dated(ENDS, content.expires_on), _dated(FINAL_EVENT, content.final_event_on)),
        "d": (EVENTS[definition] if definition else version.first_transfer_definition,),
        "e": (_uses(version.purposes), version.authorized_oimp),
        "f": content.frameworks,
        "g": (*changes.circumstances, changes.process) if changes else (),
        "h": (version.authorized_quantity_t,),
        "i": (content.tracking_registry,),
        "j": content.underlying_registries,
        "k": (f"{version.first_year} - {version.last_year}",),
        "l": (TONNES if version.metric == Metric.GHG else version.metric, *content.gases),
        "m": version.sectors,
        "n": version.activity_types,
    }
    return _listed(one for one in values[element.letter] if one)


def _listed(values: Iterable[object]) -> Text:
    """Join values in each language; what has no words of ours stays as it is."""
    words = [one if isinstance(one, Text) else Text(str(one), str(one)) for one in values]
    return Text("; ".join(one.en for one in words), "；".join(one.zh for one in words))


def _dated(words: Text, on: date | None) -> Text | None:
    return words.fill({"on": on}) if on else None


def _uses(purposes: Purposes) -> Text:
    """Name the uses as the agreed electronic format prints them, and in Chinese."""
    printed = print_purposes(purposes)
    return Text(printed, "和".join(USES_ZH[one] for one in printed.split(" and ")))


def _demands(version: Authorize) -> Iterator[Block]:
    content = version.content
    if content is None:
        return
    if content.demands:
        asked = _listed(DEMANDS[one] for one in sorted(content.demands))
        yield Paragraph(Text(f"Demanded besides: {asked.en}", f"另须具备：{asked.zh}"))
    if content.change is not None:
        made = content.change
        yield Paragraph(
            Text(
                f"Changed in the circumstance: {made.circumstance}; by the process: {made.process}",
                f"变更情形：{made.circumstance}；变更程序：{made.process}",
            )
        )
