"""Corrections: a mistake is undone by a new entry, and what was known then stays known."""

from datetime import UTC, datetime, timedelta

import pytest
from ledger_samples import LOT, authorize, day, issue, record_ndc, send, start, total, use

from control.control_samples import PART, back, correct, decide, freeze, propose, within_ghana
from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.control_approvals import Approve
from tallystick.article6.postings.plain import Amount, Move, MoveUnits, Range
from tallystick.core.actions import ActionType
from tallystick.core.identifiers import Block
from tallystick.io.aef_export import submission, years_to_report
from tallystick.ledger import Ledger, LedgerError, Refused, replay
from tallystick.ledger.accounting import balance
from tallystick.ledger.control.history import standing_journal
from tallystick.ledger.entries import RecordType
from tallystick.ledger.positions import positions
from tallystick.ledger.ways import ways


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
    kinds = [one.type for one in standing_journal(sent)]
    assert kinds.count(ActionType.FIRST_TRANSFER) == 1


def test_holdings_of_the_days_between_show_the_mistake(sent: Ledger) -> None:
    sent.post(correct("mistake"), key="c")
    by_day = [sent.holdings(day(number))[0].account for number in (1, 2, 3, 4)]
    assert by_day == ["GHA", "CHE", "CHE", "GHA"]


def test_holdings_known_at_an_instant_leave_out_what_was_recorded_later(sent: Ledger) -> None:
    recorded = max(one.recorded_at for one in sent.journal())
    sent.post(correct("mistake", on=3), key="c")
    then = sent.holdings(known_at=recorded)
    assert [held.account for held in then] == ["CHE"]
    assert sent.holdings(day(1), recorded)[0].account == "GHA"
    assert sent.holdings(known_at=recorded - timedelta(days=1)) == []
    assert sent.holdings(known_at=datetime.now(UTC)) == sent.holdings()
    with pytest.raises(LedgerError, match="time zone"):
        sent.holdings(known_at=datetime(2024, 1, 1))


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


RANGE = Range("VCS-1", 1, 100)


def plain(range_: Range = RANGE, giver: str = "", taker: str = "a", on: int = 2) -> Move:
    return Move(on=day(on), range=range_, from_account=giver, to_account=taker)


def paid(units: int, giver: str = "", taker: str = "a", on: int = 2) -> MoveUnits:
    amount = Amount(units, "VCU")
    return MoveUnits(on=day(on), amount=amount, from_account=giver, to_account=taker)


@pytest.fixture
def moved(sent: Ledger) -> Ledger:
    """Units outside Article 6, of which some were moved by mistake, together with ITMOs."""
    sent.post(plain(), key="range")
    sent.post(paid(50), key="amount")
    parts = plain(Range("VCS-1", 11, 20), "a", "b", 3), paid(30, "a", "b", 3), within_ghana(PART)
    sent.post(correct("mistake", on=3), key="home")
    sent.post(Batch(on=day(3), postings=parts), key="batch")
    return sent


def test_batch_is_corrected_whole_inside_article_6_and_outside(moved: Ledger) -> None:
    moved.post(correct("batch"), key="c")
    assert {held.account for held in moved.holdings()} == {"GHA"}
    assert {held.account for held in moved.ranges()} == {"a"}
    assert [(one.account, one.amount.units) for one in moved.balances()] == [("a", 50)]
    assert replay(moved.journal()) == moved.holdings()
    assert [moved.ranges(day(n))[-1].account for n in (2, 3, 4)] == ["a", "b", "a"]
    assert sum(one.units for one in positions(moved, day(3))) == LOT.quantity + 150


def test_amount_that_was_spent_is_not_called_back(moved: Ledger) -> None:
    moved.post(paid(1, "b", "c", 3), key="spent")
    with pytest.raises(Refused, match="holds 29 units, fewer than the 30"):
        moved.post(correct("batch"), key="c")
    moved.post(paid(1, "c", "b", 3), key="back")
    moved.post(correct("batch"), key="c")


@pytest.mark.rule("pass", "AUTHORIZED", "EXPECTED_HOLDER")
def test_range_that_moved_on_is_not_called_back(moved: Ledger) -> None:
    moved.post(plain(Range("VCS-1", 15, 16), "b", "c", 3), key="on")
    with pytest.raises(Refused, match="moved since the mistake"):
        moved.post(correct("batch"), key="c")
    moved.post(correct("on"), key="first the later one")
    moved.post(correct("batch"), key="c")


@pytest.mark.rule("fail", "CORRECTION")
@pytest.mark.parametrize("key", ["range", "amount", "issued"])
def test_issuance_is_not_undone_but_cancelled(moved: Ledger, key: str) -> None:
    moved.post(issue(Block(LOT.series, 2001, 2010)), key="issued")
    with pytest.raises(Refused, match="units do not vanish"):
        moved.post(correct(key), key="c")


def test_corrected_transfer_is_in_no_report(sent: Ledger) -> None:
    def actions() -> list[int]:
        filed = [submission(sent, "GHA", year, day(800)).tables for year in (2024, 2025)]
        return [table["actions"].height for table in filed]

    assert (actions(), len(ways(standing_journal(sent)))) == ([1, 0], 1)
    sent.post(correct("mistake", on=400), key="c")
    assert (actions(), ways(standing_journal(sent))) == ([0, 0], [])
    told = submission(sent, "CHE", 2024, day(800)).tables
    assert [told[name].height for name in ("actions", "holdings")] == [0, 0]
    assert years_to_report(sent, "CHE", 2025) == []
