"""A ledger moves from one database to the other and keeps its root."""

from contextlib import closing
from pathlib import Path

import pytest
from ledger_samples import LOT, use

from postgresql import Server
from tallystick.ledger import Ledger, LedgerError, open_ledger
from tallystick.ledger.log.exporting import export_ledger
from tallystick.ledger.log.importing import import_export
from tallystick.ledger.log.keyplace import prepare_keys
from tallystick.ledger.log.sequencer import sequence
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.checkpoint import seal
from tallystick.ledger.proof.export import write_export
from tallystick.ledger.proof.keys import SigningKey, read_key_file
from tallystick.ledger.proof.merkle import leaf_hash
from tallystick.ledger.proof.records import Entry
from tallystick.ledger.proof.tree import Frontier
from tallystick.ledger.store import Store


@pytest.fixture
def exported(posted: str, store: Store, key: SigningKey, tmp_path: Path) -> Path:
    """The export of a ledger in which units were issued, transferred and used."""
    with open_ledger(posted) as ledger:
        ledger.post(use(LOT.part(1, 50)), key="used")
    sequence(store, key)
    export_ledger(store, tmp_path / "exported")
    return tmp_path / "exported"


@pytest.fixture
def elsewhere(place: str, postgresql: Server, tmp_path: Path) -> str:
    """An empty ledger on the other database."""
    if "://" not in place:
        return postgresql.database()
    with open_ledger(tmp_path / "elsewhere.db") as ledger:
        ledger.create()
    return str(tmp_path / "elsewhere.db")


@pytest.mark.postgresql
def test_moved_ledger_has_the_same_root_and_holdings(
    posted: str, store: Store, key: SigningKey, exported: Path, elsewhere: str
) -> None:
    with open_ledger(posted) as source, open_ledger(elsewhere) as target:
        assert import_export(target, exported, key.public) == ()
        assert target.holdings() == source.holdings()
    other = read_key_file(prepare_keys(elsewhere).path)
    with closing(store_at(elsewhere)) as moved:
        sequence(moved, other)
        verified = verify_ledger(moved, other.public)
    assert verified.found.findings == ()
    assert verified.found.root == verify_ledger(store).found.root


def test_import_again_posts_nothing_new(
    ledger: Ledger, key: SigningKey, exported: Path, store: Store
) -> None:
    before = ledger.journal()
    assert import_export(ledger, exported, key.public) == ()
    assert ledger.journal() == before


def test_export_that_is_not_valid_is_not_imported(
    place: str, key: SigningKey, exported: Path, tmp_path: Path
) -> None:
    exported.write_bytes(exported.read_bytes().replace(b"SWE", b"CHE"))
    with open_ledger(tmp_path / "empty.db") as target:
        target.create()
        assert "ENTRY_ALTERED" in {one.code for one in import_export(target, exported, key.public)}
        assert target.accounts() == []


@pytest.mark.parametrize("leaf", [b"[]", b"{}", b"x", b'{"key":"k","posting":{"kind":"none"}}'])
def test_entry_that_is_no_posting_is_said(
    ledger: Ledger, key: SigningKey, tmp_path: Path, leaf: bytes
) -> None:
    frontier = Frontier()
    frontier.extend([leaf_hash(leaf)])
    entry = Entry(0, leaf, leaf_hash(leaf))
    write_export(tmp_path / "log", key.name, [entry], [seal(frontier, key)])
    with pytest.raises(LedgerError, match="entry 0 is no posting"):
        import_export(ledger, tmp_path / "log", key.public)
