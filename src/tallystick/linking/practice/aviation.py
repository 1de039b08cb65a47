"""Credits that airlines may cancel: programme, vintage, type, and the authorization of the host."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from tallystick import law
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.values import DATE, ID, TEXT
from tallystick.linking.practice.around import Around

AVIATION = "ICAO Annex 16 Volume IV"


class AviationUse(StrEnum):
    """What an authorization says of use by airlines."""

    OIMP = "OIMP"
    IMP = "IMP"
    NDC = "NDC"
    OP = "OP"


@dataclass(frozen=True, slots=True, kw_only=True)
class AviationCredit:
    """Credits an airline wants to cancel; `excluded` None where the type was not compared."""

    id: Annotated[str, ID, "Its id."]
    programme: Annotated[str, TEXT, "Programme, such as VCS."]
    vintage: Annotated[int | None, "Vintage."] = None
    project_type: Annotated[str | None, TEXT, "Type of the activity."] = None
    on: Annotated[date, DATE, "Day of cancellation."]
    authorized: Annotated[tuple[AviationUse, ...], "Uses its host authorized."] = ()
    authorization_read: Annotated[bool, "Whether the authorization is on file."] = False


def eligibility(one: AviationCredit) -> law.AviationEligibility | None:
    """Return the entry of the list for the phase of the day, None where there is none."""
    return next(
        (
            each
            for each in law.aviation_eligibility()
            if each.programme == one.programme and each.since <= one.on <= each.until
        ),
        None,
    )


AVIATION_CREDITS: Rulebook[AviationCredit, Around] = Rulebook("credits of airlines")


@AVIATION_CREDITS.rule(
    "AVIATION_SCOPE",
    source=AVIATION,
    message=Text(
        "{credit}: {programme}, vintage {vintage}, type {type}, is not eligible on {date}",
        "{credit}：{programme} {vintage} 年份（类型 {type}）在 {date} 不合格",
    ),
    fix=Text(
        "cancel credits of an eligible programme and vintage", "请注销合格项目计划和年份的信用"
    ),
)
def programme_vintage_and_type_are_eligible(one: AviationCredit, _: Around) -> Shown | None:
    """Programme, vintage and type are on the list for the phase of the day."""
    where = {"credit": one.id}
    listed = eligibility(one)
    values = {"credit": one.id, "programme": one.programme, "date": one.on}
    if listed is None:
        return fails(where, vintage=one.vintage or "-", type=one.project_type or "-", **values)
    if one.vintage is None or (listed.excluded and one.project_type is None):
        return unknown(Text("vintage and type", "年份和类型"), where)
    inside = listed.vintage_first <= one.vintage <= listed.vintage_last
    if inside and one.project_type not in listed.excluded:
        return None
    return fails(where, vintage=one.vintage, type=one.project_type or "-", **values)


@AVIATION_CREDITS.rule(
    "AVIATION_AUTHORIZATION",
    source=f"{AVIATION}; 2/CMA.3 annex para 1(f)",
    message=Text(
        "{credit} of vintage {vintage} is authorized for {uses}, not for other international "
        "mitigation purposes",
        "{credit}（{vintage} 年份）获授权用于 {uses}，未获授权用于其他国际减缓目的",
    ),
    fix=Text("have the host authorize it for IMP or OIMP", "请由东道国授权用于IMP或OIMP"),
)
def later_vintages_are_authorized(one: AviationCredit, _: Around) -> Shown | None:
    """From the first vintage of the Paris Agreement on, the host has authorized use for IMP."""
    where = {"credit": one.id}
    if one.vintage is None:
        return unknown(Text("the vintage", "年份"), where)
    if one.vintage < int(law.parameter("first_vintage")):
        return None
    if {AviationUse.OIMP, AviationUse.IMP} & set(one.authorized):
        return None
    if not one.authorization_read:
        return unknown(Text("the authorization", "授权书"), where)
    uses = ", ".join(one.authorized) or "-"
    return fails(where, credit=one.id, vintage=one.vintage, uses=uses)
