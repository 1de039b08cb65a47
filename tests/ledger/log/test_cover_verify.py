"""What the ledger keeps of forecasts is compared with the postings by verify."""

import pytest
from control.control_samples import correct
from ledger_samples import LOT, authorize, issue, send, start
from test_ledger_cover import COVERED, FORECAST

from tallystick.ledger import Ledger
from tallystick.ledger.log.sequencer import sequence
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.proof.keys import SigningKey
from tallystick.ledger.store import Store

from .conftest import Run


@pytest.fixture
def sealed(ledger: Ledger, store: Store, key: SigningKey) -> Store:
    """A complete log with a host that is covered, and with a first transfer undone."""
    start(ledger, COVERED, FORECAST, authorize(), issue(), send(LOT.part(1, 10)))
    ledger.post(send(LOT.part(11, 20)), key="mistake")
    ledger.post(correct("mistake"), key="undone")
    sequence(store, key)
    return store


@pytest.mark.feature("F062")
def test_counters_of_a_covered_host_agree_with_the_postings(sealed: Store, key: SigningKey) -> None:
    assert verify_ledger(sealed, key.public).found.findings == ()


@pytest.mark.feature("F062")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_cover SET covered_t = 1000",
        "UPDATE ledger_cover SET first_transferred_t = 0",
        "DELETE FROM ledger_cover",
        "DELETE FROM ledger_covered",
        "INSERT INTO ledger_covered VALUES ('CA0001')",
    ],
)
def test_altered_cover_is_found(sealed: Store, key: SigningKey, force: Run, change: str) -> None:
    force(change)
    found = {one.code for one in verify_ledger(sealed, key.public).found.findings}
    assert "STATE_MISMATCH" in found
