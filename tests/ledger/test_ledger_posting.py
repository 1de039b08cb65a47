"""Posting: what is written, what is refused, and what a key stands for."""

from dataclasses import replace
from datetime import date

import pytest
from ledger_samples import (
    LOT,
    NDC,
    REDUCTIONS,
    authorize,
    day,
    issue,
    open_account,
    record_ndc,
    send,
    start,
    total,
    use,
)

from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.movements import Cancel, Issue, Subtype, Transfer, Use
from tallystick.article6.postings.plain import Amount, Move, MoveUnits, Range
from tallystick.article6.postings.records import RecordAgreement, RecordApproach
from tallystick.article6.postings.units import Underlying
from tallystick.core.actions import OIMP, ActionType, Purpose
from tallystick.core.findings import Text
from tallystick.ledger import Conflict, Entry, Ledger, RecordType, Refused, Status, replay

ISSUANCE, FIRST, ACQUISITION, USE = (
    ActionType.ISSUANCE,
    ActionType.FIRST_TRANSFER,
    ActionType.ACQUISITION,
    ActionType.USE,
)


def told(ledger: Ledger) -> list[tuple[str, str | None, str | None, str | None]]:
    return [
        (entry.type.value, entry.party, entry.counterparty, entry.subtype)
        for entry in ledger.journal()
        if entry.units is not None
    ]


def codes(refusal: Refused) -> set[str]:
    return {finding.code for finding in refusal.findings if finding.refuses}


@pytest.mark.rule(
    "pass", "AUTH_REVOKED", "AUTH_STATE", "AUTH_TWO_KEYS", "ENTITY_AUTH", "ENTITY_TIERS"
)
@pytest.mark.feature("F006")
def test_way_of_a_unit_is_written_as_linked_entries(ledger: Ledger) -> None:
    start(ledger, authorize(), issue(), send(), use())
    assert told(ledger) == [
        ("issuance", "GHA", None, None),
        ("first_transfer", "GHA", "CHE", "First transfer to another Party"),
        ("acquisition", "CHE", "GHA", None),
        ("use", "CHE", None, None),
    ]
    issued, first, acquired, used = (one for one in ledger.journal() if one.units is not None)
    assert first.posting == acquired.posting
    assert len({issued.posting, first.posting, used.posting}) == 3
    assert (used.use_year, used.purpose, used.block) == (2024, Purpose.NDC, LOT)
    assert first.authorized_on == day(0)


def test_holdings_follow_units_from_account_to_account(ledger: Ledger) -> None:
    start(ledger, authorize(), issue(), send(LOT.part(101, 200)), use(LOT.part(101, 150)))
    held = [(one.account, one.block.first, one.block.last) for one in ledger.holdings()]
    assert held == [
        ("CHE", 151, 200),
        ("CHE:use", 101, 150),
        ("GHA", 1, 100),
        ("GHA", 201, 1000),
    ]


def test_holdings_on_a_past_day_are_those_of_that_day(ledger: Ledger) -> None:
    start(ledger, authorize(), issue(on=1), send(on=5), use(on=9))
    holders = {
        number: [one.account for one in ledger.holdings(day(number))] for number in (0, 1, 5, 9)
    }
    assert holders == {0: [], 1: ["GHA"], 5: ["CHE"], 9: ["CHE:use"]}


def test_journal_is_read_by_party_and_by_day(ledger: Ledger) -> None:
    start(ledger, authorize(), issue(on=1), send(on=5), use(on=9))

    def types(entries: list[Entry]) -> list[str]:
        return [one.type.value for one in entries if one.units is not None]

    assert types(ledger.journal("GHA")) == ["issuance", "first_transfer"]
    assert types(ledger.journal("CHE", day(5), day(5))) == ["acquisition"]
    assert types(ledger.journal(first_day=day(6))) == ["use"]


def test_records_come_back_as_they_were_posted(ledger: Ledger) -> None:
    agreement = RecordAgreement(
        on=date(2025, 6, 17),
        id="nor-che",
        parties=("NOR", "CHE"),
        title=Text("An agreement", "协议"),
        note={"confidence": "medium", "illustrative": ["day"]},
    )
    approach = RecordApproach(on=day(0), id="CA0009", parties=("GHA", "CHE"), title=Text("A", "甲"))
    authorization = replace(
        authorize("A1", NDC | OIMP, "Issuance", 500),
        first_year=2021,
        last_year=2030,
        sectors=("Waste management",),
        terms="none",
    )
    start(ledger, agreement, approach, authorization)
    assert ledger.agreements() == [agreement]
    assert ledger.approaches() == [approach]
    assert ledger.authorizations() == [authorization]
    assert ledger.ndcs() == [record_ndc("CHE"), record_ndc("SWE")]
    assert {one.id: one.kind.terminal for one in ledger.accounts()}["CHE:use"]


