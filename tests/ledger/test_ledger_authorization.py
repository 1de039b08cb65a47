"""Authorizations in full, posted to a ledger: what they let move, and what they refuse."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from ledger_samples import LOT, authorize, day, issue, open_account, record_ndc, send, start, use

from tallystick.article6.aef.check import check
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
from tallystick.article6.authorization.content import Change, ChangeTerms, Content, Demand
from tallystick.article6.postings.movements import Transfer, Use
from tallystick.article6.postings.records import Authorize, Posting
from tallystick.core.actions import OIMP, ActionType, Purpose
from tallystick.io.aef_export import submission
from tallystick.ledger import Ledger, Refused
from tallystick.ledger.bodies import read_body, write_body

FRAUD = Change("fraud", "notice of 30 days", reaches_back=True)
TERMS = ChangeTerms(("fraud",), "notice of 30 days", reach_back=True)
CONSENT = Consent(on=day(0), authorization="A1", party="CHE", authority="FOEN")
AIRLINE = AuthorizeEntity(
    on=day(0),
    party="GHA",
    approach="CA0009",
    number="GH-0042",
    name="Airline",
    country="GHA",
    entity_type=EntityType.PRIVATE,
    kyc=KycStatus.PASSED,
    kyc_on=day(0),
    conditions="CORSIA only",
    permits=frozenset({ActionType.USE}),
)
CHAIN = RecordChain(
    on=day(0),
    authorization="A1",
    entity="GH-0042",
    agreement=Instrument("GHA-CHE", day(0)),
    contract=Instrument("MOPA", day(0), day(9)),
)
BY_AIRLINE = Use(
    on=day(5),
    block=LOT,
    from_account="GHA",
    to_account="GHA:oimp",
    purpose=Purpose.IMP,
    entity="GH-0042",
)


def in_full(version: Authorize, **content: Any) -> Authorize:
    return replace(version, content=Content(**content))


def refusal(ledger: Ledger, posting: Posting) -> set[str]:
    before = ledger.journal()
    with pytest.raises(Refused) as caught:
        ledger.post(posting, key="refused")
    assert ledger.journal() == before
    return {finding.code for finding in caught.value.findings if finding.refuses}


def entities_asked(definition: str = "Use or cancellation") -> Authorize:
    asked = frozenset({Demand.ENTITIES, Demand.TWO_TIERS})
    return in_full(authorize(purposes=OIMP, definition=definition), demands=asked, notice="mail")


@pytest.mark.rule("fail", "AUTH_TWO_KEYS")
@pytest.mark.feature("F085")
@pytest.mark.feature("F079")
@pytest.mark.feature("F088")
def test_one_key_moves_nothing(ledger: Ledger) -> None:
    start(ledger, in_full(authorize(), demands=frozenset({Demand.TWO_KEYS})), issue())
    assert refusal(ledger, send()) == {"AUTH_TWO_KEYS"}
    ledger.post(CONSENT, key="second key")
    ledger.post(send(), key="sent")
    withdrawn = replace(CONSENT, on=day(3), decision=Decision.WITHDRAWS)
    ledger.post(withdrawn, key="taken back")
    assert refusal(ledger, use(on=3)) == {"AUTH_TWO_KEYS"}


@pytest.mark.feature("F007")
def test_nothing_is_first_transferred_without_an_authorization_in_force(ledger: Ledger) -> None:
    start(ledger, in_full(authorize(), expires_on=day(2)), issue())
    assert refusal(ledger, send(on=3)) == {"FT_UNAUTH"}
    ledger.post(send(on=2), key="on the last day")
    ledger.post(use(on=3), key="what is first transferred stays usable")


@pytest.mark.rule("fail", "ENTITY_TIERS")
@pytest.mark.feature("F009")
def test_entity_acts_only_while_it_is_authorized_and_under_contract(ledger: Ledger) -> None:
    start(ledger, entities_asked(), issue())
    assert refusal(ledger, BY_AIRLINE) == {"ENTITY_AUTH", "ENTITY_TIERS"}
    ledger.post(AIRLINE, key="entity")
    assert refusal(ledger, BY_AIRLINE) == {"ENTITY_TIERS"}
    ledger.post(CHAIN, key="chain")
    assert refusal(ledger, replace(BY_AIRLINE, on=day(10))) == {"ENTITY_TIERS"}
    ledger.post(BY_AIRLINE, key="used")


@pytest.mark.rule("fail", "ENTITY_AUTH")
@pytest.mark.feature("F009")
def test_units_leave_the_account_of_an_entity_only_as_it_is_permitted(ledger: Ledger) -> None:
    demands = frozenset({Demand.ENTITIES})
    start(ledger, in_full(authorize(), demands=demands), issue())
    account = open_account("CHE:entity")
    firm = replace(AIRLINE, accounts=(account.id,), permits=frozenset({ActionType.TRANSFER}))
    ledger.post(send(taker=account.id), key="sent")
    use_it = replace(use(), from_account=account.id)
    move_it = Transfer(on=day(3), block=LOT, from_account=account.id, to_account="CHE")
    assert refusal(ledger, move_it) == {"ENTITY_AUTH"}
    ledger.post(firm, key="entity")
    assert refusal(ledger, use_it) == {"ENTITY_AUTH"}
    ledger.post(move_it, key="moved")


@pytest.mark.rule("fail", "AUTH_STATE")
@pytest.mark.feature("F247")
def test_revocation_reaches_first_transferred_units_only_where_the_terms_say_so(
    ledger: Ledger,
) -> None:
    first = in_full(authorize(), changes=replace(TERMS, reach_back=False))
    start(ledger, first, issue(), send())
    revocation = replace(
        in_full(first, changes=first.content and first.content.changes, change=FRAUD, revokes=True),
        version=2,
        on=day(3),
    )
    assert refusal(ledger, revocation) == {"AUTH_CHANGE"}
    ahead = in_full(revocation, change=replace(FRAUD, reaches_back=False), revokes=True)
    ledger.post(ahead, key="revoked for what is to come")
    ledger.post(use(on=4), key="what is first transferred stays usable")
    assert refusal(ledger, replace(authorize(), version=3, on=day(5))) >= {"AUTH_STATE"}


@pytest.mark.rule("fail", "AUTH_REVOKED")
@pytest.mark.feature("F247")
def test_revocation_that_reaches_back_ends_the_life_of_units_abroad(ledger: Ledger) -> None:
    first = in_full(authorize(), changes=TERMS)
    start(ledger, first, issue(), send())
    revocation = replace(
        in_full(first, changes=TERMS, change=FRAUD, revokes=True), version=2, on=day(3)
    )
    ledger.post(revocation, key="revoked")
    assert refusal(ledger, use(on=4)) == {"AUTH_REVOKED"}
    onward = Transfer(on=day(4), block=LOT, from_account="CHE", to_account="SWE")
    assert refusal(ledger, onward) == {"AUTH_REVOKED"}


@pytest.mark.feature("F247")
def test_change_that_reaches_back_governs_units_first_transferred_before(ledger: Ledger) -> None:
    first = in_full(authorize(), changes=TERMS)
    start(ledger, first, issue(), send())
    narrowed = replace(
        in_full(first, changes=TERMS, change=FRAUD),
        version=2,
        on=day(3),
        authorized_parties=("SWE",),
    )
    ledger.post(narrowed, key="narrowed")
    assert refusal(ledger, use(on=4)) == {"USE_WHO"}
    onward = Transfer(on=day(4), block=LOT, from_account="CHE", to_account="SWE")
    ledger.post(onward, key="onward")


@pytest.mark.feature("F009")
def test_authorized_entities_fill_table_5_and_the_workbook_is_consistent(ledger: Ledger) -> None:
    ndc = replace(record_ndc("GHA"), on=day(0))
    records = [ndc, entities_asked(), issue(), AIRLINE, CHAIN, BY_AIRLINE]
    start(ledger, *records)
    told = submission(ledger, "GHA", 2024, date(2025, 4, 1))
    (row,) = told.tables["entities"].to_dicts()
    assert (row["entity_id"], row["country"], row["conditions"]) == (
        "GH-0042",
        "GHA",
        "CORSIA only",
    )
    codes = {finding.code for finding in check([told]).findings if finding.refuses}
    assert not codes & {"ENTITY_REF", "USE_WHO"}
    assert submission(ledger, "CHE", 2024, date(2025, 4, 1)).tables["entities"].is_empty()


@pytest.mark.parametrize(
    "posting",
    [
        CONSENT,
        AIRLINE,
        CHAIN,
        AuthorizeApproach(on=day(0), party="GHA", approach="CA0009", tracking_registry="GHA01"),
        entities_asked(),
        in_full(authorize(), changes=TERMS, absent=frozenset("h"), not_applicable=frozenset("mn")),
    ],
    ids=lambda posting: posting.kind,
)
def test_record_comes_back_as_it_was_written(ledger: Ledger, posting: Posting) -> None:
    assert read_body(write_body(posting)) == posting
    start(ledger)
    ledger.post(posting, key="record")
    assert ledger.journal()[-1].party == getattr(posting, "party", None)


def test_authorization_without_content_keeps_its_bytes() -> None:
    assert "content" not in write_body(authorize())
