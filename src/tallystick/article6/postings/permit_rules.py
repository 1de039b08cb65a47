"""Rules on what an authorization in full demands before units move: keys, entities, tiers."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from tallystick.article6.authorization.components import RecordChain
from tallystick.article6.authorization.content import Demand
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.first_transfers import first_transfer
from tallystick.article6.postings.movements import (
    Cancel,
    FirstTransfer,
    Issue,
    Movement,
    Transfer,
    UnitPosting,
    Use,
)
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.article6.postings.records import Authorize
from tallystick.article6.postings.unit_rules import place
from tallystick.article6.postings.units import Units
from tallystick.core.actions import ActionType, FirstTransferDefinition
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

PERMITS: Rulebook[UnitPosting, Facts] = Rulebook("permit")

EVENTS: dict[FirstTransferDefinition | None, tuple[type[UnitPosting], ...]] = {
    FirstTransferDefinition.ISSUANCE: (Issue,),
    FirstTransferDefinition.USE_OR_CANCELLATION: (Use, Cancel),
}
"""What the final day of an authorization is the last day for."""

ENTITY_ACCOUNT = "entity_holding"
ON_FILE = Text("what is on file besides the authorization", "授权之外的备案")


@PERMITS.rule(
    "AUTH_TWO_KEYS",
    source="2/CMA.3 annex para 4(c)",
    message=Text(
        "{party} has not approved authorization {authorization} on {date}: one key moves nothing",
        "{party} 在 {date} 尚未批准授权 {authorization}：仅有一方授权不得转移",
    ),
    fix=Text(
        "have the authority of {party} approve it, and record its consent first",
        "请由 {party} 主管机构批准，并先登记其同意",
    ),
)
def both_parties_have_agreed(posting: UnitPosting, facts: Facts) -> Iterator[Shown]:
    """Where the agreement demands it, nothing moves before both Parties' keys are turned."""
    for units, authorization in _demanding(posting, facts, Demand.TWO_KEYS):
        where = {**place(posting), "authorization": authorization.id}
        permits = facts.permits
        if permits is None:
            yield unknown(ON_FILE, where)
            continue
        agreed = permits.consents_on(authorization.id, posting.on) | {authorization.party}
        for party in sorted(_parties(posting, facts) - agreed):
            yield fails(
                {**where, "first_id": units.block.first_id},
                party=party,
                authorization=authorization.id,
                date=posting.on,
            )


@PERMITS.rule(
    "ENTITY_AUTH",
    source="4/CMA.6 para 3",
    message=Text(
        "entity {entity} is not authorized in {approach} for {action} on {date}",
        "实体 {entity} 在 {date} 未获授权在 {approach} 中进行 {action}",
    ),
    fix=Text("have the entity authorized first", "请先授权该实体"),
)
def entity_is_authorized(posting: UnitPosting, facts: Facts) -> Iterator[Shown]:
    """Where the agreement demands it, an entity acts only while it is authorized to."""
    for units, authorization in _demanding(posting, facts, Demand.ENTITIES):
        entity = _entity(posting, facts)
        if entity is None:
            continue
        where = {**place(posting), "entity": entity}
        action = _action(posting, units, facts)
        if facts.permits is None:
            yield unknown(ON_FILE, where)
            continue
        found = facts.permits.entity_on(authorization.approach, entity, posting.on)
        if found is None or (found.permits and action not in found.permits):
            values = {"approach": authorization.approach, "action": action, "date": posting.on}
            yield fails(where, entity=entity, **values)


@PERMITS.rule(
    "ENTITY_TIERS",
    source=DESIGN,
    message=Text(
        "entity {entity} has no {tier} in force under {authorization} on {date}",
        "实体 {entity} 在 {date} 依 {authorization} 没有有效的{tier_zh}",
    ),
    fix=Text(
        "record the agreement of the governments and the contract, both valid on that day",
        "请登记当日均有效的政府间协议和商业合同",
    ),
)
def both_tiers_are_in_force(posting: UnitPosting, facts: Facts) -> Iterator[Shown]:
    """Where the agreement demands it, an entity acts under an agreement and a contract."""
    for _, authorization in _demanding(posting, facts, Demand.TWO_TIERS):
        entity, permits = _entity(posting, facts), facts.permits
        if entity is None:
            continue
        where = {**place(posting), "entity": entity}
        if permits is None:
            yield unknown(ON_FILE, where)
            continue
        named = permits.entity_on(authorization.approach, entity, posting.on)
        number = named.number if named else entity
        recorded = permits.chain_on(authorization.id, number, posting.on)
        for tier in missing_tiers(recorded, posting.on):
            values = {"authorization": authorization.id, "date": posting.on}
            yield fails(where, entity=entity, tier=tier.en, tier_zh=tier.zh, **values)


