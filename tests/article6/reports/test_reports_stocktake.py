"""Net transfers per Party and NDC period, as input to the global stocktake."""

import pytest

from account_samples import BUDGET, account, action, authorization, ndc, selling
from tallystick.article6.account import Account, Method, run
from tallystick.article6.reports.stocktake import Counted, NetTransfers, acquired_in, net_transfers
from tallystick.core.actions import OIMP

SALE = action("first_transfer", "2023-12-01", 2022, 10)
USE = action("use", "2025-05-01", 2022, 4, year=2025)
BOUGHT = action("acquisition", "2024-05-01", 2022, 7)


def row(of: Account) -> NetTransfers:
    (found,) = net_transfers([Counted(of, run(of), acquired_in(of))])
    return found


@pytest.mark.feature("F022")
def test_net_transfers_are_first_transfers_minus_uses() -> None:
    found = row(selling(SALE, USE, BOUGHT, **BUDGET, method=Method.BUDGET))
    assert (found.first_transferred_ndc_t, found.acquired_t, found.used_t) == (10, 7, 4)
    assert (found.net_transferred_t, found.adjustment_t) == (6, 6)
    assert (found.party, found.first_year, found.last_year) == ("GHA", 2021, 2030)


@pytest.mark.feature("F022")
def test_unresolved_first_transfers_leave_the_sum_unknown() -> None:
    of = account(ndc(target_t=1), [], [authorization(OIMP, "First international transfer")])
    found = row(of).to_json()
    assert found["first_transferred_oimp_t"] is None
    assert found["net_transferred_t"] is None
    assert found["outcome"] == "fail"
