"""Everything on file about authorizations, judged for one day."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from authorization_samples import (
    AIRLINE,
    APPROACH,
    CHANGED,
    CONSENT,
    GOOD,
    ISSUED,
    NEXT,
    ON,
    TERMS,
    VERSION,
    said,
)

from tallystick.article6.authorization.components import AuthorizeApproach
from tallystick.article6.authorization.content import Change, Demand
from tallystick.article6.authorization.dossier import FirstTransferOf, check
from tallystick.article6.authorization.history import State
from tallystick.article6.postings.records import RecordApproach
from tallystick.core.findings import Outcome, Text

FAIL, UNKNOWN = Outcome.FAIL, Outcome.NOT_DETERMINABLE
TWO_KEYS = said(demands=frozenset({Demand.TWO_KEYS}))
BEFORE = FirstTransferOf("A1", date(2024, 6, 1), 10)


def found(**changes: Any) -> dict[str, Outcome]:
    report = check(replace(GOOD, **changes), ON)
    return {finding.code: finding.outcome for finding in report.findings}


@pytest.mark.feature("F079")
@pytest.mark.rule("pass", "FT_EVENT_NOTICE", "FT_DEF_CONSISTENT", "ENTITY_KYC")
def test_dossier_in_order_has_no_findings() -> None:
    report = check(GOOD, ON)
    assert report.findings == ()
    (answer,) = report.answers
    assert (answer.version, answer.state) == (VERSION, State.ISSUED)
    assert report.entities == ((AIRLINE, True),)


@pytest.mark.feature("F079")
@pytest.mark.parametrize(
    ("approaches", "outcome"),
    [
        ((replace(APPROACH, party="CHE", parties=("GHA",)),), None),
        ((replace(APPROACH, party="CHE", parties=("PER",)),), FAIL),
        ((), UNKNOWN),
        ((replace(APPROACH, approach="CA0010"),), UNKNOWN),
        ((replace(APPROACH, on=CHANGED),), None),
    ],
    ids=["named", "others only", "nobody stated", "another approach", "stated later"],
)
def test_party_authorizes_only_under_approaches_it_takes_part_in(
    approaches: tuple[AuthorizeApproach, ...], outcome: Outcome | None
) -> None:
    assert found(approaches=approaches).get("CA_MEMBER") is outcome


@pytest.mark.parametrize(
    ("days", "parties", "outcome"),
    [
        ((ISSUED,), (("CHE", "GHA"),), None),
        ((ISSUED,), (("CHE", "PER"),), FAIL),
        ((CHANGED,), (("CHE", "GHA"),), None),
        ((date(2022, 1, 1), CHANGED), (("CHE", "PER"), ("CHE", "PER", "GHA")), FAIL),
        ((date(2022, 1, 1), ISSUED), (("CHE", "PER"), ("CHE", "PER", "GHA")), None),
        ((ISSUED,), ((),), None),
    ],
    ids=["in it", "others only", "recorded later", "joined later", "joined that day", "nobody"],
)
def test_record_of_the_approach_decides_who_takes_part_on_the_day(
    days: tuple[date, ...], parties: tuple[tuple[str, ...], ...], outcome: Outcome | None
) -> None:
    recorded = [
        RecordApproach(on=on, id="CA0009", parties=named, title=Text("A", "甲"))
        for on, named in zip(days, parties, strict=True)
    ]
    assert found(recorded=recorded).get("CA_MEMBER") is outcome


@pytest.mark.feature("F085")
@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"consents": (CONSENT,)}, None),
        ({"consents": ()}, FAIL),
        ({"consents": (replace(CONSENT, on=date(2026, 1, 1)),)}, FAIL),
        ({"consents": (replace(CONSENT, party="SWE"),)}, FAIL),
        ({"versions": (replace(TWO_KEYS, authorized_parties=()),)}, UNKNOWN),
        (
            {
                "consents": (),
                "versions": (TWO_KEYS, replace(VERSION, id="C1", party="CHE")),
            },
            None,
        ),
        (
            {
                "consents": (),
                "versions": (
                    TWO_KEYS,
                    replace(VERSION, id="C1", party="CHE", approach="CA0010"),
                ),
            },
            FAIL,
        ),
    ],
)
def test_second_key_is_a_consent_or_an_authorization_of_its_own(
    changes: dict[str, Any], outcome: Outcome | None
) -> None:
    assert found(**{"versions": (TWO_KEYS,), **changes}).get("AUTH_TWO_KEYS") is outcome


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        ({}, None),
        ({"first_transfer_definition": "Use or Cancellation"}, None),
        ({"first_transfer_definition": "Issuance"}, FAIL),
        ({"first_transfer_definition": "Issuance", "approach": "CA0010"}, None),
        ({"first_transfer_definition": "Issuance", "party": "CHE"}, None),
    ],
)
def test_party_defines_the_first_transfer_one_way_in_an_approach(
    other: dict[str, Any], outcome: Outcome | None
) -> None:
    versions = (VERSION, replace(VERSION, id="A2", **other))
    assert found(versions=versions).get("FT_DEF_CONSISTENT") is outcome


@pytest.mark.feature("F247")
@pytest.mark.parametrize(
    ("change", "transfers", "outcome"),
    [
        (NEXT, (), None),
        (NEXT, (BEFORE,), None),
        (NEXT, None, UNKNOWN),
        (said(NEXT, change=None), (), UNKNOWN),
        (said(NEXT, change=Change("regret", "notice of 30 days", reaches_back=False)), (), FAIL),
        (said(NEXT, decided_on=date(2025, 1, 1)), (BEFORE,), None),
        (replace(said(NEXT, decided_on=CHANGED), on=date(2024, 1, 1)), (BEFORE,), FAIL),
        (
            said(NEXT, change=Change("fraud", "notice of 30 days", reaches_back=True)),
            (BEFORE,),
            None,
        ),
    ],
)
def test_change_reaches_back_only_as_the_terms_say(
    change: Any, transfers: Any, outcome: Outcome | None
) -> None:
    codes = found(versions=(VERSION, change), first_transfers=transfers)
    assert codes.get("AUTH_CHANGE") is outcome


def test_change_that_reaches_back_without_terms_is_refused() -> None:
    ahead_only = said(changes=replace(TERMS, reach_back=False))
    back = said(NEXT, change=Change("fraud", "notice of 30 days", reaches_back=True))
    report = check(replace(GOOD, versions=(ahead_only, back), first_transfers=(BEFORE,)), ON)
    assert [one.code for one in report.findings] == ["AUTH_CHANGE", "AUTH_CHANGE"]
    assert {one.where["line"] for one in report.findings} == {5}


@pytest.mark.parametrize(
    ("changes", "code", "outcome"),
    [
        pytest.param(
            {"versions": (said(notice=None, absent=frozenset({"notice"})),)},
            "FT_EVENT_NOTICE",
            FAIL,
            marks=pytest.mark.rule("fail", "FT_EVENT_NOTICE"),
        ),
        pytest.param(
            {"versions": (said(notice=None),)},
            "FT_EVENT_NOTICE",
            UNKNOWN,
            marks=pytest.mark.rule("missing", "FT_EVENT_NOTICE"),
        ),
        (
            {"versions": (replace(VERSION, first_transfer_definition="On sale"),)},
            "FT_DEF_UNRESOLVED",
            FAIL,
        ),
        (
            {"versions": (replace(VERSION, first_transfer_definition=None),)},
            "FT_DEF_MISSING",
            FAIL,
        ),
        ({"entities": (replace(AIRLINE, country="XXX"),)}, "PARTY_CODE", FAIL),
        pytest.param(
            {"entities": (replace(AIRLINE, kyc=None),)},
            "ENTITY_KYC",
            UNKNOWN,
            marks=pytest.mark.rule("missing", "ENTITY_KYC"),
        ),
    ],
)
def test_fault_of_a_record_is_found(changes: dict[str, Any], code: str, outcome: Outcome) -> None:
    assert found(**changes).get(code) is outcome


def test_draft_is_judged_by_what_it_will_say() -> None:
    report = check(GOOD, date(2022, 1, 1))
    (answer,) = report.answers
    assert (answer.version, answer.newest, answer.state) == (None, VERSION, State.DRAFT)
    assert report.entities == ((AIRLINE, False),)
    assert answer.keys == frozenset()
    assert report.on < ISSUED
