"""The authorization file: one Party's authorizations, entities, consents and contracts."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from tallystick.article6.authorization.components import (
    AuthorizeApproach,
    AuthorizeEntity,
    Consent,
    Decision,
    EntityType,
    Instrument,
    KycStatus,
    RecordChain,
)
from tallystick.article6.authorization.dossier import Dossier, FirstTransferOf
from tallystick.core.actions import ActionType
from tallystick.core.findings import Text
from tallystick.io.authorization_version import (
    ABSENT,
    NOT_APPLICABLE,
    OMITTED,
    VERSION,
    names,
    read_version,
    silences,
    stated,
)
from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import DATE, POSITIVE, TEXT, one_of
from tallystick.io.yamlfile.parties import PARTY
from tallystick.io.yamlfile.source import read_fields

FILE = (
    "party",
    "approaches",
    "authorizations",
    "entities",
    "consents",
    "contracts",
    "first_transfers",
)
APPROACH = (
    "approach",
    "date",
    "until",
    "parties",
    "document",
    "frameworks",
    "tracking_registry",
    "underlying_registries",
)
ENTITY = (
    "number",
    "name",
    "country",
    "approach",
    "date",
    "until",
    "type",
    "kyc",
    "kyc_date",
    "conditions",
    "change_conditions",
    "permits",
    "accounts",
)
CONSENT = ("authorization", "authority", "date", "decision", "document")
INSTRUMENT = ("id", "since", "until")
CHAIN = ("authorization", "entity", "date", "agreement", "contract")
FIRST_TRANSFER = ("authorization", "date", "quantity_t")

UNTIL = Text("a day not before since", "不早于since的日期")

Entry = TypeVar("Entry")


def read_authorizations(path: Path) -> Dossier:
    """Read an authorization file.

    Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    file = read_fields(path, FILE)
    party = file.required("party", PARTY) or ""
    dossier = Dossier(
        approaches=_each(file, "approaches", APPROACH, lambda one: _approach(one, party)),
        versions=_each(file, "authorizations", VERSION, lambda one: read_version(one, party)),
        entities=_each(file, "entities", ENTITY, lambda one: _entity(one, party)),
        consents=_each(file, "consents", CONSENT, lambda one: _consent(one, party)),
        chains=_each(file, "contracts", CHAIN, _chain),
        first_transfers=_each(file, "first_transfers", FIRST_TRANSFER, _first_transfer)
        if file.given("first_transfers")
        else None,
    )
    if file.damage.findings:
        raise Damaged(file.damage.findings)
    return dossier


def joined(dossiers: Sequence[Dossier]) -> Dossier:
    """Put the records of several Parties together; who transferred what is known if all say."""
    transfers = [one.first_transfers for one in dossiers]
    return Dossier(
        approaches=[record for one in dossiers for record in one.approaches],
        versions=[record for one in dossiers for record in one.versions],
        entities=[record for one in dossiers for record in one.entities],
        consents=[record for one in dossiers for record in one.consents],
        chains=[record for one in dossiers for record in one.chains],
        first_transfers=[record for listed in transfers for record in listed or ()]
        if any(listed is not None for listed in transfers)
        else None,
    )


def _each(
    file: Fields, name: str, known: tuple[str, ...], read: Callable[[Fields], Entry | None]
) -> list[Entry]:
    found = [read(Fields(record, known, file.damage)) for record in file.records(name)]
    return [one for one in found if one is not None]


def _approach(fields: Fields, party: str) -> AuthorizeApproach | None:
    approach, on = fields.required("approach", TEXT), fields.required("date", DATE)
    last_day, document = fields.optional("until", DATE), fields.optional("document", TEXT)
    registry = stated(fields, "tracking_registry", TEXT)
    parties, frameworks = names(fields, "parties"), names(fields, "frameworks")
    underlying = names(fields, "underlying_registries")
    if approach is None or on is None:
        return None
    return AuthorizeApproach(
        on=on,
        note=fields.origin,
        party=party,
        approach=approach,
        parties=parties,
        document=document,
        last_day=last_day,
        frameworks=frameworks,
        tracking_registry=registry,
        underlying_registries=underlying,
        absent=silences(fields, ABSENT),
        not_applicable=silences(fields, NOT_APPLICABLE),
        omitted=silences(fields, OMITTED),
    )


def _entity(fields: Fields, party: str) -> AuthorizeEntity | None:
    number, name = fields.required("number", TEXT), fields.required("name", TEXT)
    country, approach = fields.required("country", TEXT), fields.required("approach", TEXT)
    on, last_day = fields.required("date", DATE), fields.optional("until", DATE)
    entity_type = fields.optional("type", one_of(EntityType))
    kyc, kyc_on = fields.optional("kyc", one_of(KycStatus)), fields.optional("kyc_date", DATE)
    conditions = fields.optional("conditions", TEXT)
    change_conditions = fields.optional("change_conditions", TEXT)
    permits = [fields.read("permits", one, one_of(ActionType)) for one in fields.items("permits")]
    accounts = names(fields, "accounts")
    if None in {number, name, country, approach} or on is None:
        return None
    return AuthorizeEntity(
        on=on,
        note=fields.origin,
        party=party,
        approach=approach or "",
        number=number or "",
        name=name or "",
        country=country or "",
        entity_type=entity_type,
        last_day=last_day,
        conditions=conditions,
        change_conditions=change_conditions,
        kyc=kyc,
        kyc_on=kyc_on,
        permits=frozenset(one for one in permits if one is not None),
        accounts=accounts,
    )


def _consent(fields: Fields, party: str) -> Consent | None:
    authorization = fields.required("authorization", TEXT)
    authority, on = fields.required("authority", TEXT), fields.required("date", DATE)
    decision = fields.optional("decision", one_of(Decision))
    document = fields.optional("document", TEXT)
    if authorization is None or authority is None or on is None:
        return None
    return Consent(
        on=on,
        note=fields.origin,
        authorization=authorization,
        party=party,
        authority=authority,
        decision=decision or Decision.APPROVES,
        document=document,
    )


def _chain(fields: Fields) -> RecordChain | None:
    authorization, on = fields.required("authorization", TEXT), fields.required("date", DATE)
    entity = fields.required("entity", TEXT)
    agreement, contract = _instrument(fields, "agreement"), _instrument(fields, "contract")
    if authorization is None or entity is None or on is None:
        return None
    return RecordChain(
        on=on,
        note=fields.origin,
        authorization=authorization,
        entity=entity,
        agreement=agreement,
        contract=contract,
    )


def _instrument(fields: Fields, name: str) -> Instrument | None:
    record = fields.record(name, INSTRUMENT) if fields.given(name) is not None else None
    if record is None:
        return None
    identifier, since = record.required("id", TEXT), record.required("since", DATE)
    last_day = record.optional("until", DATE)
    if identifier is None or since is None:
        return None
    if last_day is not None and last_day < since:
        record.refuse("until", UNTIL)
    return Instrument(identifier, since, last_day)


def _first_transfer(fields: Fields) -> FirstTransferOf | None:
    authorization, on = fields.required("authorization", TEXT), fields.required("date", DATE)
    quantity_t = fields.required("quantity_t", POSITIVE)
    if authorization is None or on is None or quantity_t is None:
        return None
    return FirstTransferOf(authorization, on, quantity_t)
