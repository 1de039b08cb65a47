"""Rules on authorizations: their first transfers have to be datable."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tallystick.article6.account.values import Account, Authorization, Scope
from tallystick.article6.requirements import FT_DEF_MISSING, FT_DEF_NA, FT_DEF_UNRESOLVED
from tallystick.core.actions import FirstTransferDefinition
from tallystick.core.findings import Outcome, Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class Granted:
    """Who authorizes, and which first transfers it specifies for each approach."""

    party: str
    definitions: Mapping[str | None, frozenset[FirstTransferDefinition]]


def gather(account: Account) -> Granted:
    """Gather what the authorizations of an account say together."""
    definitions: dict[str | None, frozenset[FirstTransferDefinition]] = defaultdict(frozenset)
    for one in account.authorizations.values():
        if one.covers_oimp and one.definition:
            definitions[one.approach] |= {one.definition}
    return Granted(account.party, definitions)


AUTHORIZATIONS: Rulebook[Authorization, Granted] = Rulebook("authorization")


def place(authorization: Authorization) -> dict[str, object]:
    """Say which authorization a finding is about."""
    return {**authorization.origin, "authorization": authorization.id}


@AUTHORIZATIONS.rule("FT_DEF_MISSING", **FT_DEF_MISSING.words)
def definition_is_stated(authorization: Authorization, _: Granted) -> Shown | None:
    """An authorization for OIMP states the event of the first transfer."""
    if authorization.states_definition or not authorization.covers_oimp:
        return None
    return fails(place(authorization), authorization=authorization.id)


@AUTHORIZATIONS.rule("FT_DEF_UNRESOLVED", **FT_DEF_UNRESOLVED.words)
def definition_is_resolved(authorization: Authorization, granted: Granted) -> Shown | None:
    """The stated event of the first transfer is one of the three and has a date."""
    if authorization.is_resolved:
        return None
    return fails(
        place(authorization),
        declared=authorization.declared or "",
        authorization=authorization.id,
        party=granted.party,
    )


@AUTHORIZATIONS.rule("FT_DEF_NA", **FT_DEF_NA.words)
def definition_is_left_out_for_ndcs(authorization: Authorization, _: Granted) -> Shown | None:
    """An authorization for NDCs alone has no event to specify."""
    if authorization.covers_oimp or not authorization.states_definition:
        return None
    return fails(
        place(authorization), authorization=authorization.id, declared=authorization.declared
    )


@AUTHORIZATIONS.rule(
    "FT_DEF_CONSISTENT",
    source="4/CMA.6 para 15",
    severity=Severity.WARNING,
    message=Text(
        'approach {approach} has the first transfer "{declared}" here and "{other}" elsewhere',
        "合作方法 {approach} 在此规定首次转让“{declared}”，在别处规定“{other}”",
    ),
    fix=Text(
        "specify one first transfer for all authorizations of an approach",
        "请对同一合作方法的所有授权规定同一首次转让",
    ),
)
def definition_is_one_per_approach(authorization: Authorization, granted: Granted) -> Shown | None:
    """A Party specifies the same first transfer throughout a cooperative approach."""
    definition, approach = authorization.definition, authorization.approach
    if not authorization.covers_oimp or definition is None:
        return None
    if approach is None:
        all_alike = len(frozenset().union(*granted.definitions.values())) == 1
        missing = Text("the cooperative approach", "合作方法")
        return None if all_alike else unknown(missing, place(authorization))
    others = sorted(granted.definitions[approach] - {definition})
    if not others:
        return None
    return fails(
        place(authorization), approach=approach, declared=definition, other=", ".join(others)
    )


@AUTHORIZATIONS.rule(
    "NDC_SCOPE",
    source="2/CMA.3 annex para 14",
    severity=Severity.INFO,
    message=Text(
        "what is first transferred under {authorization} comes from outside the NDC and is "
        "adjusted for all the same",
        "{authorization} 项下首次转让的成果不在国家自主贡献覆盖范围内，同样作相应调整",
    ),
    fix=Text("nothing needs to be done", "无需处理"),
)
def outcomes_from_outside_the_ndc_are_adjusted_for(
    authorization: Authorization, _: Granted
) -> Shown | None:
    """Where outcomes lie outside the NDC, the output says that this changes no adjustment."""
    if authorization.scope is not Scope.OUTSIDE:
        return None
    return Shown({"authorization": authorization.id}, place(authorization), Outcome.PASS)


@AUTHORIZATIONS.rule(
    "FT_CONVENTION",
    source="Tallystick design",
    severity=Severity.INFO,
    message=Text(
        "all units issued, transferred, used or cancelled under {authorization} count as first "
        "transferred on {date}, each once, by the convention of the reporting workbooks",
        "按报告工作簿的惯例，{authorization} 项下签发、转让、使用或注销的所有单位均视为于 {date} "
        "首次转让，各计一次",
    ),
    fix=Text("nothing needs to be done", "无需处理"),
)
def authorization_counts_all_units(authorization: Authorization, _: Granted) -> Shown | None:
    """Where authorization is the first transfer, the output says which units it counts."""
    at_once = authorization.definition is FirstTransferDefinition.AUTHORIZATION
    if not (at_once and authorization.covers_oimp and authorization.is_resolved):
        return None
    values = {"authorization": authorization.id, "date": authorization.on}
    return Shown(values, place(authorization), Outcome.PASS)
