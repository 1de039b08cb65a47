"""Rules on postings: each lets the right one pass, refuses the wrong one, and says what it lacks.

A base case that no rule finds fault with is changed in one respect at a time.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tallystick import law
from tallystick.article6.authorization.components import (
    AuthorizeEntity,
    Consent,
    Decision,
    Instrument,
    KycStatus,
    Permits,
    RecordChain,
)
from tallystick.article6.authorization.content import (
    NOTICE,
    Change,
    ChangeTerms,
    Content,
    Demand,
)
from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.facts import Account, AccountKind, Facts, FirstTransferred
from tallystick.article6.postings.judge import BOOKS, judge
from tallystick.article6.postings.movements import (
    Cancel,
    FirstTransfer,
    Issue,
    Route,
    Subtype,
    Transfer,
    Use,
)
from tallystick.article6.postings.plain import Amount, HeldRange, Move, MoveUnits, Range
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting, RecordNdc
from tallystick.article6.postings.units import Holding, Underlying, Units
from tallystick.core.actions import OIMP, ActionType, FirstTransferDefinition, Purpose
from tallystick.core.findings import Outcome, Text, worst
from tallystick.core.identifiers import Block, Series
from tallystick.core.periods import NdcPeriod
from tallystick.core.rules import Rule

FAIL, UNKNOWN = Outcome.FAIL, Outcome.NOT_DETERMINABLE
NDC = frozenset({Purpose.NDC})
START, ISSUED, SENT, USED = (date(2024, month, 1) for month in (1, 3, 6, 9))
BLOCK = Block(Series("CA0009", "GHA01", "GHA", 2022), 1, 100)


def kind(code: str, *takes: Route, terminal: bool = False) -> AccountKind:
    return AccountKind(code, terminal, frozenset(takes), Text(code, code))


HOLDING = kind("party_holding", Route.ISSUANCE, Route.TRANSFER)
ENDING = kind("end", *(set(Route) - {Route.ISSUANCE, Route.TRANSFER}), terminal=True)
ACCOUNTS = {
    **{code: Account(code, HOLDING, code, code) for code in ("GHA", "CHE", "SWE", "USA", "IRQ")},
    **{f"{code}:end": Account(f"{code}:end", ENDING, code, code) for code in ("GHA", "CHE")},
    "CHE:entity": Account("CHE:entity", HOLDING, "CHE", "an entity"),
    "XYZ": Account("XYZ", HOLDING, "XYZ", "a code that is no Party's"),
}
AUTHORIZATION = Authorize(on=START, id="A1", party="GHA", approach="CA0009", purposes=NDC)
OIMP_ONLY = replace(AUTHORIZATION, purposes=OIMP, first_transfer_definition="Use or cancellation")
CHE_NDC = RecordNdc(
    on=START, party="CHE", period=NdcPeriod(2021, 2030), ndc_kind="multi-year", method="budget"
)
UNITS = Units(block=BLOCK, authorization="A1", metric="GHG", mitigation_type="Emission reductions")
BASE = Facts(
    parties=PARTIES,
    first_vintage=2021,
    kinds={HOLDING.code: HOLDING},
    accounts=ACCOUNTS,
    authorizations={"A1": (AUTHORIZATION,)},
    first_transferred={"A1": FirstTransferred()},
    ndcs=(CHE_NDC,),
    participants=frozenset({"CHE", "GHA"}),
)


def held(account: str, received_on: date = ISSUED, **units: Any) -> tuple[Holding, ...]:
    return (Holding(account=account, received_on=received_on, units=replace(UNITS, **units)),)


AT_HOST = replace(BASE, holdings=held("GHA"))
ABROAD = replace(BASE, holdings=held("CHE", SENT, first_transferred_on=SENT))
OIMP_AT_HOST = replace(AT_HOST, authorizations={"A1": (OIMP_ONLY,)})

ISSUE = Issue(
    on=ISSUED,
    block=BLOCK,
    to_account="GHA",
    authorization="A1",
    mitigation_type="Emission reductions",
)
SEND = FirstTransfer(on=SENT, block=BLOCK, from_account="GHA", to_account="CHE")
ONWARD = Transfer(on=USED, block=BLOCK, from_account="CHE", to_account="SWE")
USE = Use(on=USED, block=BLOCK, from_account="CHE", to_account="CHE:end", year=2024)
USE_OIMP = Use(
    on=USED,
    block=BLOCK,
    from_account="GHA",
    to_account="GHA:end",
    purpose=Purpose.IMP,
    entity="an airline",
)
OMGE = Cancel(
    on=USED,
    block=BLOCK,
    from_account="GHA",
    to_account="GHA:end",
    voluntary=True,
    subtype=Subtype.VOLUNTARY_OMGE,
)


def found(posting: Posting, facts: Facts) -> dict[str, Outcome]:
    return {finding.code: finding.outcome for finding in judge(posting, facts)}


def vintage(posting: Any, year: int) -> Any:
    return replace(posting, block=replace(BLOCK, series=replace(BLOCK.series, vintage=year)))


@pytest.mark.parametrize(
    ("posting", "facts"),
    [
        (AUTHORIZATION, replace(BASE, authorizations={})),
        (OIMP_ONLY, replace(BASE, authorizations={})),
        (CHE_NDC, BASE),
        (ISSUE, BASE),
        (SEND, AT_HOST),
        (ONWARD, ABROAD),
        (USE, ABROAD),
        (USE_OIMP, OIMP_AT_HOST),
        (OMGE, AT_HOST),
        (replace(OMGE, voluntary=False, subtype=Subtype.OTHER_CANCELLATION), AT_HOST),
        (OpenAccount(on=START, id="n", account_kind="party_holding", party="EUE", name=""), BASE),
    ],
    ids=lambda value: value.kind if isinstance(value, Posting) else "",
)
def test_lawful_posting_passes_every_rule(posting: Posting, facts: Facts) -> None:
    assert found(posting, facts) == {}


Cases = Mapping[str, tuple[Posting, Facts, str, Outcome]]
ACCOUNT_OPENING = OpenAccount(on=START, id="n", account_kind="party_holding", party="CHE", name="")
NEXT = replace(AUTHORIZATION, version=2, on=USED)
CAPPED = replace(AUTHORIZATION, authorized_quantity_t=100)

RECORDS: Cases = {
    "account opened twice": (replace(ACCOUNT_OPENING, id="CHE"), BASE, "ACCOUNT", FAIL),
    "kind of account unknown": (
        replace(ACCOUNT_OPENING, account_kind="vault"), BASE, "ACCOUNT", FAIL,
    ),
    "Party code unknown": (replace(ACCOUNT_OPENING, party="ZZZ"), BASE, "PARTY_CODE", FAIL),
    "method changed within the period": (
        replace(CHE_NDC, method="trajectory"), BASE, "METHOD_CHANGE", FAIL,
    ),
    "authorized by a state that has left": (
        replace(AUTHORIZATION, party="USA", on=date(2026, 6, 1)),
        replace(BASE, authorizations={}), "PART_A", FAIL,
    ),
    "authorized by nobody known": (
        replace(AUTHORIZATION, party="ZZZ"), replace(BASE, authorizations={}), "PART_A", UNKNOWN,
    ),
    "authorized under an approach of others": (
        AUTHORIZATION,
        replace(BASE, authorizations={}, participants=frozenset({"CHE", "PER"})),
        "CA_MEMBER", FAIL,
    ),
    "Parties of the approach not known": (
        AUTHORIZATION, replace(BASE, authorizations={}, participants=None), "CA_MEMBER", UNKNOWN,
    ),
    "version left out": (replace(NEXT, version=3), BASE, "AUTH_CHANGE", FAIL),
    "first version is not the first": (
        replace(AUTHORIZATION, version=2), replace(BASE, authorizations={}), "AUTH_CHANGE", FAIL,
    ),
    "change dated before what it changes": (
        replace(NEXT, on=date(2023, 1, 1)), BASE, "AUTH_CHANGE", FAIL,
    ),
    "change to another Party": (replace(NEXT, party="CHE"), BASE, "AUTH_CHANGE", FAIL),
    "change reaches back over a first transfer": (
        NEXT, replace(BASE, first_transferred={"A1": FirstTransferred(5, USED)}),
        "AUTH_CHANGE", FAIL,
    ),
    "what a change reaches is not known": (
        NEXT, replace(BASE, first_transferred={}), "AUTH_CHANGE", UNKNOWN,
    ),
    "definition missing": (
        replace(OIMP_ONLY, first_transfer_definition=" "), replace(BASE, authorizations={}),
        "FT_DEF_MISSING", FAIL,
    ),
    "definition not one of the three": (
        replace(OIMP_ONLY, first_transfer_definition="First international transfer"),
        replace(BASE, authorizations={}), "FT_DEF_UNRESOLVED", FAIL,
    ),
    "definition for NDCs only": (
        replace(AUTHORIZATION, first_transfer_definition="Issuance"),
        replace(BASE, authorizations={}), "FT_DEF_NA", FAIL,
    ),
    "another definition in the same approach": (
        OIMP_ONLY,
        replace(
            BASE,
            authorizations={},
            same_approach=(
                AUTHORIZATION,
                replace(OIMP_ONLY, id="A0", first_transfer_definition="Issuance"),
            ),
        ),
        "FT_DEF_CONSISTENT", FAIL,
    ),
}  # fmt: skip

ISSUES: Cases = {
    "identifier misshapen": (
        replace(ISSUE, block=replace(BLOCK, series=Series("CA9", "GHA01", "GHA", 2022))),
        BASE, "ITMO_ID", FAIL,
    ),
    "identifier with a space in it": (
        replace(ISSUE, block=replace(BLOCK, series=Series("CA0009", "GHA01", "GHA ", 2022))),
        BASE, "ITMO_ID", FAIL,
    ),
    "vintage before the guidance": (vintage(ISSUE, 2020), BASE, "ITMO_VINTAGE", FAIL),
    "first vintage unknown": (ISSUE, replace(BASE, first_vintage=None), "ITMO_VINTAGE", UNKNOWN),
    "vintage in the future": (vintage(ISSUE, 2025), BASE, "ITMO_VINTAGE_FUTURE", FAIL),
    "authorization unknown": (ISSUE, replace(BASE, authorizations={}), "AUTH_REF", FAIL),
    "account not open": (replace(ISSUE, to_account="nowhere"), BASE, "ACCOUNT", FAIL),
    "account takes no issuance": (replace(ISSUE, to_account="GHA:end"), BASE, "ACCOUNT", FAIL),
    "issued to another Party": (replace(ISSUE, to_account="CHE"), BASE, "ITMO_ID_MISMATCH", FAIL),
    "approach of another authorization": (
        ISSUE,
        replace(BASE, authorizations={"A1": (replace(AUTHORIZATION, approach="CA0010"),)}),
        "ITMO_ID_MISMATCH", FAIL,
    ),
    "serials issued before": (ISSUE, AT_HOST, "DOUBLE_ISSUANCE", FAIL),
    "underlying units used before": (
        replace(ISSUE, underlying=Underlying("JCM", "X-1", "X-100")),
        replace(BASE, backed=(BLOCK,)), "DOUBLE_ISSUANCE", FAIL,
    ),
    "underlying units not named": (
        replace(ISSUE, underlying=Underlying("ART")), replace(BASE, backed=None),
        "DOUBLE_ISSUANCE", UNKNOWN,
    ),
    "one underlying unit too many": (
        replace(ISSUE, underlying=Underlying("JCM", "X-1", "X-101")), BASE, "UNDERLYING", FAIL,
    ),
    "last underlying unit missing": (
        replace(ISSUE, underlying=Underlying("JCM", "X-1")), BASE, "UNDERLYING", FAIL,
    ),
    "underlying units without numbers": (
        replace(ISSUE, underlying=Underlying("JCM", "X", "Y")), BASE, "UNDERLYING", FAIL,
    ),
    "issued before the authorization": (
        replace(ISSUE, on=date(2023, 12, 31)), BASE, "CHRONOLOGY", FAIL,
    ),
    "date of the authorization unknown": (
        ISSUE, replace(BASE, authorizations={}), "CHRONOLOGY", UNKNOWN,
    ),
    "vintage outside the timeframe": (
        ISSUE,
        replace(BASE, authorizations={"A1": (replace(AUTHORIZATION, first_year=2023),)}),
        "AUTH_TIME", FAIL,
    ),
    "timeframe unknown": (ISSUE, replace(BASE, authorizations={}), "AUTH_TIME", UNKNOWN),
    "issued by a state that has left": (
        replace(ISSUE, to_account="USA", on=date(2026, 6, 1)), BASE, "PART_A", FAIL,
    ),
}  # fmt: skip

TRANSFERS: Cases = {
    "received by a state that has left": (
        replace(SEND, to_account="USA", on=date(2026, 6, 1)), AT_HOST, "PART_A", FAIL,
    ),
    "received before membership": (
        replace(SEND, to_account="IRQ", on=date(2021, 6, 1)), AT_HOST, "PART_A", FAIL,
    ),
    "membership unknown": (replace(SEND, to_account="XYZ"), AT_HOST, "PART_A", UNKNOWN),
    "units not held by the giver": (replace(SEND, from_account="SWE"), AT_HOST, "HOLDER", FAIL),
    "more units than held": (
        replace(SEND, block=replace(BLOCK, last=101)), AT_HOST, "HOLDER", FAIL,
    ),
    "units nobody holds": (SEND, BASE, "HOLDER", FAIL),
    "units used before": (
        ONWARD, replace(BASE, holdings=held("CHE:end", SENT)), "TERMINAL", FAIL,
    ),
    "given by an account that gives nothing": (
        replace(ONWARD, from_account="CHE:end"),
        replace(BASE, holdings=held("CHE:end", SENT)), "TERMINAL", FAIL,
    ),
    "given before they were received": (
        replace(ONWARD, on=ISSUED), ABROAD, "CHRONOLOGY", FAIL,
    ),
    "first transferred twice": (
        replace(SEND, from_account="CHE", to_account="SWE", on=USED), ABROAD, "FT_TWICE", FAIL,
    ),
    "first transfer at home": (
        replace(SEND, from_account="CHE", to_account="CHE:entity"),
        replace(BASE, holdings=held("CHE")), "FT_SUBTYPE", FAIL,
    ),
    "first transfer called transfer": (
        replace(ONWARD, from_account="GHA"), AT_HOST, "FT_SUBTYPE", FAIL,
    ),
    "OIMP units called first transferred": (SEND, OIMP_AT_HOST, "FT_SUBTYPE", FAIL),
    "what the units are authorized for unknown": (
        SEND, replace(AT_HOST, authorizations={}), "FT_SUBTYPE", UNKNOWN,
    ),
    "no authorization at all": (SEND, replace(AT_HOST, authorizations={}), "FT_UNAUTH", FAIL),
    "authorization not yet in force": (
        SEND,
        replace(AT_HOST, authorizations={"A1": (replace(AUTHORIZATION, on=USED),)}),
        "FT_UNAUTH", FAIL,
    ),
    "cap exceeded": (
        SEND,
        replace(
            AT_HOST,
            authorizations={"A1": (CAPPED,)},
            first_transferred={"A1": FirstTransferred(1)},
        ),
        "AUTH_CAP", FAIL,
    ),
    "what counts against the cap unknown": (
        SEND,
        replace(AT_HOST, authorizations={"A1": (CAPPED,)}, first_transferred={}),
        "AUTH_CAP", UNKNOWN,
    ),
}  # fmt: skip

USES: Cases = {
    "year of another period": (replace(USE, year=2031), ABROAD, "USE_PERIOD", FAIL),
    "period of the user unknown": (USE, replace(ABROAD, ndcs=()), "USE_PERIOD", UNKNOWN),
    "NDC not authorized": (
        USE, replace(ABROAD, authorizations={"A1": (OIMP_ONLY,)}), "USE_PURPOSE", FAIL,
    ),
    "OIMP not authorized": (USE_OIMP, AT_HOST, "USE_PURPOSE", FAIL),
    "cancelled for what is not authorized": (
        Cancel(
            on=USED, block=BLOCK, from_account="GHA", to_account="GHA:end", purpose=Purpose.OP
        ),
        AT_HOST, "USE_PURPOSE", FAIL,
    ),
    "purposes unknown": (USE, replace(ABROAD, authorizations={}), "USE_PURPOSE", UNKNOWN),
    "Party not authorized": (
        USE,
        replace(
            ABROAD, authorizations={"A1": (replace(AUTHORIZATION, authorized_parties=("SWE",)),)}
        ),
        "USE_WHO", FAIL,
    ),
    "entity not authorized": (
        USE_OIMP,
        replace(
            AT_HOST, authorizations={"A1": (replace(OIMP_ONLY, authorized_entities=("other",)),)}
        ),
        "USE_WHO", FAIL,
    ),
    "user not named": (
        replace(USE_OIMP, entity=None),
        replace(
            AT_HOST, authorizations={"A1": (replace(OIMP_ONLY, authorized_entities=("other",)),)}
        ),
        "USE_WHO", UNKNOWN,
    ),
    "who may use unknown": (USE, replace(ABROAD, authorizations={}), "USE_WHO", UNKNOWN),
    "host uses its own outcomes": (
        replace(USE, from_account="GHA", to_account="GHA:end"), AT_HOST, "USE_WHO", FAIL,
    ),
    "used on another Party's account": (
        replace(USE, to_account="GHA:end"), ABROAD, "ACCOUNT", FAIL,
    ),
    "used on a holding account": (replace(USE, to_account="CHE:entity"), ABROAD, "ACCOUNT", FAIL),
    "year of use outside the timeframe": (
        USE,
        replace(ABROAD, authorizations={"A1": (replace(AUTHORIZATION, last_year=2023),)}),
        "AUTH_TIME", FAIL,
    ),
    "cap exceeded by use": (
        USE_OIMP,
        replace(
            OIMP_AT_HOST,
            authorizations={"A1": (replace(OIMP_ONLY, authorized_quantity_t=99),)},
        ),
        "AUTH_CAP", FAIL,
    ),
    "cap exceeded by a cancellation": (
        OMGE,
        replace(
            AT_HOST, authorizations={"A1": (replace(AUTHORIZATION, authorized_quantity_t=99),)}
        ),
        "AUTH_CAP", FAIL,
    ),
}  # fmt: skip

IN_FULL = replace(
    AUTHORIZATION,
    content=Content(
        demands=frozenset(Demand),
        changes=ChangeTerms(("fraud",), "notice of 30 days", reach_back=True),
    ),
)
AIRLINE = AuthorizeEntity(
    on=START,
    party="GHA",
    approach="CA0009",
    number="an airline",
    name="Airline",
    country="GHA",
    kyc=KycStatus.PASSED,
    permits=frozenset({ActionType.USE, ActionType.TRANSFER}),
    accounts=("CHE:firm",),
)
AGREED = Instrument("GHA-CHE", START)
PERMITS = Permits(
    consents=(Consent(on=START, authorization="A1", party="CHE", authority="FOEN"),),
    entities=(AIRLINE,),
    chains=(
        RecordChain(
            on=START, authorization="A1", entity="an airline",
            agreement=AGREED, contract=Instrument("MOPA", START, USED),
        ),
    ),
)  # fmt: skip
FIRM = Account("CHE:firm", kind("entity_holding", Route.TRANSFER), "CHE", "Airline")
FULLY = replace(
    AT_HOST,
    accounts={**ACCOUNTS, FIRM.id: FIRM},
    authorizations={"A1": (IN_FULL,)},
    permits=PERMITS,
)
FULLY_ABROAD = replace(
    FULLY, holdings=held("CHE:firm", SENT, first_transferred_on=SENT), permits=PERMITS
)
BY_FIRM = replace(USE, from_account="CHE:firm", entity="an airline")
CHANGED = replace(
    IN_FULL,
    version=2,
    on=USED,
    content=replace(
        IN_FULL.content or Content(),
        change=Change("fraud", "notice of 30 days", reaches_back=True),
    ),
)
REVOKED = replace(CHANGED, content=replace(CHANGED.content or Content(), revokes=True))
REVOKED_LATER = replace(REVOKED, on=date(2025, 1, 1))
OUT = FirstTransferred(5, SENT)


def changed(version: Authorize, **content: Any) -> Authorize:
    return replace(version, content=replace(version.content or Content(), **content))


NO_CHANGES = changed(IN_FULL, changes=None, not_applicable=frozenset("g"))
NOT_BACK = changed(IN_FULL, changes=ChangeTerms(("fraud",), "notice of 30 days", reach_back=False))
SILENT = changed(OIMP_ONLY, absent=frozenset({NOTICE}))
LATE = changed(OIMP_ONLY, final_event_on=SENT)

AUTHORIZATIONS_IN_FULL: Cases = {
    "no arrangement to be told of the event": (
        SILENT, replace(BASE, authorizations={}), "FT_EVENT_NOTICE", FAIL,
    ),
    "arrangement to be told of the event not known": (
        changed(OIMP_ONLY), replace(BASE, authorizations={}), "FT_EVENT_NOTICE", UNKNOWN,
    ),
    "change in another circumstance": (
        changed(CHANGED, change=Change("regret", "notice of 30 days", reaches_back=False)),
        replace(BASE, authorizations={"A1": (IN_FULL,)}), "AUTH_CHANGE", FAIL,
    ),
    "change by another process": (
        changed(CHANGED, change=Change("fraud", "at once", reaches_back=False)),
        replace(BASE, authorizations={"A1": (IN_FULL,)}), "AUTH_CHANGE", FAIL,
    ),
    "change that the terms do not foresee": (
        CHANGED, replace(BASE, authorizations={"A1": (NO_CHANGES,)}), "AUTH_CHANGE", FAIL,
    ),
    "change that says not why": (
        changed(CHANGED, change=None),
        replace(BASE, authorizations={"A1": (IN_FULL,)}), "AUTH_CHANGE", UNKNOWN,
    ),
    "change reaches back without terms": (
        CHANGED,
        replace(BASE, authorizations={"A1": (NOT_BACK,)}, first_transferred={"A1": OUT}),
        "AUTH_CHANGE", FAIL,
    ),
    "change after revocation": (
        replace(CHANGED, version=3),
        replace(BASE, authorizations={"A1": (IN_FULL, REVOKED)}), "AUTH_STATE", FAIL,
    ),
    "change after expiry": (
        CHANGED,
        replace(BASE, authorizations={"A1": (changed(IN_FULL, expires_on=SENT),)}),
        "AUTH_STATE", FAIL,
    ),
    "over before it takes effect": (
        changed(IN_FULL, expires_on=date(2023, 12, 31)), replace(BASE, authorizations={}),
        "AUTH_STATE", FAIL,
    ),
    "draft revoked": (
        replace(REVOKED, version=1), replace(BASE, authorizations={}), "AUTH_STATE", FAIL,
    ),
    "entity of no country": (replace(AIRLINE, country="XXX"), BASE, "PARTY_CODE", FAIL),
    "entity not identified": (
        replace(AIRLINE, kyc=KycStatus.FAILED), BASE, "ENTITY_KYC", FAIL,
    ),
    "identity of the entity not known": (replace(AIRLINE, kyc=None), BASE, "ENTITY_KYC", UNKNOWN),
}  # fmt: skip

PERMITTED: Cases = {
    "one key": (SEND, replace(FULLY, permits=Permits()), "AUTH_TWO_KEYS", FAIL),
    "second key turned later": (
        SEND,
        replace(
            FULLY, permits=Permits([replace(PERMITS.consents[0], on=USED)])
        ),
        "AUTH_TWO_KEYS", FAIL,
    ),
    "second key taken back": (
        SEND,
        replace(
            FULLY,
            permits=Permits(
                [*PERMITS.consents, replace(PERMITS.consents[0], decision=Decision.WITHDRAWS)]
            ),
        ),
        "AUTH_TWO_KEYS", FAIL,
    ),
    "keys not looked up": (SEND, replace(FULLY, permits=None), "AUTH_TWO_KEYS", UNKNOWN),
    "entity not authorized at all": (
        BY_FIRM, replace(FULLY_ABROAD, permits=replace(PERMITS, entities=())), "ENTITY_AUTH", FAIL,
    ),
    "authorization of the entity has ended": (
        BY_FIRM,
        replace(
            FULLY_ABROAD, permits=replace(PERMITS, entities=(replace(AIRLINE, last_day=SENT),))
        ),
        "ENTITY_AUTH", FAIL,
    ),
    "entity may do something else": (
        BY_FIRM,
        replace(
            FULLY_ABROAD,
            permits=replace(
                PERMITS, entities=(replace(AIRLINE, permits=frozenset({ActionType.TRANSFER})),)
            ),
        ),
        "ENTITY_AUTH", FAIL,
    ),
    "entities not looked up": (
        BY_FIRM, replace(FULLY_ABROAD, permits=None), "ENTITY_AUTH", UNKNOWN,
    ),
    "no contract": (
        BY_FIRM, replace(FULLY_ABROAD, permits=replace(PERMITS, chains=())), "ENTITY_TIERS", FAIL,
    ),
    "contract has run out": (
        replace(ONWARD, from_account="CHE:firm", on=date(2024, 9, 2)),
        FULLY_ABROAD, "ENTITY_TIERS", FAIL,
    ),
    "tiers not looked up": (
        BY_FIRM, replace(FULLY_ABROAD, permits=None), "ENTITY_TIERS", UNKNOWN,
    ),
    "first transferred after expiry": (
        SEND,
        replace(
            FULLY, authorizations={"A1": (changed(IN_FULL, expires_on=ISSUED),)}
        ),
        "FT_UNAUTH", FAIL,
    ),
    "first transferred after revocation": (
        SEND,
        replace(FULLY, authorizations={"A1": (IN_FULL, replace(REVOKED, on=SENT))}),
        "FT_UNAUTH", FAIL,
    ),
    "revocation reaches units abroad": (
        BY_FIRM, replace(FULLY_ABROAD, authorizations={"A1": (IN_FULL, REVOKED)}),
        "AUTH_REVOKED", FAIL,
    ),
    "used after the final day": (
        USE_OIMP, replace(AT_HOST, authorizations={"A1": (LATE,)}), "AUTH_TIME", FAIL,
    ),
}  # fmt: skip

RULES = [rule for _, book in BOOKS for rule in book.rules]
HELD = HeldRange("a", ISSUED, Range("VCS-1", 1, 10))
MOVE = Move(on=SENT, range=HELD.range, from_account="a", to_account="b")
AMOUNT = MoveUnits(on=SENT, amount=Amount(5), from_account="a", to_account="b")
OUTSIDE = replace(BASE, ranges=(HELD,), balances={"a": 5})
PLAIN = {
    "no receiver": (replace(MOVE, to_account=""), OUTSIDE, "ACCOUNT", FAIL),
    "plain move from an end": (replace(MOVE, from_account="GHA:end"), OUTSIDE, "TERMINAL", FAIL),
    "plain move of ITMOs": (
        MOVE, replace(OUTSIDE, ranges=(replace(HELD, authorized=True),)), "AUTHORIZED", FAIL,
    ),
    "range held by another": (replace(MOVE, from_account="c"), OUTSIDE, "HOLDER", FAIL),
    "another holder expected": (replace(MOVE, expected="c"), OUTSIDE, "EXPECTED_HOLDER", FAIL),
    "range issued twice": (replace(MOVE, from_account=""), OUTSIDE, "DOUBLE_ISSUANCE", FAIL),
    "moved before received": (replace(MOVE, on=START), OUTSIDE, "CHRONOLOGY", FAIL),
    "more units than held": (AMOUNT, replace(OUTSIDE, balances={"a": 4}), "UNITS_HELD", FAIL),
    "balance unknown": (AMOUNT, replace(OUTSIDE, balances={}), "UNITS_HELD", UNKNOWN),
}  # fmt: skip

CASES = {
    **RECORDS, **ISSUES, **TRANSFERS, **USES, **PLAIN, **AUTHORIZATIONS_IN_FULL, **PERMITTED,
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_fault_is_found(case: str) -> None:
    posting, facts, code, outcome = CASES[case]
    assert found(posting, facts).get(code) is outcome


@pytest.mark.feature("F007")
@pytest.mark.feature("F009")
@pytest.mark.feature("F085")
@pytest.mark.parametrize(
    ("posting", "facts"),
    [
        (IN_FULL, replace(BASE, authorizations={})),
        (CHANGED, replace(BASE, authorizations={"A1": (IN_FULL,)}, first_transferred={"A1": OUT})),
        (changed(OIMP_ONLY, notice="weekly report"), replace(BASE, authorizations={})),
        (AIRLINE, BASE),
        (SEND, FULLY),
        (BY_FIRM, FULLY_ABROAD),
        (replace(ONWARD, from_account="CHE:firm", to_account="CHE"), FULLY_ABROAD),
        (replace(USE_OIMP, on=SENT), replace(AT_HOST, authorizations={"A1": (LATE,)})),
        (
            BY_FIRM,
            replace(
                FULLY_ABROAD,
                authorizations={"A1": (IN_FULL, replace(REVOKED, on=date(2025, 1, 1)))},
            ),
        ),
    ],
)
def test_lawful_posting_under_an_authorization_in_full_passes(
    posting: Posting, facts: Facts
) -> None:
    assert found(posting, facts) == {}


@pytest.mark.parametrize("case", CASES)
def test_finding_speaks_both_languages(case: str) -> None:
    posting, facts, code, _ = CASES[case]
    for finding in judge(posting, facts):
        assert finding.code != code or finding.message.en != finding.message.zh
        assert "{" not in finding.message.en + finding.message.zh + finding.fix.en + finding.fix.zh


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.test.__name__)
def test_rule_cites_a_paragraph_on_record_or_is_our_own(rule: Rule[Any, Facts]) -> None:
    assert rule.source == DESIGN or law.paragraph(rule.source).id in rule.source


@pytest.mark.rule("fail", "ENTITY_KYC", "EXPECTED_HOLDER")
@pytest.mark.rule("missing", "CHRONOLOGY")
def test_every_rule_is_seen_to_fail() -> None:
    failing = [
        (posting, facts, code) for posting, facts, code, told in CASES.values() if told is FAIL
    ]
    assert all(found(posting, facts)[code] is FAIL for posting, facts, code in failing)
    assert {code for _, _, code in failing} == {rule.code for rule in RULES}


@pytest.mark.rule("missing", "AUTH_TWO_KEYS", "ENTITY_AUTH", "ENTITY_TIERS")
def test_what_is_missing_never_passes() -> None:
    cases = [(posting, facts) for posting, facts, _, told in CASES.values() if told is UNKNOWN]
    assert cases
    assert Outcome.PASS not in {worst(judge(posting, facts)) for posting, facts in cases}


def test_state_that_has_left_may_still_cancel_and_move_units_at_home() -> None:
    units = replace(UNITS, first_transferred_on=SENT)
    facts = replace(
        BASE,
        accounts={
            **ACCOUNTS,
            "USA:other": Account("USA:other", HOLDING, "USA", ""),
            "USA:end": Account("USA:end", ENDING, "USA", ""),
        },
        holdings=(Holding(account="USA", received_on=SENT, units=units),),
    )
    after = date(2026, 6, 1)
    cancel = Cancel(on=after, block=BLOCK, from_account="USA", to_account="USA:end")
    assert found(cancel, facts) == {}
    assert found(replace(ONWARD, on=after, from_account="USA", to_account="USA:other"), facts) == {}
    assert "PART_A" in found(replace(ONWARD, on=after, from_account="USA"), facts)


def test_authorization_without_a_cap_sets_no_limit() -> None:
    facts = replace(AT_HOST, first_transferred={"A1": FirstTransferred(10**12)})
    assert found(SEND, facts) == {}


def test_authorization_that_names_nobody_lets_anybody_use() -> None:
    assert found(replace(USE_OIMP, entity=None), OIMP_AT_HOST) == {}


@pytest.mark.rule("fail", "FT_SUBTYPE")
def test_change_does_not_reach_units_first_transferred_before_it() -> None:
    change = replace(OIMP_ONLY, version=2, on=date(2024, 8, 1))
    changed = replace(ABROAD, authorizations={"A1": (AUTHORIZATION, change)})
    assert found(USE, changed) == {}
    later = replace(changed, holdings=held("GHA"))
    assert found(replace(SEND, on=USED), later) == {"FT_SUBTYPE": FAIL}


@pytest.mark.parametrize(
    ("text", "definition"),
    [
        ("authorisation", FirstTransferDefinition.AUTHORIZATION),
        (" ISSUANCE ", FirstTransferDefinition.ISSUANCE),
        ("Use or Cancellation", FirstTransferDefinition.USE_OR_CANCELLATION),
        ("sometime", None),
        (None, None),
    ],
)
def test_definition_is_read_in_any_spelling(
    text: str | None, definition: FirstTransferDefinition | None
) -> None:
    assert replace(OIMP_ONLY, first_transfer_definition=text).definition is definition


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": Purpose.NDC, "year": None},
        {"purpose": Purpose.IMP, "year": 2024},
    ],
)
def test_use_towards_an_ndc_and_no_other_names_a_year(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="calendar year"):
        replace(USE, **change)


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": Purpose.NDC},
        {"subtype": Subtype.ISSUANCE},
        {"voluntary": False},
    ],
)
def test_cancellation_says_rightly_what_it_is(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"NDC|subtype|voluntary"):
        replace(OMGE, **change)


def test_authorization_names_a_purpose() -> None:
    with pytest.raises(ValueError, match="purpose"):
        replace(AUTHORIZATION, purposes=frozenset())


@pytest.mark.parametrize(
    ("underlying", "part"),
    [
        (Underlying("JCM", "X-0099", "X-0198"), Underlying("JCM", "X-0109", "X-0118")),
        (Underlying("JCM", "X-99", "X-198"), Underlying("JCM", "X-109", "X-118")),
        (Underlying("VCS", "1", "100"), Underlying("VCS", "11", "20")),
        (Underlying("ART"), Underlying("ART")),
        (None, None),
    ],
)
def test_part_has_the_underlying_units_at_its_offset(
    underlying: Underlying | None, part: Underlying | None
) -> None:
    assert replace(UNITS, underlying=underlying).part(11, 20).underlying == part


def test_units_join_only_where_nothing_tells_them_apart() -> None:
    first, second = UNITS.part(1, 50), UNITS.part(51, 100)
    assert first.followed_by(second) == UNITS
    assert second.followed_by(first) is None
    assert first.followed_by(UNITS.part(52, 100)) is None
    assert first.followed_by(replace(second, first_transferred_on=SENT)) is None
    assert first.followed_by(replace(second, underlying=Underlying("ART"))) is None
