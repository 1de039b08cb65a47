"""Rules that bind where terms say so: each passes, refuses, and lets nothing missing through."""

from dataclasses import replace
from datetime import date

import pytest

from tallystick.article6.integrity import Step
from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.agreed_rules import AGREED_BOOKS
from tallystick.article6.postings.facts import Account, AccountKind, Facts
from tallystick.article6.postings.movements import FirstTransfer, Route, Transfer
from tallystick.article6.postings.permit_rules import ENTITY_ACCOUNT
from tallystick.article6.postings.records import Posting, RecordApproach
from tallystick.article6.postings.term_facts import TermFacts
from tallystick.article6.postings.term_records import FileStep, Identify, RecordForecast
from tallystick.article6.postings.units import Holding, Units
from tallystick.article6.safeguards.entities import EntityClass, Identity
from tallystick.article6.safeguards.scenario import Control
from tallystick.core.findings import Outcome, Text
from tallystick.core.identifiers import Block, Series

ON, SENT = date(2024, 3, 1), date(2024, 6, 1)
BLOCK = Block(Series("CA0009", "GHA01", "GHA", 2022), 1, 100)
UNITS = Units(block=BLOCK, authorization="A1", metric="GHG", mitigation_type="Emission reductions")
APPROACH = RecordApproach(on=ON, id="CA0009", parties=("GHA", "CHE"), title=Text("A", "甲"))
SEND = FirstTransfer(on=SENT, block=BLOCK, from_account="GHA", to_account="CHE")
INWARD = Transfer(on=SENT, block=BLOCK, from_account="GHA", to_account="GHA:9")
CHECK = Identify(
    on=ON,
    account="GHA:9",
    holder=EntityClass.COMPANY,
    identity=Identity.VERIFIED,
    by="registrar",
    document="file 7",
)


def kind(code: str) -> AccountKind:
    return AccountKind(code, False, frozenset(Route), Text(code, "账户"))


BASE = Facts(
    parties=PARTIES,
    first_vintage=2021,
    accounts={
        "GHA": Account("GHA", kind("party_holding"), "GHA", "GHA"),
        "CHE": Account("CHE", kind("party_holding"), "CHE", "CHE"),
        "GHA:9": Account("GHA:9", kind(ENTITY_ACCOUNT), "GHA", "a firm"),
    },
    holdings=(Holding(account="GHA", received_on=ON, units=UNITS),),
)


def found(posting: Posting, terms: TermFacts) -> list[tuple[str, Outcome]]:
    return [
        (finding.code, finding.outcome)
        for kinds, book in AGREED_BOOKS
        if isinstance(posting, kinds)
        for finding in book.judge(posting, replace(BASE, terms=terms))
    ]


def controlled(control: Control, *consenting: str, body: str | None = None) -> TermFacts:
    terms = replace(APPROACH, registration=control, registrar=body)
    steps = tuple(
        FileStep(on=ON, authorization="A1", step=Step.REGISTRATION, by=one, document="d")
        for one in consenting
    )
    return TermFacts({"CA0009": terms}, {"A1": steps})


def identified(*checks: Identify) -> TermFacts:
    return TermFacts({"CA0009": replace(APPROACH, identified=True)}, identities={"GHA:9": checks})


def covered(*forecasts: RecordForecast, done_t: int = 0) -> TermFacts:
    return TermFacts(
        {"CA0009": replace(APPROACH, host_covered=True)},
        forecasts={one.party: one for one in forecasts},
        done_t={("GHA", 2022): done_t},
    )


FORECAST = RecordForecast(on=ON, party="GHA", emissions_t={2022: 50}, target_t={2022: 200})


@pytest.mark.rule("pass", "HOST_NOT_COVERED", "HOST_FORECAST")
@pytest.mark.feature("F062")
def test_first_transfer_within_the_forecast_passes() -> None:
    assert found(SEND, TermFacts()) == []
    assert found(SEND, covered(FORECAST, done_t=50)) == []
    assert found(INWARD, covered()) == []


@pytest.mark.rule("fail", "HOST_NOT_COVERED")
@pytest.mark.feature("F062")
def test_first_transfer_beyond_the_forecast_is_refused() -> None:
    refused = [("HOST_NOT_COVERED", Outcome.FAIL)]
    assert found(SEND, covered(FORECAST, done_t=51)) == refused
    assert found(SEND, covered(replace(FORECAST, emissions_t={2022: 900}))) == refused


@pytest.mark.rule("fail", "HOST_FORECAST")
@pytest.mark.rule("missing", "HOST_NOT_COVERED")
@pytest.mark.feature("F062")
def test_vintage_without_projection_or_target_is_not_taken_as_covered() -> None:
    unknown = [
        ("HOST_FORECAST", Outcome.FAIL),
        ("HOST_NOT_COVERED", Outcome.NOT_DETERMINABLE),
    ]
    assert found(SEND, covered()) == unknown
    assert found(SEND, covered(replace(FORECAST, target_t={2023: 200}))) == unknown
    assert found(SEND, covered(replace(FORECAST, emissions_t={}))) == unknown


@pytest.mark.rule("pass", "REGISTRATION_CONTROL")
@pytest.mark.feature("F088")
def test_transfer_that_all_in_control_have_consented_to_passes() -> None:
    assert found(SEND, TermFacts()) == []
    assert found(SEND, controlled(Control.NATIONAL, "GHA")) == []
    assert found(SEND, controlled(Control.JOINT, "GHA", "CHE")) == []
    assert found(SEND, controlled(Control.INTERNATIONAL, "board", body="board")) == []
    assert found(INWARD, controlled(Control.JOINT)) == []


@pytest.mark.rule("fail", "REGISTRATION_CONTROL")
@pytest.mark.feature("F088")
def test_transfer_without_a_consent_is_refused() -> None:
    refused = ("REGISTRATION_CONTROL", Outcome.FAIL)
    assert found(SEND, controlled(Control.NATIONAL, "CHE")) == [refused]
    assert found(SEND, controlled(Control.JOINT)) == [refused] * 2
    assert found(SEND, controlled(Control.INTERNATIONAL, "GHA", body="board")) == [refused]


@pytest.mark.rule("missing", "REGISTRATION_CONTROL")
def test_control_by_a_body_that_nobody_named_cannot_be_judged() -> None:
    unknown = ("REGISTRATION_CONTROL", Outcome.NOT_DETERMINABLE)
    assert found(SEND, controlled(Control.INTERNATIONAL, "GHA", "CHE")) == [unknown]


@pytest.mark.rule("pass", "KYC")
@pytest.mark.feature("F077")
def test_units_move_to_an_entity_that_is_known() -> None:
    assert found(INWARD, TermFacts()) == []
    assert found(INWARD, identified(CHECK)) == []
    assert found(INWARD, identified(replace(CHECK, until=SENT))) == []
    assert found(SEND, identified()) == []


@pytest.mark.rule("fail", "KYC")
@pytest.mark.feature("F077")
def test_lack_of_a_check_is_refused_like_a_failed_one() -> None:
    refused = [("KYC", Outcome.FAIL)]
    assert found(INWARD, identified()) == refused
    assert found(INWARD, identified(CHECK, replace(CHECK, identity=Identity.REFUSED))) == refused
    assert found(INWARD, identified(replace(CHECK, until=ON))) == refused
