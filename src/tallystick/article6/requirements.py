"""Requirements that are tested on more than one kind of subject, each worded once."""

from dataclasses import dataclass
from typing import Any

from tallystick.core.actions import FirstTransferDefinition
from tallystick.core.findings import Text


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a rule cites and says; the rules that test it on their subject share it."""

    source: str
    message: Text
    fix: Text

    @property
    def words(self) -> dict[str, Any]:
        """The fields of a rule that do not depend on its subject."""
        return {"source": self.source, "message": self.message, "fix": self.fix}


ITMO_VINTAGE = Requirement(
    source="2/CMA.3 annex para 1(e)",
    message=Text("vintage {vintage} precedes {first}", "产生年份 {vintage} 早于 {first} 年"),
    fix=Text(
        "enter only mitigation achieved in {first} or later, or correct the vintage",
        "只能登记 {first} 年及以后实现的减缓；如填写有误请更正产生年份",
    ),
)

ITMO_VINTAGE_FUTURE = Requirement(
    source="6/CMA.4 para 5; Tallystick design",
    message=Text(
        "vintage {vintage} is later than {year}, the year of the entry",
        "产生年份 {vintage} 晚于该项所述年份 {year}",
    ),
    fix=Text(
        "enter a mitigation outcome in or after the year in which it occurred, or correct the"
        " vintage or the date",
        "请在减缓成果发生当年或之后登记，或更正产生年份或日期",
    ),
)

USE_PURPOSE = Requirement(
    source="4/CMA.6 para 5(e); 2/CMA.3 annex para 1(d); 2/CMA.3 annex para 1(f)",
    message=Text(
        "{purpose} is not covered by authorization {authorization}, which is for {authorized}",
        "授权 {authorization} 的用途为 {authorized}，不涵盖 {purpose}",
    ),
    fix=Text(
        "use the units only for {authorized}, or correct the purpose or the authorization",
        "单位仅可用于 {authorized}；如填写有误请更正用途或授权",
    ),
)

_EVENTS = tuple(definition.value for definition in FirstTransferDefinition)
_STATE_ONE = Text(
    f"state {', or '.join(_EVENTS)}, and the day of the authorization",
    f"请说明{'、'.join(_EVENTS)}之一，并注明授权日期",
)

FT_DEF_MISSING = Requirement(
    source="2/CMA.3 annex para 2(b); 4/CMA.6 para 5(d)",
    message=Text(
        "authorization {authorization} covers other international mitigation purposes but states "
        "no first transfer",
        "授权 {authorization} 涵盖其他国际减缓目的，但未说明首次转让",
    ),
    fix=_STATE_ONE,
)

FT_DEF_UNRESOLVED = Requirement(
    source="2/CMA.3 annex para 2(b)",
    message=Text(
        'the first transfer "{declared}" of authorization {authorization} names no event that can '
        "be dated; no balance of {party} can be worked out",
        "授权 {authorization} 的首次转让“{declared}”无法确定日期；不计算 {party} 的余额",
    ),
    fix=_STATE_ONE,
)

FT_DEF_NA = Requirement(
    source="2/CMA.3 annex para 2",
    message=Text(
        'authorization {authorization} is for NDCs only and states the first transfer "{declared}"',
        "授权 {authorization} 仅用于国家自主贡献，却说明了首次转让“{declared}”",
    ),
    fix=Text(
        "leave it out: for NDCs it is always the first international transfer",
        "请删除：用于国家自主贡献时，首次转让总是首次国际转让",
    ),
)