def test_agreement_moves_no_units(ledger: Ledger) -> None:
    title = Text("An agreement", "协议")
    start(ledger, RecordAgreement(on=day(0), id="x", parties=("NOR", "CHE"), title=title))
    assert ledger.journal()[-1].type is RecordType.AGREEMENT
    assert ledger.journal()[-1].block is None
    assert ledger.holdings() == []


def test_newer_record_takes_the_place_of_the_older_in_answers(ledger: Ledger) -> None:
    newer = replace(record_ndc("CHE"), on=day(9), target_t=90)
    start(ledger, newer)
    assert [ndc.target_t for ndc in ledger.ndcs() if ndc.party == "CHE"] == [90]
    assert len([one for one in ledger.journal() if one.type is RecordType.NDC]) == 3


@pytest.mark.parametrize("definition", ["Issuance", "Authorisation"])
def test_issuance_first_transfers_where_the_definition_says_so(
    ledger: Ledger, definition: str
) -> None:
    start(ledger, authorize("A1", OIMP, definition), issue(on=4))
    subtype = "Issuance" if definition == "Issuance" else "Authorization"
    assert told(ledger) == [
        ("issuance", "GHA", None, None),
        ("first_transfer", "GHA", None, subtype),
    ]
    entry = ledger.journal()[-1]
    assert (entry.effective_on, entry.authorized_on) == (day(4), day(0))
    (held,) = ledger.holdings()
    assert (held.units.first_transferred_on, held.units.first_transferred_by) == (day(4), "GHA")


def test_use_first_transfers_where_the_definition_says_so(ledger: Ledger) -> None:
    move = Transfer(on=day(2), block=LOT, from_account="GHA", to_account="CHE:entity")
    used = Use(
        on=day(3),
        block=LOT.part(1, 10),
        from_account="CHE:entity",
        to_account="CHE:oimp",
        purpose=Purpose.IMP,
        entity="an airline",
    )
    start(ledger, authorize("A1", OIMP, "Use or cancellation"), issue(), move, used)
    assert told(ledger) == [
        ("issuance", "GHA", None, None),
        ("transfer", "GHA", "CHE", None),
        ("acquisition", "CHE", "GHA", None),
        ("first_transfer", "GHA", None, "Use or cancellation"),
        ("use", "CHE", None, None),
    ]
    assert [one.units.first_transferred_on for one in ledger.holdings()] == [None, day(3)]


def test_cancellation_for_omge_is_a_first_transfer_unless_there_was_one(ledger: Ledger) -> None:
    def cancel(account: str, first: int) -> Cancel:
        return Cancel(
            on=day(5),
            block=LOT.part(first, first + 9),
            from_account=account,
            to_account=f"{account}:voluntary",
            voluntary=True,
            subtype=Subtype.VOLUNTARY_OMGE,
        )

    start(
        ledger,
        authorize(),
        issue(),
        send(LOT.part(1, 100)),
        cancel("CHE", 1),
        cancel("GHA", 501),
    )
    assert told(ledger)[3:] == [
        ("voluntary_cancellation", "CHE", None, Subtype.VOLUNTARY_OMGE),
        ("first_transfer", "GHA", None, Subtype.VOLUNTARY_OMGE),
        ("voluntary_cancellation", "GHA", None, Subtype.VOLUNTARY_OMGE),
    ]


def test_units_for_both_purposes_are_first_transferred_once_by_the_earlier_event(
    ledger: Ledger,
) -> None:
    cancel = Cancel(
        on=day(5),
        block=LOT,
        from_account="CHE",
        to_account="CHE:oimp",
        purpose=Purpose.OP,
    )
    start(ledger, authorize("A1", NDC | OIMP, "Use or cancellation"), issue(), send(), cancel)
    assert [one[0] for one in told(ledger)] == [
        "issuance",
        "first_transfer",
        "acquisition",
        "cancellation",
    ]


