"""Bodies: a posting's canonical JSON says all of it, the same way every time."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from control.control_samples import CONTROLS
from hypothesis import given
from hypothesis import strategies as st
from ledger_samples import authorize, day, issue, open_account, record_ndc, send, use

from tallystick.article6.authorization.components import (
    AuthorizeApproach,
    AuthorizeEntity,
    Consent,
    Instrument,
    RecordChain,
)
from tallystick.article6.integrity import Step
from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.movements import Cancel, Subtype, Transfer
from tallystick.article6.postings.plain import Amount, Move, MoveUnits, Range
from tallystick.article6.postings.records import Posting, RecordAgreement, RecordApproach
from tallystick.article6.postings.term_records import (
    Annotate,
    Appoint,
    FileStep,
    Identify,
    RecordForecast,
    Refer,
)
from tallystick.article6.postings.units import Underlying
from tallystick.article6.safeguards.entities import EntityClass, Identity
from tallystick.article6.safeguards.scenario import Control
from tallystick.core.actions import OIMP, ActionType, Purpose
from tallystick.core.findings import Text
from tallystick.ledger import LedgerError
from tallystick.ledger.bodies import KINDS, read_body, write_body

TITLE = Text("Title", "标题")
MOVED: dict[str, Any] = {"on": day(1), "block": send().block, "from_account": "CHE"}
POSTINGS: list[Posting] = [
    open_account("CHE:use"),
    record_ndc("CHE"),
    RecordAgreement(on=day(0), id="x", parties=("CHE", "NOR"), title=TITLE),
    RecordApproach(on=day(0), id="CA0009", parties=(), title=TITLE),
    RecordApproach(
        on=day(0),
        id="CA0010",
        parties=(),
        title=TITLE,
        registration=Control.INTERNATIONAL,
        registrar="board",
    ),
    authorize("A1", OIMP | {Purpose.NDC}, "Issuance", 5),
    AuthorizeApproach(on=day(0), party="GHA", approach="CA0009", parties=("GHA", "CHE")),
    AuthorizeEntity(
        on=day(0),
        party="GHA",
        approach="CA0009",
        number="GH-0042",
        name="Airline",
        country="GHA",
        permits=frozenset({ActionType.USE}),
    ),
    Consent(on=day(0), authorization="A1", party="CHE", authority="FOEN"),
    RecordChain(on=day(0), authorization="A1", entity="GH-0042", contract=Instrument("M", day(0))),
    type(issue())(
        on=day(1),
        block=issue().block,
        to_account="GHA",
        authorization="A1",
        mitigation_type="Removals",
        underlying=Underlying("JCM", "X-1", "X-1000"),
    ),
    send(),
    Transfer(to_account="SWE", **MOVED),
    use(),
    Cancel(to_account="CHE:voluntary", subtype=Subtype.VOLUNTARY_OMGE, voluntary=True, **MOVED),
    Move(on=day(1), range=Range("VCS-1", 1, 10), from_account="", to_account="a", expected="b"),
    MoveUnits(on=day(1), amount=Amount(5), from_account="a", to_account="b"),
    FileStep(
        on=day(1),
        authorization="A1",
        step=Step.APPROVAL,
        by="EPA",
        document="d",
        party="GHA",
        block=issue().block,
        until=day(9),
    ),
    Identify(
        on=day(1),
        account="GHA:entity",
        holder=EntityClass.NGO,
        identity=Identity.VERIFIED,
        by="registrar",
        document="file 7",
        until=day(9),
    ),
    RecordForecast(on=day(1), party="GHA", emissions_t={2022: 5}, target_t={2022: 9}),
    Appoint(on=day(1), body="Council", mandate="article 9"),
    Annotate(on=day(1), by="Council", text="note", block=issue().block),
    Refer(on=day(1), by="Council", text="note", to="committee", posting="p 1"),
    Batch(on=day(1), postings=(Transfer(to_account="SWE", **MOVED),)),
    *CONTROLS,
]

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("posting", POSTINGS, ids=lambda posting: posting.kind)
def test_body_reads_back_as_the_posting(posting: Posting) -> None:
    assert read_body(write_body(posting)) == posting


def test_every_kind_of_posting_has_a_body() -> None:
    assert {type(posting) for posting in POSTINGS} == set(KINDS.values())


def test_body_is_canonical() -> None:
    body = write_body(send())
    assert body == json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"))
    assert json.loads(body)["on"] == day(2).isoformat()


@given(st.permutations(sorted(Purpose)), st.dictionaries(st.text(), st.integers()))
def test_order_of_writing_does_not_change_the_body(
    purposes: list[Purpose], note: dict[str, int]
) -> None:
    backwards = dict(reversed(note.items()))
    one, other = (
        type(authorize())(
            on=day(0), id="A", party="GHA", approach="CA0009", purposes=given_, note=kept
        )
        for given_, kept in ((frozenset(purposes), note), (frozenset(purposes[::-1]), backwards))
    )
    try:
        assert write_body(one) == write_body(other)
    except LedgerError:
        assert any("\ud800" <= letter <= "\udfff" for key in note for letter in key)


@given(st.dictionaries(st.text(), plain))
def test_note_reads_back(note: dict[str, object]) -> None:
    posting = Transfer(on=day(1), block=send().block, from_account="a", to_account="b", note=note)
    assert read_body(write_body(posting)).note == note


@pytest.mark.parametrize("value", [0.1, float("nan"), Decimal(1), b"x", object()])
def test_value_without_an_exact_form_is_refused(value: object) -> None:
    posting = Transfer(
        on=day(1), block=send().block, from_account="a", to_account="b", note={"x": [value]}
    )
    with pytest.raises(LedgerError, match="exact form"):
        write_body(posting)


def test_dates_in_a_note_are_kept_as_text() -> None:
    posting = Transfer(
        on=day(1),
        block=send().block,
        from_account="a",
        to_account="b",
        note={"seen": date(2024, 1, 2)},
    )
    assert read_body(write_body(posting)).note == {"seen": "2024-01-02"}
