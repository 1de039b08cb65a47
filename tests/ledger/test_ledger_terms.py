"""Terms in the ledger: quality at issuance, the effect gate, and oversight that owns nothing."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from ledger_samples import LOT, authorize, day, issue, open_account, send, start

from tallystick.article6.integrity import Step
from tallystick.article6.postings.control_records import Correct, Freeze, Unfreeze
from tallystick.article6.postings.movements import Transfer
from tallystick.article6.postings.records import OpenAccount, RecordApproach
from tallystick.article6.postings.term_records import Annotate, Appoint, FileStep, Refer
from tallystick.core.findings import Text
from tallystick.core.identifiers import Block
from tallystick.ledger import Ledger, Refused
from tallystick.ledger.bodies import write_body

APPROACH = RecordApproach(
    on=day(0), id="CA0009", parties=("GHA", "CHE"), title=Text("stoves", "炉灶")
)
GATED = replace(APPROACH, gated=True)
QUALITY = {"measured": "report 1", "verified": "report 2", "permanence": "GHA answers"}
STEPS = tuple(
    FileStep(on=day(1), authorization="A1", step=step, by="DOE-1", document="d", party=party)
    for step in Step
    for party in (("GHA", "CHE") if step in {Step.ELIGIBILITY, Step.APPROVAL} else (None,))
)
BODY = Appoint(on=day(1), body="Oversight Council", mandate="agreement article 9")


def codes(call: Callable[[], Any]) -> list[str]:
    with pytest.raises(Refused) as raised:
        call()
    return [one.code for one in raised.value.findings if one.refuses]


@pytest.mark.rule("fail", "QUALITY")
@pytest.mark.feature("F031")
def test_units_without_the_quality_that_the_terms_demand_are_not_issued(ledger: Ledger) -> None:
    start(ledger, replace(APPROACH, quality=tuple(QUALITY)), authorize())
    assert codes(lambda: ledger.post(issue(), key="i")) == ["QUALITY"] * 3
    blank = {**QUALITY, "permanence": "  "}
    assert codes(lambda: ledger.post(replace(issue(), quality=blank), key="i")) == ["QUALITY"]
    assert ledger.post(replace(issue(), quality=QUALITY), key="i").findings == ()


@pytest.mark.rule("fail", "QUALITY_KIND")
@pytest.mark.feature("F031")
def test_terms_demand_only_what_the_catalogue_knows(ledger: Ledger) -> None:
    unknown = replace(APPROACH, quality=("beautiful",))
    assert codes(lambda: ledger.post(unknown, key="a")) == ["QUALITY_KIND"]


@pytest.mark.feature("F031")
def test_approach_without_terms_demands_nothing(ledger: Ledger) -> None:
    start(ledger, APPROACH, authorize(), issue(), send())
    assert ledger.holdings()[0].account == "CHE"


@pytest.mark.feature("F084")
@pytest.mark.feature("F085")
@pytest.mark.feature("F086")
@pytest.mark.parametrize("left_out", STEPS, ids=lambda one: f"{one.step}-{one.party}")
def test_transfer_under_a_gate_is_refused_while_any_step_is_missing(
    ledger: Ledger, left_out: FileStep
) -> None:
    start(ledger, GATED, authorize(), issue(), *(one for one in STEPS if one is not left_out))
    refused = codes(lambda: ledger.post(send(), key="t"))
    assert len(refused) == 1
    assert refused[0].startswith("GATE_")
    assert ledger.holdings()[0].account == "GHA"
    ledger.post(left_out, key="late step")
    assert ledger.post(send(), key="t").findings == ()


@pytest.mark.feature("F086")
def test_transfer_takes_effect_no_earlier_than_its_last_step(ledger: Ledger) -> None:
    late = [replace(one, on=day(5)) if one.step is Step.REGISTRATION else one for one in STEPS]
    start(ledger, GATED, authorize(), issue(), *late)
    assert codes(lambda: ledger.post(send(on=4), key="t")) == ["GATE_REGISTERED"]
    ledger.post(send(on=5), key="t")
    (sent,) = [one for one in ledger.journal() if one.key == "t" and one.party == "GHA"]
    assert sent.effective_on == day(5)


@pytest.mark.rule("fail", "GATE_PUBLISHED")
@pytest.mark.feature("F086")
def test_step_for_some_units_lets_only_these_through(ledger: Ledger) -> None:
    part = Block(LOT.series, 1, 10)
    some = [replace(one, block=part) if one.step is Step.PUBLICATION else one for one in STEPS]
    start(ledger, GATED, authorize(), issue(), *some)
    assert codes(lambda: ledger.post(send(), key="t")) == ["GATE_PUBLISHED"]
    ledger.post(send(part), key="t")
    beyond = Block(LOT.series, 11, 11)
    assert codes(lambda: ledger.post(send(beyond), key="u")) == ["GATE_PUBLISHED"]


@pytest.mark.rule("fail", "GATE_APPROVAL")
@pytest.mark.feature("F084")
def test_statement_that_has_lapsed_lets_nothing_through(ledger: Ledger) -> None:
    lapsed = [replace(one, until=day(2)) if one.step is Step.APPROVAL else one for one in STEPS]
    start(ledger, GATED, authorize(), issue(), *lapsed)
    assert codes(lambda: ledger.post(send(on=3), key="t")) == ["GATE_APPROVAL"] * 2
    ledger.post(send(on=2), key="t")


def test_gate_stands_between_parties_only(ledger: Ledger) -> None:
    start(ledger, GATED, authorize(), issue())
    inside = Transfer(on=day(2), block=LOT, from_account="GHA", to_account="GHA:entity")
    assert ledger.post(inside, key="t").findings == ()


@pytest.mark.rule("fail", "OVERSIGHT_OWNS")
@pytest.mark.feature("F090")
def test_body_that_oversees_cannot_open_an_account(ledger: Ledger) -> None:
    start(ledger, BODY)
    account = replace(open_account("GHA"), id="GHA:9", name=BODY.body, on=day(2))
    assert codes(lambda: ledger.post(account, key="o")) == ["OVERSIGHT_OWNS"]
    assert ledger.post(replace(account, name="a firm"), key="o").findings == ()


@pytest.mark.feature("F090")
def test_who_has_an_account_is_not_appointed_to_oversee(ledger: Ledger) -> None:
    start(ledger)
    owner = OpenAccount(
        on=day(0), id="GHA:9", account_kind="entity_holding", party="GHA", name=BODY.body
    )
    ledger.post(owner, key="o")
    assert codes(lambda: ledger.post(BODY, key="b")) == ["OVERSIGHT_OWNS"]


@pytest.mark.rule("fail", "OVERSIGHT")
@pytest.mark.feature("F090")
def test_overseer_annotates_and_refers_and_moves_nothing(ledger: Ledger) -> None:
    start(ledger, authorize(), issue())
    note = Annotate(on=day(3), by=BODY.body, text="baseline under review", block=LOT)
    referral = Refer(
        on=day(3), by=BODY.body, text="not delivered", to="Article 15 committee", account="GHA"
    )
    for said in (note, referral):
        assert codes(lambda said=said: ledger.post(said, key=said.kind)) == ["OVERSIGHT"]  # type: ignore[misc]  # bound at once
    ledger.post(BODY, key="b")
    before = ledger.holdings()
    for said in (note, referral):
        assert ledger.post(said, key=said.kind).findings == ()
    assert ledger.holdings() == before
    assert ledger.oversight() == [note, referral]
    early = replace(note, on=day(0))
    assert codes(lambda: ledger.post(early, key="e")) == ["OVERSIGHT"]


@pytest.mark.feature("F027")
def test_overseer_annotates_suspends_and_undoes_what_it_is_appointed_for(ledger: Ledger) -> None:
    start(ledger, authorize(), issue(), send())
    note = Annotate(on=day(3), by=BODY.body, text="not delivered", posting="first")
    suspend = Freeze(on=day(3), id="F1", reason="under review", account="CHE", by=BODY.body)
    undo = Correct(on=day(4), movement="first", reason="not delivered", by=BODY.body)
    onward = Transfer(on=day(3), block=LOT, from_account="CHE", to_account="CHE:entity")
    ledger.post(onward, key="first")
    for said in (note, suspend, undo):
        assert codes(lambda said=said: ledger.post(said, key=said.kind)) == ["OVERSIGHT"]  # type: ignore[misc]  # bound at once
    ledger.post(BODY, key="b")
    ledger.post(note, key="n")
    ledger.post(suspend, key="f")
    assert codes(lambda: ledger.post(undo, key="u")) == ["FROZEN"]
    ledger.post(Unfreeze(on=day(4), freeze="F1", reason="decided"), key="lifted")
    ledger.post(undo, key="u")
    assert [held.account for held in ledger.holdings()] == ["CHE"]
    assert [one.by for one in ledger.oversight()] == [BODY.body]
    kept = [one.type.value for one in ledger.journal() if one.key in {"b", "n", "f", "u"}]
    assert sorted(kept) == ["annotation", "correction", "freeze", "oversight"]


def test_suspension_in_nobodys_name_needs_no_mandate(ledger: Ledger) -> None:
    freeze = Freeze(on=day(3), id="F1", reason="a court's order", account="GHA")
    assert start(ledger).post(freeze, key="f").findings == ()
    assert "by" not in write_body(freeze)


def test_overseer_speaks_about_one_thing() -> None:
    with pytest.raises(ValueError, match="one account"):
        Annotate(on=day(1), by="x", text="t", account="GHA", block=LOT)
    with pytest.raises(ValueError, match="one account"):
        Annotate(on=day(1), by="x", text="t")
    with pytest.raises(ValueError, match="says something"):
        Annotate(on=day(1), by="x", text=" ", account="GHA")
