"""An exported ledger, and empty ledgers to import it into."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from ledger_samples import LOT, authorize, issue, send, start, use

from conftest import NewPlace
from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.plain import Amount, Move, MoveUnits, Range
from tallystick.ledger import open_ledger
from tallystick.ledger.log.exporting import export_ledger
from tallystick.ledger.log.keyplace import prepare_keys
from tallystick.ledger.log.sequencer import sequence
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.keys import SigningKey, read_key_file
from tallystick.ledger.store import Store


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("TALLYSTICK_KEY", raising=False)


@pytest.fixture
def source(tmp_path: Path) -> str:
    """A ledger in which units of all kinds were issued, transferred and used."""
    place = str(tmp_path / "source.db")
    on = issue().on
    plain = Move(on=on, from_account="", to_account="A\\n 账户", range=Range("C", 1, 9))
    paid = MoveUnits(on=on, from_account="", to_account="A", amount=Amount(5))
    batch = Batch(on=on, postings=(paid, plain))
    with open_ledger(place) as ledger:
        ledger.create()
        start(ledger, authorize(cap=500), issue(), send(LOT.part(1, 100)))
        ledger.post(send(LOT.part(101, 300), "SWE"), key="\\ sent\t\n")
        ledger.post(use(LOT.part(1, 50)), key="used")
        ledger.post(batch, key="both")
    return place


@pytest.fixture
def key(source: str) -> SigningKey:
    """The key of the exported ledger."""
    return read_key_file(prepare_keys(source).path)


@pytest.fixture
def exported(source: str, key: SigningKey, tmp_path: Path) -> Path:
    """The export of the ledger."""
    with closing(store_at(source)) as store:
        sequence(store, key)
        export_ledger(store, tmp_path / "exported")
    return tmp_path / "exported"


@pytest.fixture
def target(new_place: NewPlace) -> str:
    """The place of an empty ledger, once on SQLite and once on PostgreSQL."""
    return new_place()


@pytest.fixture
def store(target: str) -> Iterator[Store]:
    """The database of the empty ledger."""
    with closing(store_at(target)) as opened:
        yield opened
