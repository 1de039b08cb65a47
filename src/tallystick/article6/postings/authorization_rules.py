"""Rules on authorizations and on changes to them."""

from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.records import Authorize
from tallystick.core.actions import parse_first_transfer_definition
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

AUTHORIZATIONS: Rulebook[Authorize, Facts] = Rulebook("authorization")


@AUTHORIZATIONS.rule(
    "PART_A",
    source="2/CMA.3 annex para 4(a)",
    message=Text(
        "{party} was not a Party to the Paris Agreement on {date}",
        "{party} 在 {date} 不是《巴黎协定》缔约方",
    ),
    fix=Text(
        "authorize on a day on which the Paris Agreement binds the Party",
        "请在《巴黎协定》对该缔约方有约束力的日期授权",
    ),
)
def authorizer_is_a_party(authorization: Authorize, facts: Facts) -> Shown | None:
    """Only a Party to the Paris Agreement authorizes."""
    where = _where(authorization)
    party = facts.parties.get(authorization.party)
    if party is None:
        return unknown(Text("the membership of the Party", "缔约方资格信息"), where)
    if party.is_party_on(authorization.on):
        return None
    return fails(where, party=party.code, date=authorization.on)


@AUTHORIZATIONS.rule(
    "AUTH_CHANGE",
    source="4/CMA.6 para 7",
    message=Text(
        "version {version} of {date} does not follow version {latest} of {latest_date}, "
        "or names another Party or approach",
        "{date} 的第 {version} 版不接续 {latest_date} 的第 {latest} 版，或更换了缔约方或合作方法",
    ),
    fix=Text(
        "number versions from 1 without a gap, in order of date, for the same Party and approach",
        "请从 1 起连续编号，按日期先后，且缔约方与合作方法不变",
    ),
)
def version_follows(authorization: Authorize, facts: Facts) -> Shown | None:
    """A change to an authorization is its next version."""
    versions = facts.authorizations.get(authorization.id, ())
    latest = versions[-1] if versions else None
    follows = authorization.version == (latest.version + 1 if latest else 1)
    keeps = latest is None or (
        (latest.party, latest.approach) == (authorization.party, authorization.approach)
        and latest.on <= authorization.on
    )
    if follows and keeps:
        return None
    return fails(
        _where(authorization),
        version=authorization.version,
        date=authorization.on,
        latest=latest.version if latest else 0,
        latest_date=latest.on if latest else "-",
    )


@AUTHORIZATIONS.rule(
    "AUTH_CHANGE",
    source="4/CMA.6 para 7",
    message=Text(
        "version {version} of {date} would reach units first transferred on {last_on}",
        "{date} 的第 {version} 版会影响 {last_on} 已首次转让的单位",
    ),
    fix=Text(
        "date the change after the last first transfer",
        "请将变更日期定在最后一次首次转让之后",
    ),
)
def change_is_not_retroactive(authorization: Authorize, facts: Facts) -> Shown | None:
    """A change does not reach units that are first transferred already."""
    if not facts.authorizations.get(authorization.id):
        return None
    done = facts.first_transferred.get(authorization.id)
    if done is None:
        return unknown(
            Text("what has been first transferred", "已首次转让的数量"), _where(authorization)
        )
    if done.last_on is None or done.last_on < authorization.on:
        return None
    return fails(
        _where(authorization),
        version=authorization.version,
        date=authorization.on,
        last_on=done.last_on,
    )


@AUTHORIZATIONS.rule(
    "FT_DEF_MISSING",
    source="2/CMA.3 annex para 2(b)",
    message=Text(
        "authorization {authorization} covers other international mitigation purposes but states "
        "no first transfer",
        "授权 {authorization} 涵盖其他国际减缓目的，但未说明首次转让",
    ),
    fix=Text(
        "state Authorization, Issuance, or Use or cancellation",
        "请说明 Authorization、Issuance 或 Use or cancellation",
    ),
)
def definition_is_stated(authorization: Authorize, _: Facts) -> Shown | None:
    """An authorization for OIMP states the event of the first transfer."""
    stated = (authorization.first_transfer_definition or "").strip()
    if stated or not authorization.covers_oimp:
        return None
    return fails(_where(authorization), authorization=authorization.id)


@AUTHORIZATIONS.rule(
    "FT_DEF_UNRESOLVED",
    source="2/CMA.3 annex para 2(b)",
    message=Text(
        '"{definition}" is no event of first transfer; nothing can be computed for {party}',
        "“{definition}”不是首次转让事件；无法为 {party} 计算",
    ),
    fix=Text(
        "state Authorization, Issuance, or Use or cancellation",
        "请说明 Authorization、Issuance 或 Use or cancellation",
    ),
)
def definition_is_resolved(authorization: Authorize, _: Facts) -> Shown | None:
    """The stated event of the first transfer is one of the three."""
    stated = (authorization.first_transfer_definition or "").strip()
    if not stated or not authorization.covers_oimp:
        return None
    try:
        parse_first_transfer_definition(stated)
    except ValueError:
        return fails(_where(authorization), definition=stated, party=authorization.party)
    return None


@AUTHORIZATIONS.rule(
    "FT_DEF_NA",
    source="2/CMA.3 annex para 2",
    message=Text(
        'authorization {authorization} is for NDCs only and states the first transfer "{stated}"',
        "授权 {authorization} 仅用于国家自主贡献，却说明了首次转让“{stated}”",
    ),
    fix=Text(
        "leave it out: the first transfer is the first international transfer",
        "请删去：首次转让即首次国际转让",
    ),
)
def definition_is_for_oimp(authorization: Authorize, _: Facts) -> Shown | None:
    """An authorization for NDCs only has no definition of its own."""
    stated = authorization.first_transfer_definition
    if stated is None or authorization.covers_oimp:
        return None
    return fails(_where(authorization), authorization=authorization.id, stated=stated)


@AUTHORIZATIONS.rule(
    "FT_DEF_SAME",
    source="4/CMA.6 para 15",
    message=Text(
        "{party} defines the first transfer in {approach} as {other} under {other_id}, "
        "not as {definition}",
        "{party} 在 {approach} 中依 {other_id} 将首次转让定义为 {other}，而非 {definition}",
    ),
    fix=Text(
        "define the first transfer the same way throughout one cooperative approach",
        "请在同一合作方法内采用同一首次转让定义",
    ),
)
def definition_is_the_same_in_an_approach(authorization: Authorize, facts: Facts) -> Shown | None:
    """A Party defines the first transfer one way within one cooperative approach."""
    for other in facts.same_approach:
        if None in (authorization.definition, other.definition):
            continue
        if other.definition != authorization.definition:
            return fails(
                _where(authorization),
                party=authorization.party,
                approach=authorization.approach,
                other=other.definition,
                other_id=other.id,
                definition=authorization.definition,
            )
    return None


def _where(authorization: Authorize) -> dict[str, object]:
    return {"party": authorization.party, "authorization": authorization.id}
