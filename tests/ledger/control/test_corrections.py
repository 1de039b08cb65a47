"""Corrections: a mistake is undone by a new entry, and what was known then stays known."""

from datetime import UTC, datetime, timedelta

import pytest
from ledger_samples import LOT, authorize, day, issue, record_ndc, send, start, total, use

from control.control_samples import PART, back, correct, decide, freeze, propose, within_ghana
from tallystick.article6.postings.control_approvals import Approve
from tallystick.core.actions import ActionType
from tallystick.ledger import Ledger, LedgerError, Refused, replay
from tallystick.ledger.accounting import balance
from tallystick.ledger.control.history import holdings_known, standing
from tallystick.ledger.entries import RecordType


@pytest.fixture
def sent(ledger: Ledger) -> Ledger:
    start(ledger, authorize(cap=1000), issue(), record_ndc("GHA"))
    ledger.post(send(), key="mistake")
    return ledger


def test_correction_gives_the_units_back_and_leaves_the_mistake_on_record(sent: Ledger) -> None:
    before = sent.journal()
    sent.post(correct("mistake"), key="c")
    (held,) = sent.holdings()
    assert (held.account, held.block, held.received_on) == ("GHA", LOT, day(4))
    assert held.units.first_transferred_on is None
    assert [one for one in sent.journal() if one.type is not RecordType.CORRECTION] == before
    assert replay(sent.journal()) == sent.holdings()


def test_what_was_corrected_counts_neither_in_the_account_nor_against_the_cap(
    sent: Ledger,
) -> None:
    ndc = record_ndc("GHA")
    assert balance(sent, ndc).period.first_transferred_total_t == LOT.quantity
    sent.post(correct("mistake"), key="c")
    assert balance(sent, ndc).period.first_transferred_total_t == 0
    sent.post(send(taker="SWE", on=5), key="as it was meant")
    assert balance(sent, ndc).period.first_transferred_total_t == LOT.quantity
    kinds = [one.type for one in standing(sent.journal(), sent.corrected())]
    assert kinds.count(ActionType.FIRST_TRANSFER) == 1


def test_holdings_of_the_days_between_show_the_mistake(sent: Ledger) -> None:
    sent.post(correct("mistake"), key="c")
    by_day = [sent.holdings(day(number))[0].account for number in (1, 2, 3, 4)]
    assert by_day == ["GHA", "CHE", "CHE", "GHA"]


def test_holdings_known_at_an_instant_leave_out_what_was_recorded_later(sent: Ledger) -> None:
    recorded = max(one.recorded_at for one in sent.journal())
    sent.post(correct("mistake", on=3), key="c")
    then = holdings_known(sent, recorded)
    assert [held.account for held in then] == ["CHE"]
    assert holdings_known(sent, recorded, day(1))[0].account == "GHA"
    assert holdings_known(sent, recorded - timedelta(days=1)) == []
    assert holdings_known(sent, datetime.now(UTC)) == sent.holdings()
    with pytest.raises(LedgerError, match="time zone"):
        holdings_known(sent, datetime(2024, 1, 1))  # noqa: DTZ001 (that is the mistake)


def test_units_that_moved_on_are_not_called_back(sent: Ledger) -> None:
    onward = back(within_ghana(PART), 3)
    sent.post(
        type(onward)(on=day(3), block=PART, from_account="CHE", to_account="SWE"), key="onward"
    )
    with pytest.raises(Refused, match="moved since the mistake"):
        sent.post(correct("mistake"), key="c")
    sent.post(correct("onward"), key="first the later one")
    sent.post(correct("mistake"), key="c")
    assert {held.account for held in sent.holdings()} == {"GHA"}


def test_units_that_left_and_came_back_have_moved_since(sent: Ledger) -> None:
    sent.post(correct("mistake"), key="c")
    movement = within_ghana(LOT, on=5)
    sent.post(movement, key="there")
    sent.post(back(movement, 5), key="and back")
    sent.post(movement, key="there again")
    with pytest.raises(Refused, match="moved since the mistake"):
        sent.post(correct("there", on=6), key="d")


def test_correction_of_a_part_gives_back_that_part_only(sent: Ledger) -> None:
    sent.post(correct("mistake"), key="c")
    sent.post(within_ghana(PART, on=5), key="part")
    sent.post(correct("part", on=5), key="d")
    assert {held.account for held in sent.holdings()} == {"GHA"}
    assert total(sent) == LOT.quantity
    assert replay(sent.journal()) == sent.holdings()


@pytest.mark.parametrize(
    ("key", "message"),
    [("nobody's", "no movement"), ("used", "came to their end"), ("frozen", "moves no units")],
)
def test_only_a_movement_short_of_its_end_is_corrected(
    sent: Ledger, key: str, message: str
) -> None:
    sent.post(use(PART), key="used")
    sent.post(freeze(block=PART), key="frozen")
    with pytest.raises(Refused, match=message):
        sent.post(correct(key), key="c")


def test_mistake_is_corrected_once(sent: Ledger) -> None:
    sent.post(correct("mistake"), key="c")
    with pytest.raises(Refused, match="was ended on"):
        sent.post(correct("mistake"), key="d")


def test_frozen_units_are_not_called_back(sent: Ledger) -> None:
    sent.post(freeze(block=PART), key="f")
    with pytest.raises(Refused, match="frozen"):
        sent.post(correct("mistake"), key="c")


def test_correction_by_two_persons_is_posted_on_approval(sent: Ledger) -> None:
    sent.post(propose(correct("mistake")), key="q")
    assert [held.account for held in sent.holdings()] == ["CHE"]
    sent.post(decide(Approve), key="a")
    assert [held.account for held in sent.holdings()] == ["GHA"]
