"""Requirements that are tested on more than one kind of subject, each worded once."""

from dataclasses import dataclass
from typing import Any

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
