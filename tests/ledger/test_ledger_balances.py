"""Balances of units without serials never fall below zero, and a rule says so."""

import pytest
from ledger_samples import day

from tallystick.article6.postings.plain import Amount, MoveUnits
from tallystick.ledger import Ledger, Refused


def pay(giver: str, taker: str, units: int) -> MoveUnits:
    return MoveUnits(on=day(1), from_account=giver, to_account=taker, amount=Amount(units))


def test_balance_that_is_too_small_is_refused_by_its_rule(ledger: Ledger) -> None:
    ledger.post(pay("", "A", 5), key="new")
    with pytest.raises(Refused) as refusal:
        ledger.post(pay("A", "B", 6), key="too much")
    assert [one.code for one in refusal.value.findings] == ["UNITS_HELD"]
    answers = list(ledger.post_many([("all", pay("A", "B", 5)), ("one more", pay("A", "B", 1))]))
    assert isinstance(answers[1], Refused)
    assert [(one.account, one.amount.units) for one in ledger.balances()] == [("B", 5)]
