"""A host first transfers only what its forecast on record covers, where an approach says so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from control.control_samples import correct
from ledger_samples import LOT, authorize, day, issue, send, start, use

from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.records import RecordApproach
from tallystick.article6.postings.term_records import RecordForecast
from tallystick.core.findings import Text
from tallystick.core.identifiers import Block
from tallystick.ledger import Ledger, Receipt, Refused, open_ledger
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.opening import store_at

APPROACH = RecordApproach(
    on=day(0), id="CA0009", parties=("GHA", "CHE"), title=Text("stoves", "炉灶")
)
COVERED = replace(APPROACH, host_covered=True)
FORECAST = RecordForecast(on=day(0), party="GHA", emissions_t={2022: 400}, target_t={2022: 500})


def part(first: int, last: int) -> Block:
    return LOT.part(first, last)


def refusals(call: Callable[[], Any]) -> list[str]:
    with pytest.raises(Refused) as raised:
        call()
    return [one.code for one in raised.value.findings if one.refuses]


BEYOND, UNKNOWN = ["HOST_NOT_COVERED"], ["HOST_FORECAST"]


@pytest.mark.rule("fail", "HOST_NOT_COVERED")
@pytest.mark.feature("F062")
def test_first_transfers_stay_within_what_the_forecast_covers(ledger: Ledger) -> None:
    start(ledger, COVERED, FORECAST, authorize(), issue())
    ledger.post(send(part(1, 60)), key="most")
    assert refusals(lambda: ledger.post(send(part(61, 101)), key="rest")) == BEYOND
    ledger.post(send(part(61, 100)), key="rest")
    assert refusals(lambda: ledger.post(send(part(101, 101)), key="one more")) == BEYOND
    assert ledger.post(use(part(1, 100)), key="used").findings == ()


@pytest.mark.rule("fail", "HOST_FORECAST")
@pytest.mark.rule("missing", "HOST_NOT_COVERED")
@pytest.mark.feature("F062")
def test_without_a_forecast_of_the_vintage_nothing_is_first_transferred(ledger: Ledger) -> None:
    other = replace(FORECAST, emissions_t={2022: 1}, target_t={2023: 500})
    start(ledger, COVERED, authorize(), issue())
    assert refusals(lambda: ledger.post(send(part(1, 1)), key="t")) == UNKNOWN
    ledger.post(other, key="of another year")
    assert refusals(lambda: ledger.post(send(part(1, 1)), key="t")) == UNKNOWN
    ledger.post(FORECAST, key="forecast")
    ledger.post(send(part(1, 1)), key="t")


@pytest.mark.feature("F062")
def test_what_other_approaches_and_earlier_days_transferred_counts(ledger: Ledger) -> None:
    start(ledger, APPROACH, authorize(), issue())
    ledger.post(send(part(1, 80)), key="before any forecast")
    ledger.post(FORECAST, key="forecast")
    ledger.post(send(part(81, 95)), key="not bound yet")
    ledger.post(replace(COVERED, on=day(1)), key="bound")
    assert refusals(lambda: ledger.post(send(part(101, 106)), key="t")) == BEYOND
    ledger.post(send(part(101, 105)), key="t")


@pytest.mark.feature("F062")
def test_the_newest_forecast_counts_and_terms_can_be_lifted(ledger: Ledger) -> None:
    start(ledger, COVERED, FORECAST, authorize(), issue(), send(part(1, 50)))
    ledger.post(replace(FORECAST, emissions_t={2022: 460}), key="worse")
    assert refusals(lambda: ledger.post(send(part(51, 51)), key="t")) == BEYOND
    ledger.post(APPROACH, key="lifted")
    ledger.post(send(part(51, 51)), key="t")


@pytest.mark.feature("F062")
def test_a_correction_gives_back_what_was_covered(ledger: Ledger) -> None:
    start(ledger, COVERED, FORECAST, authorize(), issue())
    ledger.post(send(part(1, 100)), key="mistake")
    ledger.post(correct("mistake"), key="undone")
    ledger.post(send(part(101, 200), on=8), key="again")
    assert refusals(lambda: ledger.post(send(part(201, 201), on=8), key="more")) == BEYOND


@pytest.mark.feature("F062")
def test_parts_of_a_batch_and_of_a_bulk_count_together(ledger: Ledger) -> None:
    start(ledger, COVERED, FORECAST, authorize(), issue())
    both = Batch(on=day(2), postings=(send(part(1, 60)), send(part(61, 120))))
    assert refusals(lambda: ledger.post(both, key="batch")) == BEYOND
    bulk = [(f"t {first}", send(part(first, first + 29))) for first in range(1, 181, 30)]
    answers = list(ledger.post_many(bulk))
    assert [isinstance(one, Receipt) for one in answers] == [True] * 3 + [False] * 3


@pytest.mark.feature("F062")
def test_those_who_race_for_what_is_covered_get_no_more_of_it(place: str) -> None:
    with open_ledger(place) as ledger:
        start(ledger, COVERED, FORECAST, authorize(), issue())

    def race(client: int) -> int:
        blocks = [part(first, first + 9) for first in range(1 + client * 50, 51 + client * 50, 10)]
        asked = ((f"{block.first}", send(block)) for block in blocks)
        with open_ledger(place) as mine:
            answers = list(mine.post_many(asked, every=1))
        return sum(isinstance(one, Receipt) for one in answers)

    with ThreadPoolExecutor(4) as threads:
        won = sum(threads.map(race, range(4)))
    with open_ledger(place) as ledger:
        sent = [held.block.quantity for held in ledger.holdings() if held.account == "CHE"]
    assert (won, sum(sent)) == (10, 100)


@pytest.mark.feature("F062")
def test_what_is_covered_changes_by_postings_only_on_sqlite(new_place: Callable[[], str]) -> None:
    place = new_place()
    if "://" in place:
        pytest.skip("on PostgreSQL the application's role owns no table")
    with open_ledger(place) as ledger:
        start(ledger, COVERED, FORECAST)
    store = store_at(place)
    with pytest.raises(LedgerError, match="by postings only"):
        store.execute("UPDATE ledger_cover SET covered_t = 1000000")
    with pytest.raises(LedgerError, match="by postings only"):
        store.execute("DELETE FROM ledger_covered")
    store.close()
