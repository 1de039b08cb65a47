"""Entities that hold accounts: their class, and whether it is known who they are."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


class EntityClass(StrEnum):
    """Classes of account holders that are no Parties."""

    MULTINATIONAL = "multinational"
    COMPANY = "company"
    NGO = "ngo"
    PUBLIC_BODY = "public_body"
    PERSON = "person"


class Identity(StrEnum):
    """How far the identity of a holder and of who owns it is known."""

    PENDING = "pending"
    VERIFIED = "verified"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An account holder; `checked_on` and `valid_until` belong to the check of its identity."""

    id: str
    name: str
    kind: EntityClass
    identity: Identity | None = None
    checked_on: date | None = None
    valid_until: date | None = None


ENTITIES: Rulebook[Entity, date] = Rulebook("account holders")


@ENTITIES.rule(
    "KYC",
    source="Tallystick design",
    message=Text(
        "the identity of {entity} ({kind}) is {state} on {date}",
        "{entity}（{kind}）的身份在 {date} 为“{state}”",
    ),
    fix=Text("verify the identity before units move", "请在转移单位前核验身份"),
)
def identity_is_verified(entity: Entity, on: date) -> Shown | None:
    """The identity of an account holder was verified by the day, and the check has not lapsed."""
    where = {"entity": entity.id}
    verified = entity.identity is Identity.VERIFIED
    if entity.identity is None or (verified and entity.checked_on is None):
        return unknown(Text("the check of its identity", "身份核验记录"), where)
    state = entity.identity.value
    if verified and entity.checked_on and on < entity.checked_on:
        state = "not yet verified"
    elif verified and entity.valid_until and entity.valid_until < on:
        state = "lapsed"
    elif verified:
        return None
    return fails(where, entity=entity.id, kind=entity.kind.value, state=state, date=on)
