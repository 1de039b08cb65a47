"""A ledger read by pages: nothing is left out or told twice, and what was corrected is gone."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from postgresql import Server
from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.movements import FirstTransfer, Use
from tallystick.article6.postings.plain import HeldRange, range_of
from tallystick.article6.postings.records import Authorize, OpenAccount, RecordNdc
from tallystick.article6.postings.units import Holding
from tallystick.cli.demo.booking import postings, reported
from tallystick.core.identifiers import Block
from tallystick.ledger import open_ledger
from tallystick.ledger.log.keyplace import prepare_keys, signing_key
from tallystick.ledger.opening import store_at
from tallystick.ledger.reading import Reader, reading


@pytest.fixture
def booked(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The reported transfers on either database, in its log."""
    monkeypatch.setenv("TALLYSTICK_KEY", str(tmp_path / "ledger.key"))
    prepare_keys(place)
    with open_ledger(place) as ledger:
        for key, posting in postings(reported()):
            ledger.post(posting, key=key)
        with closing(store_at(place)) as store:
            key_of_log = signing_key(store, place)
        assert key_of_log is not None
        ledger.sequence(key_of_log)
    return place


def test_pages_of_transfers_hold_every_transfer_once(booked: str) -> None:
    with reading(booked) as reader:
        whole = [entry.id for entry in reader.transfers(100)]
        paged: list[int] = []
        while page := reader.transfers(3, before=paged[-1] if paged else 2**63 - 1):
            paged += [entry.id for entry in page]
    given = sum(isinstance(posting, FirstTransfer) for _, posting in postings(reported()))
    assert paged == whole
    assert len(whole) == given


def test_a_partys_transfers_are_those_it_gave(booked: str) -> None:
    with reading(booked) as reader:
        assert {entry.party for entry in reader.transfers(100, party="GHA")} == {"GHA"}
        assert {entry.party for entry in reader.entries_of("CHE", 100)} == {"CHE"}


def test_the_lives_of_blocks_are_those_of_the_whole_journal(booked: str) -> None:
    with reading(booked) as reader, open_ledger(booked) as ledger:
        blocks = [one.block for one in reader.transfers(100) if one.block]
        told = {entry.id for entry in reader.lives(map(range_of, blocks))}
        shared = {
            entry.id
            for entry in ledger.journal()
            if entry.block and any(_shares(entry.block, block) for block in blocks)
        }
        assert told == shared


def _shares(one: Block, other: Block) -> bool:
    return one.series == other.series and one.first <= other.last and other.first <= one.last


def test_a_corrected_transfer_is_on_no_page(place: str) -> None:
    booked = [(key, one) for key, one in postings(reported()) if not isinstance(one, Use)]
    moved, transfer = next((key, one) for key, one in booked if isinstance(one, FirstTransfer))
    with open_ledger(place) as ledger:
        for key, posting in booked:
            ledger.post(posting, key=key)
        mend = Correct(on=date(2026, 1, 1), movement=moved, reason="a mistake")
        ledger.post(mend, key="mend")
    with reading(place) as reader:
        assert moved not in {entry.key for entry in reader.transfers(100)}
        assert moved not in {entry.key for entry in reader.lives([range_of(transfer.block)])}


def test_holdings_by_account_are_those_of_the_ledger(booked: str) -> None:
    with reading(booked) as reader, open_ledger(booked) as ledger:
        for account in ledger.accounts():
            of_it = [one for one in ledger.holdings() if one.account == account.id]
            units = sum(one.block.quantity for one in of_it)
            paged = []
            after = ("", 0)
            while page := reader.held_by(account.id, 2, after):
                paged += page
                after = (str(page[-1].block.series), page[-1].block.first)
            assert sum(one.block.quantity for one in paged) == units
            for held in of_it:
                block = held.block
                holders = reader.holders(str(block.series), block.first, block.last)
                assert {one.account for one in holders} == {account.id}


def test_the_log_is_read_in_its_order_and_proves_each_posting(booked: str) -> None:
    with reading(booked) as reader:
        first = reader.logged_after(-1, 5)
        assert [index for index, _ in first] == [0, 1, 2, 3, 4]
        assert [index for index, _ in reader.logged_after(4, 2)] == [5, 6]
        proof = reader.proof(first[3][1].id)
        assert proof is not None
        assert proof.entry.index == 3
        assert reader.checkpoint() == proof.checkpoint
        assert reader.proof(10**6) is None


def test_postings_and_records_are_found(booked: str) -> None:
    with reading(booked) as reader:
        newest = reader.postings(2)
        assert newest[0].id > newest[1].id
        assert reader.posting(newest[0].id) == newest[0]
        assert reader.posting(10**6) is None
        assert {one.party for one in reader.records(RecordNdc, "GHA")} == {"GHA"}
        assert len(reader.records(Authorize)) > 1
        assert newest[0].posting.on
        assert reader.newest() > 0


def test_an_empty_ledger_has_empty_pages(place: str) -> None:
    with reading(place) as reader:
        assert reader.newest() == 0
        assert reader.transfers(10) == []
        assert reader.lives([]) == []
        assert reader.checkpoint() is None
        assert reader.held("A", 10) == []


def backend(reader: Reader) -> int:
    """Name the process of the server that answers a reader."""
    ((process,),) = reader._store.execute("SELECT pg_backend_pid()")
    return int(process)


@pytest.mark.postgresql
def test_a_thread_keeps_its_connection_and_makes_another_where_it_was_lost(
    postgresql: Server,
) -> None:
    url = postgresql.database()
    with reading(url) as reader:
        first = backend(reader)
    with reading(url) as reader:
        assert backend(reader) == first
        with reading(url) as inner:
            assert backend(inner) != first
    name = conninfo_to_dict(url)["dbname"]
    postgresql.run(
        f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{name}'"
    )
    with reading(url) as reader:
        assert reader.newest() == 0
        assert backend(reader) != first


def test_what_is_held_comes_in_pages_without_gaps(booked: str) -> None:
    with reading(booked) as reader:
        accounts = [one.id for one in reader.records(OpenAccount)]
        for account in accounts:
            whole = reader.held(account, 100)
            paged: list[Holding | HeldRange] = []
            after = ("", 0)
            while page := reader.held(account, 1, after):
                paged += page
                (one,) = page
                block = one.block if isinstance(one, Holding) else one.range
                after = (str(block.series), block.first)
            assert paged == whole
            assert whole == reader.held_by(account, 100)
