"""Rules on authorizations and on changes to them."""

from tallystick.article6.authorization.content import NOTICE
from tallystick.article6.authorization.history import (
    State,
    follows_terms,
    reaches_back,
    state_on,
)
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.article6.postings.records import Authorize
from tallystick.article6.requirements import FT_DEF_MISSING, FT_DEF_NA, FT_DEF_UNRESOLVED
from tallystick.core.actions import FirstTransferDefinition, parse_first_transfer_definition
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
    "CA_MEMBER",
    source="2/CMA.3 annex para 18(g); 4/CMA.6 para 3",
    message=Text(
        "{party} is not in {approach}, whose Parties are {parties}",
        "{party} 不参与 {approach}，其缔约方为 {parties}",
    ),
    fix=Text(
        "correct the approach, or first record that {party} takes part in it",
        "请更正合作方法，或先登记 {party} 参与该方法",
    ),
)
def authorizer_is_in_the_approach(authorization: Authorize, facts: Facts) -> Shown | None:
    """A Party authorizes outcomes of the cooperative approaches in which it takes part."""
    where = {**_where(authorization), "approach": authorization.approach}
    if facts.participants is None:
        return unknown(Text("the Parties of the approach", "合作方法的缔约方"), where)
    if authorization.party in facts.participants:
        return None
    return fails(
        where,
        party=authorization.party,
        approach=authorization.approach,
        parties=", ".join(sorted(facts.participants)),
    )


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
        "date the change after the last first transfer, unless the terms let it reach back",
        "请将变更日期定在最后一次首次转让之后，除非授权条款允许追溯",
    ),
)
def change_is_not_retroactive(authorization: Authorize, facts: Facts) -> Shown | None:
    """A change does not reach units that are first transferred already, unless the terms do."""
    versions = facts.authorizations.get(authorization.id)
    if not versions:
        return None
    done = facts.first_transferred.get(authorization.id)
    if done is None:
        return unknown(
            Text("what has been first transferred", "已首次转让的数量"), _where(authorization)
        )
    declared = reaches_back(authorization)
    if done.last_on is None or (done.last_on < authorization.on and not declared):
        return None
    if declared and follows_terms(versions[-1], authorization):
        return None
    return fails(
        _where(authorization),
        version=authorization.version,
        date=authorization.on,
        last_on=done.last_on,
    )


@AUTHORIZATIONS.rule(
    "AUTH_CHANGE",
    source="4/CMA.6 para 8; 4/CMA.6 para 5(g)",
    message=Text(
        "version {version} is not made in a circumstance and by the process that the terms of "
        "version {latest} name",
        "第 {version} 版的变更不符合第 {latest} 版条款所列的情形和程序",
    ),
    fix=Text(
        "change only in those circumstances and by that process, or issue a new authorization",
        "请仅在所列情形下按所列程序变更，或另行授权",
    ),
)
def change_follows_the_terms(authorization: Authorize, facts: Facts) -> Shown | None:
    """A change keeps to the terms, wherever the version before is recorded in full."""
    versions = facts.authorizations.get(authorization.id)
    if not versions or versions[-1].content is None:
        return None
    followed = follows_terms(versions[-1], authorization)
    if followed is None:
        missing = Text("the circumstance and the terms of the change", "变更的情形与条款")
        return unknown(missing, _where(authorization))
    if followed:
        return None
    values = {"version": authorization.version, "latest": versions[-1].version}
    return fails(_where(authorization), **values)


@AUTHORIZATIONS.rule(
    "AUTH_STATE",
    source=DESIGN,
    message=Text(
        "version {version} of {date} cannot follow: authorization {authorization} is {state}",
        "授权 {authorization} 状态为 {state}，{date} 的第 {version} 版不能成立",
    ),
    fix=Text(
        "issue it first; once expired or revoked, grant a new authorization",
        "请先签发；已到期或撤销的，请另行授权",
    ),
)
def ended_authorization_stays_ended(authorization: Authorize, facts: Facts) -> Shown | None:
    """A draft is neither revoked nor over, and nothing follows expiry or revocation."""
    versions = facts.authorizations.get(authorization.id, ())
    state = state_on(versions, authorization.on)
    ended = state in {State.EXPIRED, State.REVOKED} or any(one.revokes for one in versions)
    stillborn = authorization.revokes or authorization.is_expired(authorization.on)
    if not ended and (versions or not stillborn):
        return None
    return fails(
        _where(authorization),
        version=authorization.version,
        date=authorization.on,
        authorization=authorization.id,
        state=state,
    )


@AUTHORIZATIONS.rule(
    "FT_EVENT_NOTICE",
    source="4/CMA.6 para 13",
    message=Text(
        "authorization {authorization} makes {definition} the first transfer without arrangements "
        "for {party} to be told of it",
        "授权 {authorization} 以 {definition} 为首次转让，但 {party} 未作获知该事件的安排",
    ),
    fix=Text(
        "arrange to be notified of the event and describe the arrangement in `notice`",
        "请作出获知该事件的安排，并在 notice 中说明",
    ),
)
def party_is_told_of_the_event(authorization: Authorize, _: Facts) -> Shown | None:
    """A Party that chose issuance, or use or cancellation, arranges to be told of that event."""
    content, definition = authorization.content, authorization.definition
    at_once = FirstTransferDefinition.AUTHORIZATION
    if content is None or content.notice or definition in {None, at_once}:
        return None
    if NOTICE not in content.silent_on:
        missing = Text("how the Party is told of the event", "缔约方获知该事件的安排")
        return unknown(missing, _where(authorization))
    return fails(
        _where(authorization),
        authorization=authorization.id,
        definition=definition,
        party=authorization.party,
    )


@AUTHORIZATIONS.rule("FT_DEF_MISSING", **FT_DEF_MISSING.words)
def definition_is_stated(authorization: Authorize, _: Facts) -> Shown | None:
    """An authorization for OIMP states the event of the first transfer."""
    stated = (authorization.first_transfer_definition or "").strip()
    if stated or not authorization.covers_oimp:
        return None
    return fails(_where(authorization), authorization=authorization.id)


@AUTHORIZATIONS.rule("FT_DEF_UNRESOLVED", **FT_DEF_UNRESOLVED.words)
def definition_is_resolved(authorization: Authorize, _: Facts) -> Shown | None:
    """The stated event of the first transfer is one of the three."""
    stated = (authorization.first_transfer_definition or "").strip()
    if not stated or not authorization.covers_oimp:
        return None
    try:
        parse_first_transfer_definition(stated)
    except ValueError:
        return fails(
            _where(authorization),
            declared=stated,
            authorization=authorization.id,
            party=authorization.party,
        )
    return None


@AUTHORIZATIONS.rule("FT_DEF_NA", **FT_DEF_NA.words)
def definition_is_for_oimp(authorization: Authorize, _: Facts) -> Shown | None:
    """An authorization for NDCs only has no definition of its own."""
    stated = authorization.first_transfer_definition
    if stated is None or authorization.covers_oimp:
        return None
    return fails(_where(authorization), authorization=authorization.id, declared=stated)


@AUTHORIZATIONS.rule(
    "FT_DEF_CONSISTENT",
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