def test_units_first_transferred_at_issuance_go_abroad_by_transfer(ledger: Ledger) -> None:
    start(ledger, authorize("A1", NDC | OIMP, "Issuance"), issue())
    with pytest.raises(Refused) as refusal:
        ledger.post(send(), key="again")
    assert codes(refusal.value) == {"FT_TWICE"}
    ledger.post(Transfer(on=day(2), block=LOT, from_account="GHA", to_account="CHE"), key="again")
    assert [one[0] for one in told(ledger)][2:] == ["transfer", "acquisition"]


def test_move_over_former_splits_is_one_entry(ledger: Ledger) -> None:
    halves = [send(LOT.part(1, 400)), send(LOT.part(401, 1000))]
    start(ledger, authorize(), issue(), *halves, use())
    assert [one.block for one in ledger.journal() if one.type is USE] == [LOT]


def test_move_over_two_authorizations_is_one_entry_each(ledger: Ledger) -> None:
    start(
        ledger,
        authorize("A1"),
        authorize("A2"),
        issue(LOT.part(1, 400), "A1"),
        issue(LOT.part(401, 1000), "A2"),
        send(),
    )
    first = [one for one in ledger.journal() if one.type is FIRST]
    assert [(one.authorization, one.block) for one in first] == [
        ("A1", LOT.part(1, 400)),
        ("A2", LOT.part(401, 1000)),
    ]


def test_part_keeps_its_own_underlying_units(ledger: Ledger) -> None:
    backing = Underlying("JCM", "JCM-TH-0501", "JCM-TH-1500")
    start(ledger, authorize(), replace(issue(), underlying=backing), send(LOT.part(101, 200)))
    (sent,) = (held for held in ledger.holdings() if held.account == "CHE")
    assert sent.units.underlying == Underlying("JCM", "JCM-TH-0601", "JCM-TH-0700")
    assert [one.units.underlying for one in ledger.journal() if one.units][1:] == [
        sent.units.underlying
    ] * 2


@pytest.mark.feature("F055")
def test_units_keep_the_metric_they_are_authorized_in(ledger: Ledger) -> None:
    start(ledger, replace(authorize(), metric="MWh"), issue(), send(LOT.part(1, 10)))
    assert {held.units.metric for held in ledger.holdings()} == {"MWh"}
    assert {one.units.metric for one in ledger.journal() if one.units} == {"MWh"}


@pytest.mark.feature("F010")
@pytest.mark.feature("F068")
def test_used_unit_is_never_used_again_and_the_refusal_names_the_first_use(ledger: Ledger) -> None:
    start(ledger, authorize(), issue(), send(), use(LOT.part(1, 10), on=3))
    with pytest.raises(Refused) as refusal:
        ledger.post(use(LOT.part(10, 20), on=4), key="again")
    (finding,) = refusal.value.findings
    assert finding.code == "TERMINAL"
    assert "CHE:use" in finding.message.en
    assert day(3).isoformat() in finding.message.en


def test_refusal_writes_nothing_and_leaves_the_key_free(ledger: Ledger) -> None:
    start(ledger, authorize(), issue())
    before = (ledger.journal(), ledger.holdings())
    with pytest.raises(Refused):
        ledger.post(send(LOT, taker="nowhere"), key="k")
    assert (ledger.journal(), ledger.holdings()) == before
    assert ledger.post(send(), key="k").status is Status.POSTED


def test_same_key_and_body_gets_the_first_answer_and_another_body_conflicts(
    ledger: Ledger,
) -> None:
    start(ledger, authorize(), issue())
    first = ledger.post(send(), key="k")
    again = ledger.post(send(), key="k")
    assert (again.id, again.status) == (first.id, Status.ALREADY_POSTED)
    with pytest.raises(Conflict, match="k"):
        ledger.post(send(LOT.part(1, 2)), key="k")
    assert total(ledger) == LOT.quantity


def test_undetermined_rule_lets_the_posting_through_and_is_reported(ledger: Ledger) -> None:
    extra = open_account("NOR"), open_account("NOR:use")
    start(ledger, *extra, authorize(), issue(), send(taker="NOR"))
    used = Use(on=day(3), block=LOT, from_account="NOR", to_account="NOR:use", year=2024)
    receipt = ledger.post(used, key="k")
    assert receipt.status is Status.POSTED
    assert [finding.code for finding in receipt.findings] == ["USE_PERIOD"]