@PERMITS.rule(
    "AUTH_REVOKED",
    source="4/CMA.6 para 7",
    message=Text(
        "authorization {authorization} was revoked on {date}, and its terms let that reach units "
        "first transferred before",
        "授权 {authorization} 已于 {date} 撤销，且其条款允许追溯至此前已首次转让的单位",
    ),
    fix=Text(
        "cancel the units, or move them under a new authorization",
        "请注销这些单位，或另行授权后再转移",
    ),
)
def revocation_does_not_reach_the_units(posting: UnitPosting, facts: Facts) -> Iterator[Shown]:
    """Units whose governing version revokes neither move on nor serve any purpose."""
    if not isinstance(posting, Transfer | Use):
        return
    for units in _concerned(posting, facts):
        version = facts.governing(units, posting.on)
        if version and version.revokes and units.first_transferred_on is not None:
            where = {**place(posting), "authorization": version.id}
            yield fails(where, authorization=version.id, date=version.on)


@PERMITS.rule(
    "AUTH_TIME",
    source="4/CMA.6 para 5(c)",
    message=Text(
        "{date} is after {last}, the final day of authorization {authorization} for the event "
        "that is the first transfer",
        "{date} 晚于 {last}，即授权 {authorization} 所定首次转让事件的最后日期",
    ),
    fix=Text("act by the final day or have it changed", "请在最后日期之前进行，或先变更授权"),
)
def event_is_by_the_final_day(posting: UnitPosting, facts: Facts) -> Iterator[Shown]:
    """Units are issued, or used or cancelled, by the final day for their first transfer."""
    for units in _concerned(posting, facts):
        version = facts.governing(units, posting.on)
        last = version.content.final_event_on if version and version.content else None
        if version is None or last is None or posting.on <= last:
            continue
        if isinstance(posting, EVENTS.get(version.definition, ())):
            where = {**place(posting), "authorization": version.id}
            yield fails(where, date=posting.on, last=last, authorization=version.id)


def _demanding(
    posting: UnitPosting, facts: Facts, demand: Demand
) -> Iterator[tuple[Units, Authorize]]:
    """Return the units that move, or are first transferred, under what makes the demand."""
    for units in _concerned(posting, facts):
        authorization = facts.governing(units, posting.on)
        content = authorization.content if authorization else None
        if authorization is None or content is None or demand not in content.demands:
            continue
        moves = isinstance(posting, FirstTransfer | Transfer | Use)
        if moves or first_transfer(posting, units, facts) is not None:
            yield units, authorization


def _concerned(posting: UnitPosting, facts: Facts) -> list[Units]:
    """Return the units a posting is about, if anything here can concern them."""
    versions = chain.from_iterable(facts.authorizations.values())
    return facts.concerned(posting) if any(one.content for one in versions) else []


def _parties(posting: UnitPosting, facts: Facts) -> set[str]:
    """Return the Parties on whose accounts the units are or will be."""
    named = {posting.to_account}
    if isinstance(posting, Movement):
        named.add(posting.from_account)
    return {party for party in map(facts.party_of, named) if party is not None}


def _entity(posting: UnitPosting, facts: Facts) -> str | None:
    """Return the entity that acts: the one named, or the one whose account gives the units."""
    if isinstance(posting, Use | Cancel) and posting.entity is not None:
        return posting.entity
    giver = facts.accounts.get(posting.from_account) if isinstance(posting, Movement) else None
    return giver.id if giver and giver.kind.code == ENTITY_ACCOUNT else None


def _action(posting: UnitPosting, units: Units, facts: Facts) -> ActionType:
    """Return what an entity needs to be permitted; the ending of units says more than how."""
    if isinstance(posting, Cancel) and posting.voluntary:
        return ActionType.VOLUNTARY_CANCELLATION
    first = first_transfer(posting, units, facts) is not None
    moves = isinstance(posting, FirstTransfer | Transfer)
    return ActionType.FIRST_TRANSFER if first and moves else ActionType(posting.kind)


def missing_tiers(tiers: RecordChain | None, on: date) -> Iterator[Text]:
    """Name the tiers of an entity that are not on record or not in force on a day."""
    agreement, contract = (tiers.agreement, tiers.contract) if tiers else (None, None)
    if agreement is None or not agreement.is_valid_on(on):
        yield Text("agreement of the governments", "政府间协议")
    if contract is None or not contract.is_valid_on(on):
        yield Text("commercial contract", "商业合同")
