"""An authorization with every element, and what stands beside it, to be broken by the tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from tallystick.article6.authorization.components import (
    AuthorizeApproach,
    AuthorizeEntity,
    Consent,
    KycStatus,
)
from tallystick.article6.authorization.content import Change, ChangeTerms, Content
from tallystick.article6.authorization.dossier import Dossier
from tallystick.article6.postings.records import Authorize
from tallystick.core.actions import OIMP, Purpose

ISSUED, CHANGED, ENDS = date(2023, 2, 1), date(2025, 2, 1), date(2030, 12, 31)
ON = date(2025, 7, 7)
TERMS = ChangeTerms(("fraud", "new NDC"), "notice of 30 days", reach_back=True)
FULL = Content(
    expires_on=ENDS,
    final_event_on=ENDS,
    frameworks=("JCM guidelines",),
    changes=TERMS,
    tracking_registry="GHA01",
    underlying_registries=("JCM registry",),
    gases=("CO2",),
    notice="the registry reports every cancellation",
)
VERSION = Authorize(
    on=ISSUED,
    note={"line": 5},
    id="A1",
    party="GHA",
    approach="CA0009",
    purposes=OIMP | {Purpose.NDC},
    first_transfer_definition="Use or cancellation",
    authorized_parties=("CHE",),
    authorized_quantity_t=1000,
    first_year=2021,
    last_year=2030,
    sectors=("Energy",),
    activity_types=("Stoves",),
    content=FULL,
)
NEXT = replace(
    VERSION,
    version=2,
    on=CHANGED,
    content=replace(FULL, change=Change("fraud", "notice of 30 days", reaches_back=False)),
)
AIRLINE = AuthorizeEntity(
    on=ISSUED,
    party="GHA",
    approach="CA0009",
    number="GH-0042",
    name="Airline",
    country="GHA",
    kyc=KycStatus.PASSED,
)
CONSENT = Consent(on=ISSUED, authorization="A1", party="CHE", authority="FOEN")
APPROACH = AuthorizeApproach(on=ISSUED, party="GHA", approach="CA0009", parties=("CHE",))
GOOD = Dossier(
    approaches=(APPROACH,),
    versions=(VERSION,),
    entities=(AIRLINE,),
    consents=(CONSENT,),
    first_transfers=(),
)


def said(version: Authorize = VERSION, **content: Any) -> Authorize:
    """Return the version with other content."""
    return replace(version, content=replace(version.content or Content(), **content))
