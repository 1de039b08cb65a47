"""Merging: fewer rows, the same holdings, the same history, and no unit lost on the way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_samples import LOT, authorize, issue, send, start, total, use

from tallystick.article6.postings.plain import Move, Range
from tallystick.ledger import Ledger, LedgerError, open_ledger, replay
from tallystick.ledger.log.keyplace import prepare_keys
from tallystick.ledger.log.sequencer import sequence
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.keys import read_key_file

from .control_samples import PART, back, within_ghana

TENTHS = [LOT.part(100 * n + 1, 100 * n + 100) for n in range(10)]


def count(place: str) -> int:
    with closing(store_at(place)) as store:
        ((rows,),) = store.execute("SELECT count(*) FROM ledger_holding")
        return int(rows)


@pytest.fixture
def split(ledger: Ledger) -> Ledger:
    """A lot that was sent abroad and partly used, a tenth at a time."""
    start(ledger, authorize(), issue(), *map(send, TENTHS), *map(use, TENTHS[:4]))
    return ledger


def test_merged_ranges_are_few_and_all_else_is_as_before(split: Ledger, place: str) -> None:
    before = split.journal(), split.holdings()
    assert count(place) == 10
    assert split.merge() == 8
    assert count(place) == 2
    assert (split.journal(), split.holdings()) == before
    assert replay(split.journal()) == split.holdings()
    assert split.merge() == 0
    split.post(use(LOT.part(450, 550)), key="moved on")
    assert total(split) == LOT.quantity


def test_ranges_that_differ_are_not_merged(ledger: Ledger, place: str) -> None:
    start(ledger, authorize(), issue())
    ledger.post(within_ghana(PART, on=3), key="there")
    ledger.post(back(within_ghana(PART), on=4), key="and back, later than the rest came")
    assert (ledger.merge(), count(place)) == (0, 2)


def test_lots_are_not_merged(ledger: Ledger, place: str) -> None:
    start(ledger, authorize(), *map(issue, TENTHS[:2]))
    assert (ledger.merge(), count(place)) == (0, 2)


def test_merged_ledger_is_verified(split: Ledger, place: str) -> None:
    key = read_key_file(prepare_keys(place).path)
    split.merge()
    with closing(store_at(place)) as store:
        sequence(store, key)
        assert verify_ledger(store, key.public).found.findings == ()


def test_merging_while_others_post_loses_nothing(split: Ledger, place: str) -> None:
    def post(number: int) -> Callable[[], None]:
        def run() -> None:
            with open_ledger(place) as ledger:
                block = LOT.part(401 + number, 401 + number)
                ledger.post(use(block), key=f"one of many {number}")

        return run

    def merge() -> None:
        with open_ledger(place) as ledger:
            ledger.merge()

    with ThreadPoolExecutor(4) as threads:
        tasks = [threads.submit(job) for n in range(20) for job in (post(n), merge)]
        for task in tasks:
            task.result()
    assert total(split) == LOT.quantity
    assert replay(split.journal()) == split.holdings()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ledger_holding WHERE first_serial = 101",
        "UPDATE ledger_holding SET last_serial = 200 WHERE first_serial = 1",
        "UPDATE ledger_holding SET last_serial = 50 WHERE first_serial = 1",
    ],
)
def test_nobody_merges_by_hand(split: Ledger, place: str, statement: str) -> None:
    with closing(store_at(place)) as store, pytest.raises(LedgerError):
        store.execute(statement)
    assert total(split) == LOT.quantity


@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 20), st.sampled_from("abc"))))
def test_merging_at_any_time_changes_no_holding(
    new_ledger: Callable[[], Ledger], moves: list[tuple[int, int, str]]
) -> None:
    ledger, day = new_ledger(), use().on
    whole = Move(on=day, range=Range("S", 1, 80), from_account="", to_account="a")
    ledger.post(whole, key="new")
    holder = dict.fromkeys(range(1, 81), "a")
    for number, (first, more, taker) in enumerate(moves):
        giver = holder[first]
        last = next(
            (n - 1 for n in range(first, first + more + 1) if holder[n] != giver), first + more
        )
        part = Range("S", first, last)
        move = Move(on=day, range=part, from_account=giver, to_account=taker)
        ledger.post(move, key=str(number))
        holder.update(dict.fromkeys(range(first, last + 1), taker))
        ledger.merge()
    held = {
        n: one.account
        for one in ledger.ranges()
        for n in range(one.range.first, one.range.last + 1)
    }
    assert held == holder
