"""A journal that breaks a rule is refused by that rule's code; the unusual is never guessed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from control.control_samples import CONTROLS
from ledger_samples import NDC, authorize, day, issue, open_account, record_ndc, send, use

from tallystick.article6.authorization.content import Content
from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.authorization_rules import AUTHORIZATIONS
from tallystick.article6.postings.issue_rules import ISSUES
from tallystick.article6.postings.movement_rules import FIRST_TRANSFERS, MOVEMENTS, TRANSFERS
from tallystick.article6.postings.movements import Cancel, FirstTransfer, Subtype, Transfer, Use
from tallystick.article6.postings.permit_rules import PERMITS
from tallystick.article6.postings.plain import Amount, Move, MoveUnits, Range, range_of
from tallystick.article6.postings.plain_rules import AMOUNTS, MOVES, PLAIN
from tallystick.article6.postings.record_rules import ACCOUNTS, NDCS
from tallystick.article6.postings.records import Posting, Record, RecordApproach
from tallystick.article6.postings.term_records import Appoint
from tallystick.article6.postings.unit_rules import UNITS
from tallystick.article6.postings.units import Underlying
from tallystick.article6.postings.use_rules import TIMES, USES
from tallystick.article6.safeguards.scenario import Control
from tallystick.core.actions import OIMP, ActionType, Purpose
from tallystick.core.findings import Severity, Text
from tallystick.core.identifiers import Block
from tallystick.ledger.importing.checking import check
from tallystick.ledger.importing.importing import Outcome, import_export
from tallystick.ledger.importing.journal import read_journal
from tallystick.ledger.importing.records import Records
from tallystick.ledger.importing.unusual import Broken, Unusual
from tallystick.ledger.proof.keys import SigningKey

from .journals import SERIES, leaves, records
from .test_importing import log_of

BOOKS = (ACCOUNTS, NDCS, AUTHORIZATIONS, UNITS, ISSUES, MOVEMENTS, TRANSFERS, FIRST_TRANSFERS,
         USES, TIMES, PERMITS, PLAIN, MOVES, AMOUNTS)  # fmt: skip
IN_FULL = {"AUTH_STATE", "AUTH_REVOKED", "AUTH_TWO_KEYS", "ENTITY_AUTH", "ENTITY_TIERS",
           "FT_EVENT_NOTICE"}  # fmt: skip
"""Rules on what an authorization says in full, which is never judged by columns."""

PART = Block(SERIES[0], 1, 50)
ALIEN = replace(SERIES[0], approach="CA0011")
SOLD = Move(on=day(2), from_account="", to_account="X", range=Range("P", 1, 9))
PAID = MoveUnits(on=day(2), from_account="X", to_account="Y", amount=Amount(5))
HELD: list[Posting] = [issue(PART), send(PART)]
CORSIA = Use(
    on=day(3), block=PART, from_account="GHA", to_account="GHA:oimp", purpose=Purpose.IMP,
    entity="Sea",
)  # fmt: skip


APPROACH = RecordApproach(on=day(0), id="CA0009", parties=("GHA",), title=Text("stoves", "炉灶"))


def issued_in(block: Block) -> list[Posting]:
    return [issue(block)]


BREAKING: dict[str, list[Posting]] = {
    "ACCOUNT": [open_account("CHE")],
    "PARTY_CODE": [replace(open_account("CHE"), id="x", party="XX")],
    "USE_PERIOD": [*HELD, use(PART, year=2031)],
    "METHOD_CHANGE": [replace(record_ndc("CHE"), method="trajectory")],
    "PART_A": [replace(authorize("N"), on=date(2010, 1, 1))],
    "CA_MEMBER": [replace(APPROACH, parties=("CHE", "SWE")), authorize("N")],
    "AUTH_CHANGE": [replace(authorize("A1"), version=3)],
    "FT_DEF_MISSING": [authorize("N", OIMP)],
    "FT_DEF_UNRESOLVED": [authorize("N", OIMP, "whenever")],
    "FT_DEF_NA": [authorize("N", NDC, "Issuance")],
    "FT_DEF_CONSISTENT": [authorize("N", OIMP, "Issuance")],
    "ITMO_ID": issued_in(Block(replace(SERIES[0], registry="G-1"), 1, 9)),
    "ITMO_VINTAGE": issued_in(Block(replace(SERIES[0], vintage=2019), 1, 9)),
    "ITMO_VINTAGE_FUTURE": issued_in(Block(replace(SERIES[0], vintage=2030), 1, 9)),
    "ITMO_ID_MISMATCH": issued_in(Block(ALIEN, 1, 9)),
    "AUTH_REF": [issue(PART, "none")],
    "AUTH_TIME": [issue(Block(replace(SERIES[2], vintage=2025), 1, 9), "B2", on=400)],
    "UNDERLYING": [replace(issue(PART), underlying=Underlying("R", "R-1", "R-2"))],
    "DOUBLE_ISSUANCE": [issue(PART), issue(PART.part(9, 50))],
    "HOLDER": [issue(PART), replace(send(PART), from_account="SWE")],
    "TERMINAL": [*HELD, use(PART), Transfer(
        on=day(4), block=PART, from_account="CHE:use", to_account="CHE")],
    "CHRONOLOGY": [issue(PART), send(PART, on=0)],
    "FT_SUBTYPE": [issue(PART), Transfer(
        on=day(2), block=PART, from_account="GHA", to_account="CHE")],
    "FT_TWICE": [*HELD, FirstTransfer(
        on=day(3), block=PART, from_account="CHE", to_account="SWE")],
    "FT_UNAUTH": [issue(PART), send(PART, on=-1)],
    "AUTH_CAP": [issue(Block(SERIES[0], 1, 100)), send(Block(SERIES[0], 1, 61))],
    "USE_PURPOSE": [issue(PART), CORSIA],
    "USE_WHO": [issue(PART, "A3"), CORSIA],
    "AUTHORIZED": [issue(PART), replace(SOLD, range=range_of(PART), from_account="GHA")],
    "EXPECTED_HOLDER": [SOLD, replace(SOLD, from_account="X", to_account="Z", expected="Y")],
    "UNITS_HELD": [replace(PAID, from_account=""), PAID],
}  # fmt: skip
"""For each code, postings after the records of which the last breaks the rule."""


def refusing() -> set[str]:
    """The codes of the rules that refuse a posting whose authorization is not in full."""
    return {rule.code for book in BOOKS for rule in book.rules if rule.severity is Severity.ERROR}


def by_columns(postings: Sequence[Posting]) -> None:
    list(check(read_journal(pl.Series(leaves([*records(), *postings]))), PARTIES))


def test_every_rule_that_refuses_is_broken_by_a_journal_here() -> None:
    assert refusing() - IN_FULL == set(BREAKING)


@pytest.mark.parametrize("code", BREAKING)
def test_journal_that_breaks_a_rule_is_refused_by_its_code(
    code: str, key: SigningKey, tmp_path: Path
) -> None:
    postings = BREAKING[code]
    with pytest.raises(Unusual):
        by_columns(postings)
    by_columns(postings[:-1])
    log = log_of(tmp_path / "log", [*records(), *postings], key)
    done = import_export(None, log, key.public)
    assert done.outcome is Outcome.INVALID
    assert code in {one.code for one in done.findings}
    assert {one.where["index"] for one in done.findings} == {len(records()) + len(postings) - 1}


UNUSUAL: list[Record] = [
    *(one for one in CONTROLS if isinstance(one, Record)),
    replace(authorize(), content=Content()),
    replace(APPROACH, gated=True),
    replace(APPROACH, quality=("measured",)),
    replace(APPROACH, identified=True),
    replace(APPROACH, registration=Control.JOINT),
    Appoint(on=day(0), body="Council", mandate="agreement"),
    replace(open_account("CHE"), account_kind="none"),
]


@pytest.mark.parametrize("record", UNUSUAL, ids=lambda one: type(one).__name__)
def test_controls_terms_and_authorizations_in_full_are_left_to_the_ledger(record: Record) -> None:
    with pytest.raises(Unusual) as raised:
        Records([(0, record)])
    assert not isinstance(raised.value, Broken)


def test_approach_without_terms_is_judged_by_columns() -> None:
    by_columns([APPROACH])


def first_transferred(*postings: Posting) -> list[tuple[str, str]]:
    """Judge by columns, and return which authorizations were first transferred, and how."""
    told = leaves([*records(), *postings])
    tables = {one.name: one.rows for one in check(read_journal(pl.Series(told)), PARTIES)}
    entries = tables["ledger_entry"].filter(pl.col("type") == ActionType.FIRST_TRANSFER.value)
    return entries.select("authorization_id", "subtype").rows()


GIVEN: dict[str, Any] = {"on": day(3), "from_account": "GHA"}


def test_cancellation_for_no_purpose_first_transfers_where_the_units_are_so_authorized() -> None:
    here, there = Block(SERIES[0], 1, 40), Block(SERIES[1], 1, 40)
    issued = [issue(here, "A1"), issue(there, "A2")]
    cancelled = [Cancel(block=one, to_account="GHA:other", **GIVEN) for one in (here, there)]
    assert first_transferred(*issued, *cancelled) == [("A2", Subtype.USE_OR_CANCELLATION.value)]


def test_one_cancellation_of_units_under_two_authorizations_first_transfers_one_part() -> None:
    whole = Block(SERIES[0], 1, 80)
    issued = [issue(whole.part(1, 40), "A1"), issue(whole.part(41, 80), "A2")]
    cancelled = Cancel(block=whole, to_account="GHA:other", **GIVEN)
    assert first_transferred(*issued, cancelled) == [("A2", Subtype.USE_OR_CANCELLATION.value)]


def test_contribution_to_the_adaptation_fund_is_judged_by_columns() -> None:
    given = Subtype.VOLUNTARY_CONTRIBUTION
    gift = Transfer(block=PART, to_account="GHA:fund", subtype=given, **GIVEN)
    assert first_transferred(issue(PART, "A1"), gift) == [("A1", given.value)]


@pytest.mark.parametrize(
    "unusual",
    [
        [replace(authorize("F", NDC), content=Content()), issue(PART, "F")],
        [replace(APPROACH, quality=("measured",)), replace(issue(PART), quality={"measured": "r"})],
        [issue(), CONTROLS[0], *CONTROLS[2:5]],
    ],
    ids=["in full", "terms", "controls"],
)
def test_what_is_left_to_the_ledger_is_imported(
    unusual: list[Posting], key: SigningKey, tmp_path: Path
) -> None:
    with pytest.raises(Unusual):
        by_columns(unusual)
    done = import_export(None, log_of(tmp_path / "log", [*records(), *unusual], key), key.public)
    assert (done.outcome, done.findings) == (Outcome.POSSIBLE, ())
