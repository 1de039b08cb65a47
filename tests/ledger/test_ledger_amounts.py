"""Tables of 23(j) and the summary from a ledger count the same, and only what still counts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from ledger_samples import LOT, SERIES, authorize, day, issue, record_ndc, send, start

from tallystick.article6.account import Row23d
from tallystick.article6.overrides import Override
from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.records import Posting
from tallystick.article6.reports.amounts import judge_amounts
from tallystick.core.actions import OIMP
from tallystick.core.identifiers import Block
from tallystick.core.periods import NdcPeriod
from tallystick.io.ledger_amounts import account_and_amounts
from tallystick.ledger import Ledger

NDC = replace(record_ndc("GHA"), period=NdcPeriod(2021, 2025), inventory_t={})
SENT = send(LOT.part(1, 400))
LATE = send(LOT.part(401, 1000), on=90)


def told(ledger: Ledger, *postings: Posting) -> tuple[dict[str, int], int]:
    """Return the amounts by row, which agree with the summary, and the first transfers of 2024."""
    start(ledger, *postings)
    found = account_and_amounts(ledger, "GHA", 2024, Row23d.FIRST_TRANSFERRED)
    assert found is not None
    result, amounts = found
    assert not judge_amounts(result.structured_summary, amounts)
    sums = Counter[str]()
    for one in amounts:
        sums[one.row] += one.quantity_t
    [year] = [one for one in result.years if one.year == 2024]
    return dict(sums), int((year.first_transferred_t or 0) + (year.first_transferred_oimp_t or 0))


@pytest.mark.feature("F246")
def test_corrected_first_transfer_is_in_no_report(ledger: Ledger) -> None:
    undone = Correct(on=day(5), movement="mistake", reason="wrong account")
    start(ledger, authorize(), NDC, issue())
    ledger.post(SENT, key="mistake")
    ledger.post(undone, key="undone")
    found = account_and_amounts(ledger, "GHA", 2024, Row23d.FIRST_TRANSFERRED)
    assert found is not None
    assert (found[0].period.first_transferred_total_t, found[1]) == (0, ())


@pytest.mark.feature("F246")
def test_what_comes_after_finality_is_in_the_tables_only_with_an_override(
    new_ledger: Callable[[], Ledger],
) -> None:
    final = replace(NDC, final_on=day(60))
    late = (authorize(), final, issue(), SENT, LATE)
    assert told(new_ledger(), *late) == ({"23(c)": 400}, 400)
    let = replace(LATE, override=Override("the minister", day(89), "a transfer was missed"))
    assert told(new_ledger(), *late[:-1], let) == ({"23(c)": 1000}, 1000)


@pytest.mark.feature("F246")
def test_units_first_transferred_by_an_earlier_authorization_count_in_its_year(
    ledger: Ledger,
) -> None:
    series = replace(SERIES, vintage=2026)
    later = replace(issue(Block(series, 1, 70), "A2"), on=day(800))
    assert told(ledger, authorize("A2", OIMP, "Authorization"), NDC, later) == ({"23(d)": 70}, 70)
