"""Operations on what terms demand: the steps of the effect gate, and the two tiers of entities."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Schema

from tallystick.article6.authorization.components import RecordChain
from tallystick.article6.integrity.gate import Step
from tallystick.article6.postings.term_records import FileStep
from tallystick.ledger.reading import reading
from tallystick.web.api.answers import GUARDED, PartyCode
from tallystick.web.api.callers import KNOWN, desk
from tallystick.web.api.operations import router
from tallystick.web.api.postings_in import BlockIn, Name, Strict
from tallystick.web.api.records import Code, write_own
from tallystick.web.api.records_in import RecordIn, record
from tallystick.web.api.writes import DONE, IdempotencyKey
from tallystick.web.places import ledger_place
from tallystick.web.registry.crossings import Crossing, crossings_of
from tallystick.web.registry.gate import sides
from tallystick.web.registry.term_forms import IN_OWN_NAME
from tallystick.web.registry.tiers import RULE, chains_on

StepName = Literal["eligibility", "approval", "certification", "publication", "registration"]


class GateStepIn(RecordIn):
    """A step that was taken, for all units of an authorization or for a block of them."""

    authorization: Name
    step: StepName
    by: Name
    document: Name
    block: BlockIn | None = None
    until: date | None = None


class InstrumentIn(Strict):
    """An agreement or a contract with its first and its last day."""

    id: Name
    since: date
    last_day: date | None = None


class TiersIn(RecordIn):
    """The governments' agreement and the contract by which an entity acts."""

    authorization: Name
    entity: Name
    agreement: InstrumentIn | None = None
    contract: InstrumentIn | None = None


class GateStepOut(Schema):
    """A step, whose it is (null: both sides' at once), and what is on file, null while missing."""

    step: StepName
    party: PartyCode | None
    on: date | None
    by: str | None
    document: str | None
    until: date | None


class CrossingOut(Schema):
    """A transfer between Parties under a gate; without units it is any of its authorization."""

    authorization: str
    approach: str
    giver: PartyCode
    taker: PartyCode
    on: date
    first_id: str | None
    last_id: str | None
    booked: bool
    proposal: str | None
    effective_on: date | None = Field(description="Null while a step is missing.")
    steps: list[GateStepOut]


class GateOut(Schema):
    """The approaches of a Party that set a gate, and the transfers before it."""

    approaches: list[str]
    rows: list[CrossingOut]


class InstrumentOut(Schema):
    """An agreement or a contract, and whether it binds on the day."""

    id: str
    since: date
    last_day: date | None
    is_valid: bool


class TiersOut(Schema):
    """The two tiers of an entity under an authorization, as they stand on the day."""

    authorization: str
    approach: str
    number: str
    name: str
    is_demanded: bool
    is_entity_valid: bool
    agreement: InstrumentOut | None
    contract: InstrumentOut | None
    outcome: Literal["pass", "fail"]


class ChainsOut(Schema):
    """The tiers of every entity, and the rule by which they are judged."""

    on: date
    code: str
    rows: list[TiersOut]


@router.post("/parties/{code}/steps", response=DONE, tags=["write"], auth=KNOWN)
def file_step(request: HttpRequest, code: Code, body: GateStepIn, key: IdempotencyKey) -> Any:
    """File a step of the effect gate as the Party; asks for `step.file`."""
    own = {"party": code} if Step(body.step) in IN_OWN_NAME else {}
    return write_own(request, code, "step.file", record(FileStep.kind, body, **own), key)


@router.get("/parties/{code}/gate", response={200: GateOut, **GUARDED}, tags=["read"], auth=KNOWN)
def gate(request: HttpRequest, code: Code) -> Any:
    """Say for each transfer under a gate what is on file; asks for `adjustment.read`."""
    desk(request, code, "adjustment.read")
    found, gated = crossings_of(code, timezone.now().date())
    return {"approaches": sorted(gated), "rows": [_told(one) for one in found]}


def _told(one: Crossing) -> dict[str, Any]:
    passage, block = one.passage, one.block
    return {
        "authorization": one.authorization,
        "approach": one.approach,
        "giver": passage.giver,
        "taker": passage.taker,
        "on": passage.on,
        "first_id": block.first_id if block else None,
        "last_id": block.last_id if block else None,
        "booked": one.is_booked,
        "proposal": one.proposal or None,
        "effective_on": passage.effective_on,
        "steps": [_step(one, step, side) for step, side in sides(passage)],
    }


def _step(one: Crossing, step: Step, side: str | None) -> dict[str, Any]:
    filed = one.passage.standing(step, side, one.passage.on)
    kept = ("on", "by", "document", "until")
    told = {name: getattr(filed, name) if filed else None for name in kept}
    return {"step": step.value, "party": side, **told}


@router.post("/parties/{code}/tiers", response=DONE, tags=["write"], auth=KNOWN)
def record_tiers(request: HttpRequest, code: Code, body: TiersIn, key: IdempotencyKey) -> Any:
    """Record the two tiers of an entity under an authorization; asks for `entity.authorize`."""
    return write_own(request, code, "entity.authorize", record(RecordChain.kind, body), key)


@router.get(
    "/parties/{code}/tiers", response={200: ChainsOut, **GUARDED}, tags=["read"], auth=KNOWN
)
def tiers(request: HttpRequest, code: Code, on: Annotated[date | None, Query()] = None) -> Any:
    """Judge the two tiers of a Party's entities on a day; asks for `adjustment.read`."""
    desk(request, code, "adjustment.read")
    day = on or timezone.now().date()
    with reading(ledger_place()) as reader:
        return {"on": day, "code": RULE.code, "rows": list(chains_on(reader, day, party=code))}