def test_underlying_units_back_one_block_only(ledger: Ledger) -> None:
    backing = Underlying("JCM", "X-1", "X-1000")
    start(ledger, authorize(), replace(issue(), underlying=backing))
    other = Issue(
        on=day(1),
        block=replace(LOT, first=2001, last=2010),
        to_account="GHA",
        authorization="A1",
        mitigation_type=REDUCTIONS,
        underlying=Underlying("JCM", "X-991", "X-1000"),
    )
    with pytest.raises(Refused) as refusal:
        ledger.post(other, key="k")
    assert codes(refusal.value) == {"DOUBLE_ISSUANCE"}


def test_cap_holds_over_several_first_transfers(ledger: Ledger) -> None:
    start(ledger, authorize(cap=150), issue(), send(LOT.part(1, 100)))
    with pytest.raises(Refused) as refusal:
        ledger.post(send(LOT.part(101, 151)), key="k")
    assert codes(refusal.value) == {"AUTH_CAP"}
    assert ledger.post(send(LOT.part(101, 150)), key="k").status is Status.POSTED


def test_change_governs_later_units_and_not_those_first_transferred(ledger: Ledger) -> None:
    change = replace(authorize("A1", OIMP, "Use or cancellation"), version=2, on=day(10))
    start(ledger, authorize(), issue(), send(LOT.part(1, 100)), change)
    assert ledger.post(use(LOT.part(1, 100), on=20), key="k").status is Status.POSTED
    with pytest.raises(Refused) as refusal:
        ledger.post(send(LOT.part(101, 200), on=20), key="l")
    assert codes(refusal.value) == {"FT_SUBTYPE"}


def test_definition_of_first_transfer_is_one_per_approach(ledger: Ledger) -> None:
    start(ledger, authorize("A1", OIMP, "Issuance"))
    with pytest.raises(Refused) as refusal:
        ledger.post(authorize("A2", OIMP, "Authorization"), key="k")
    assert codes(refusal.value) == {"FT_DEF_CONSISTENT"}


@pytest.mark.feature("F242")
def test_method_is_kept_throughout_the_ndc_period(ledger: Ledger) -> None:
    start(ledger)
    with pytest.raises(Refused) as refusal:
        ledger.post(replace(record_ndc("CHE"), method="trajectory"), key="k")
    assert codes(refusal.value) == {"METHOD_CHANGE"}


@pytest.mark.rule("fail", "ACCOUNT")
def test_account_is_opened_once(ledger: Ledger) -> None:
    start(ledger)
    with pytest.raises(Refused) as refusal:
        ledger.post(replace(open_account("CHE"), name="another"), key="k")
    assert codes(refusal.value) == {"ACCOUNT"}


def test_replayed_journal_gives_the_same_holdings(ledger: Ledger) -> None:
    start(ledger, authorize(), issue(), send(LOT.part(7, 77)), use(LOT.part(20, 30)))
    assert replay(ledger.journal()) == ledger.holdings() == ledger.holdings(date.max)


@pytest.mark.rule("fail", "AUTHORIZED")
def test_range_issued_in_a_batch_is_taken_for_the_rest_of_it(ledger: Ledger) -> None:
    start(ledger, authorize())
    plain = Move(
        on=day(1), from_account="", to_account="A", range=Range(str(LOT.series), 1000, 1001)
    )
    with pytest.raises(Refused) as refusal:
        ledger.post(Batch(on=day(1), postings=(issue(), plain)), key="together")
    assert "AUTHORIZED" in {one.code for one in refusal.value.findings}


def test_movement_that_begins_before_its_lot_is_refused(ledger: Ledger) -> None:
    start(ledger, authorize(), issue(LOT.part(500, 1000)))
    with pytest.raises(Refused) as refusal:
        ledger.post(send(LOT.part(400, 600)), key="too early")
    assert "HOLDER" in {one.code for one in refusal.value.findings}


@pytest.mark.rule("fail", "UNITS_HELD")
def test_more_units_than_the_balance_are_refused(ledger: Ledger) -> None:
    def pay(giver: str, units: int) -> MoveUnits:
        return MoveUnits(on=day(1), from_account=giver, to_account="A", amount=Amount(units))

    ledger.post(pay("", 3), key="new")
    with pytest.raises(Refused) as refusal:
        ledger.post(replace(pay("A", 4), to_account="B"), key="too many")
    assert {one.code for one in refusal.value.findings} == {"UNITS_HELD"}
