"""A final period is restated by a posting that carries a reasoned override, and by no other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from ledger_samples import LOT, authorize, day, issue, record_ndc, send, start

from tallystick.article6.account import AccountResult
from tallystick.article6.overrides import Override
from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.control_approvals import Approve, Propose
from tallystick.article6.postings.records import Posting, RecordNdc
from tallystick.core.periods import NdcPeriod
from tallystick.ledger import Ledger
from tallystick.ledger.accounting import balance

NDC = replace(
    record_ndc("GHA"),
    period=NdcPeriod(2021, 2025),
    ndc_kind="multi-year",
    method="budget",
    budget_t=10_000,
    inventory_t=dict.fromkeys(range(2021, 2026), 1000),
    final_on=day(60),
)
LET = Override("the minister", day(89), "the registry had missed a transfer")
LATE = send(LOT.part(401, 1000), on=90)


def restated(ledger: Ledger, *postings: Posting) -> AccountResult:
    records = (authorize(), NDC, issue(), send(LOT.part(1, 400)))
    found = start(ledger, *records, *postings)
    return balance(found, next(one for one in found.ndcs() if one.party == "GHA"))


def told(result: AccountResult) -> set[str]:
    return {one.code for one in result.findings if one.code.startswith("FINAL")}


def approved(posting: Posting) -> tuple[Posting, ...]:
    at = datetime(2024, 3, 31, 12, tzinfo=UTC)
    asked = Propose(
        on=at.date(), id="Q1", posting=posting, proposer="1", at=at, deadline=at.replace(hour=20)
    )
    agreed = Approve(on=at.date(), proposal="Q1", person="2", at=at, reason="checked")
    return (asked, agreed)


WAYS: dict[str, Callable[[Posting], tuple[Posting, ...]]] = {
    "alone": lambda one: (one,),
    "in a batch": lambda one: (Batch(on=one.on, postings=(one,)),),
    "approved": approved,
    "in a batch that was approved": lambda one: approved(Batch(on=one.on, postings=(one,))),
}


@pytest.mark.rule("fail", "FINAL")
@pytest.mark.parametrize("way", WAYS)
def test_late_posting_restates_nothing_without_an_override(
    new_ledger: Callable[[], Ledger], way: str
) -> None:
    result = restated(new_ledger(), *WAYS[way](LATE))
    assert (result.period.adjustment_t, told(result)) == (400, {"FINAL"})


@pytest.mark.rule("pass", "FINAL_OVERRIDE")
@pytest.mark.parametrize("way", WAYS)
def test_late_posting_with_a_reasoned_override_counts_and_the_account_tells_why(
    new_ledger: Callable[[], Ledger], way: str
) -> None:
    result = restated(new_ledger(), *WAYS[way](replace(LATE, override=LET)))
    assert (result.period.adjustment_t, told(result)) == (1000, {"FINAL_OVERRIDE"})
    assert result.period.balance_t == 6000
    [why] = [one for one in result.findings if one.code == "FINAL_OVERRIDE"]
    assert "the minister" in why.message.en
    assert LET.reason in why.message.zh


@pytest.mark.parametrize(
    "change", [{"reason": " "}, {"by": ""}, {"on": day(91)}], ids=["no reason", "nobody", "later"]
)
def test_override_that_is_not_reasoned_or_comes_later_counts_for_nothing(
    new_ledger: Callable[[], Ledger], change: dict[str, str | date]
) -> None:
    weak = replace(LET, **change)  # type: ignore[arg-type]  # the values fit their names
    result = restated(new_ledger(), replace(LATE, override=weak))
    assert (result.period.adjustment_t, told(result)) == (400, {"FINAL"})


def test_override_of_one_part_of_a_batch_lets_no_other_part_through(
    new_ledger: Callable[[], Ledger],
) -> None:
    let = send(LOT.part(401, 500), on=90)
    other = send(LOT.part(501, 1000), on=90)
    both = Batch(on=day(90), postings=(replace(let, override=LET), other))
    result = restated(new_ledger(), both)
    assert (result.period.adjustment_t, told(result)) == (500, {"FINAL", "FINAL_OVERRIDE"})


def test_restatement_of_a_period_without_a_day_of_finality_is_not_determinable(
    new_ledger: Callable[[], Ledger],
) -> None:
    open_ended: RecordNdc = replace(NDC, final_on=None)
    ledger = start(new_ledger(), authorize(), open_ended, issue(), replace(LATE, override=LET))
    result = balance(ledger, next(one for one in ledger.ndcs() if one.party == "GHA"))
    found = {one.outcome.value for one in result.findings if one.code == "FINAL"}
    assert (result.period.adjustment_t, found) == (600, {"not_determinable"})
