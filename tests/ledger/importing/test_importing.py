"""A ledger moves from one database to another whole, or not at all, and keeps its root."""

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest
from ledger_samples import LOT, open_account, send, start

from postgresql import Server
from tallystick.article6.postings.records import Posting
from tallystick.core.findings import Finding
from tallystick.ledger import open_ledger
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.importing import importing
from tallystick.ledger.importing.importing import Outcome, import_export
from tallystick.ledger.importing.unusual import Unusual
from tallystick.ledger.log.keyplace import prepare_keys
from tallystick.ledger.log.sequencer import open_log, sequence
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.checkpoint import seal
from tallystick.ledger.proof.export import write_export
from tallystick.ledger.proof.keys import SigningKey, read_key_file
from tallystick.ledger.proof.merkle import leaf_hash
from tallystick.ledger.proof.records import Entry
from tallystick.ledger.proof.tree import Frontier
from tallystick.ledger.store import NotEmpty, Store

from .journals import leaves, records


def write_log(path: Path, told: Iterable[bytes], key: SigningKey) -> Path:
    """Write an export with such leaves, whatever they say."""
    frontier, entries = Frontier(), list[Entry]()
    for index, leaf in enumerate(told):
        frontier.extend([leaf_hash(leaf)])
        entries.append(Entry(index, leaf, leaf_hash(leaf)))
    write_export(path, key.name, entries, [seal(frontier, key)])
    return path


def log_of(path: Path, postings: Iterable[Posting], key: SigningKey) -> Path:
    return write_log(path, (leaf.encode() for leaf in leaves(postings)), key)


def codes(findings: Iterable[Finding]) -> list[str]:
    return [one.code for one in findings]


def test_moved_ledger_keeps_its_log_and_all_it_holds(
    source: str, store: Store, target: str, key: SigningKey, exported: Path
) -> None:
    done = import_export(store, exported, key.public)
    assert (done.outcome, done.findings) == (Outcome.IMPORTED, ())
    verified = verify_ledger(store, key.public)
    assert (verified.found.findings, verified.pending) == ((), 0)
    assert verified.found.root == done.root
    with open_ledger(source) as old, open_ledger(target) as new:
        assert new.holdings() == old.holdings()
        assert new.ranges() == old.ranges()
        assert new.balances() == old.balances()
        assert [(one.posting, one.type, one.units) for one in new.journal()] == [
            (one.posting, one.type, one.units) for one in old.journal()
        ]


def test_moved_ledger_goes_on_with_the_same_key(
    store: Store, target: str, key: SigningKey, exported: Path
) -> None:
    import_export(store, exported, key.public)
    with open_ledger(target) as ledger:
        ledger.post(send(LOT.part(301, 400), on=4), key="later")
    assert sequence(store, key) == 1
    verified = verify_ledger(store, key.public)
    assert (verified.found.findings, verified.pending) == ((), 0)


def test_ledger_with_a_log_of_its_own_appends_the_leaves_to_it(
    store: Store, target: str, key: SigningKey, exported: Path
) -> None:
    own = read_key_file(prepare_keys(target).path)
    done = import_export(store, exported, key.public)
    assert sequence(store, own) == done.entries
    verified = verify_ledger(store, own.public)
    assert (verified.found.findings, verified.found.root) == ((), done.root)


def test_log_opened_with_the_same_key_is_taken_over(
    store: Store, key: SigningKey, exported: Path
) -> None:
    open_log(store, key)
    assert import_export(store, exported, key.public).outcome is Outcome.IMPORTED
    assert verify_ledger(store, key.public).found.findings == ()


def test_import_again_has_nothing_to_do(store: Store, key: SigningKey, exported: Path) -> None:
    import_export(store, exported, key.public)
    before = store.execute("SELECT count(*) FROM ledger_entry")
    assert import_export(store, exported, key.public).outcome is Outcome.PRESENT
    assert store.execute("SELECT count(*) FROM ledger_entry") == before


def test_ledger_with_other_postings_is_a_conflict(
    store: Store, target: str, key: SigningKey, exported: Path
) -> None:
    with open_ledger(target) as ledger:
        ledger.post(open_account("SWE"), key="other")
    done = import_export(store, exported, key.public)
    assert (done.outcome, codes(done.findings)) == (Outcome.CONFLICT, ["LEDGER_NOT_EMPTY"])


def test_import_that_another_overtakes_is_a_conflict(
    store: Store, key: SigningKey, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_export(store, exported, key.public)
    counts = iter((0, 1))
    monkeypatch.setattr(importing, "_count", lambda _: next(counts))
    done = import_export(store, exported, key.public)
    assert (done.outcome, codes(done.findings)) == (Outcome.CONFLICT, ["LEDGER_NOT_EMPTY"])


def test_dry_run_writes_nothing(store: Store, key: SigningKey, exported: Path) -> None:
    done = import_export(store, exported, key.public, dry_run=True)
    assert done.outcome is Outcome.POSSIBLE
    assert store.execute("SELECT count(*) FROM ledger_posting") == [(0,)]


def test_export_that_is_not_valid_is_not_imported(
    store: Store, key: SigningKey, exported: Path
) -> None:
    exported.write_bytes(exported.read_bytes().replace(b"SWE", b"CHE"))
    done = import_export(store, exported, key.public)
    assert done.outcome is Outcome.INVALID
    assert "ENTRY_ALTERED" in codes(done.findings)
    assert store.execute("SELECT count(*) FROM ledger_posting") == [(0,)]


@pytest.mark.parametrize(
    "changed",
    [
        lambda told: told.replace(b"\n", b"\r\n"),
        lambda told: told.removesuffix(b"\n"),
        lambda told: told + b"\n",
        lambda told: told.replace(b"SWE", b"SW\xff"),
    ],
    ids=["carriage returns", "no last line feed", "an empty line", "no UTF-8"],
)
def test_lines_that_end_or_are_written_otherwise_are_not_taken_for_an_export(
    store: Store, key: SigningKey, exported: Path, changed: Callable[[bytes], bytes]
) -> None:
    exported.write_bytes(changed(exported.read_bytes()))
    done = import_export(store, exported, key.public)
    assert done.outcome is Outcome.INVALID
    assert any(one.refuses for one in done.findings)
    assert store.execute("SELECT count(*) FROM ledger_posting") == [(0,)]


def test_without_a_key_the_origin_is_not_checked(store: Store, exported: Path) -> None:
    done = import_export(store, exported)
    assert (done.outcome, codes(done.findings)) == (Outcome.IMPORTED, ["ORIGIN_UNCHECKED"])


def test_first_posting_that_a_rule_refuses_is_located_and_the_others_counted(
    store: Store, key: SigningKey, tmp_path: Path
) -> None:
    wrong = [send(), open_account("PER"), open_account("PER")]
    log = log_of(tmp_path / "log", [*records(), *wrong], key)
    done = import_export(store, log, key.public)
    at = len(records())
    assert done.outcome is Outcome.INVALID
    assert [(one.code, one.where["index"]) for one in done.findings] == [
        ("HOLDER", at),
        ("IMPORT_REFUSED", at),
    ]
    assert done.findings[-1].where["more"] == 1
    assert store.execute("SELECT count(*) FROM ledger_posting") == [(0,)]


def test_key_that_stands_twice_is_refused(store: Store, key: SigningKey, tmp_path: Path) -> None:
    told = leaves([open_account("SWE")]) + leaves([open_account("CHE")])
    log = write_log(tmp_path / "log", (leaf.encode() for leaf in told), key)
    done = import_export(store, log, key.public)
    assert codes(done.findings) == ["KEY_TWICE", "IMPORT_REFUSED"]


@pytest.mark.parametrize(
    "leaf",
    [
        b"[]",
        b"{}",
        b"x",
        b'{"key":"k","posting":{"kind":"none"}}',
        leaves([send()])[0].replace('"last":"1000"', '"last":"0"').encode(),
        leaves([send()])[0].replace('"2024', '"2024-W').encode(),
        leaves([send()])[0].replace('"1000"', '"01000"').encode(),
        leaves([send()])[0].replace("}}", "}, }").encode(),
    ],
)
def test_entry_that_is_no_posting_is_said(
    store: Store, key: SigningKey, tmp_path: Path, leaf: bytes
) -> None:
    done = import_export(store, write_log(tmp_path / "log", [leaf], key), key.public)
    assert (done.outcome, codes(done.findings)) == (Outcome.INVALID, ["ENTRY_UNREADABLE"])


def test_what_the_columns_cannot_hold_is_imported_all_the_same(
    store: Store, key: SigningKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    def unusual(*_: object) -> pl.DataFrame:
        raise Unusual("anything")

    monkeypatch.setattr(importing, "check", unusual)
    log = log_of(tmp_path / "log", records(), key)
    assert import_export(store, log, key.public).outcome is Outcome.IMPORTED
    assert verify_ledger(store, key.public).found.findings == ()


def test_ledger_is_filled_only_when_empty(store: Store, target: str) -> None:
    with open_ledger(target) as ledger:
        start(ledger)
    with pytest.raises(NotEmpty):
        store.load([])


def test_guards_stand_after_an_import(
    store: Store, target: str, key: SigningKey, exported: Path
) -> None:
    import_export(store, exported, key.public)
    with closing(store_at(target)) as fresh:
        codes_found = codes(verify_ledger(fresh, key.public).found.findings)
    assert not [code for code in codes_found if code.startswith("SCHEMA_")]


@pytest.mark.postgresql
def test_role_that_does_not_own_the_tables_cannot_import(
    postgresql: Server, key: SigningKey, exported: Path
) -> None:
    url = postgresql.database()
    postgresql.run("CREATE ROLE importing_poster LOGIN IN ROLE tallystick_poster")
    place = url.replace("tallystick@", "importing_poster@")
    with closing(store_at(place)) as store:
        with pytest.raises(LedgerError, match='permission denied to set role "tallystick_owner"'):
            import_export(store, exported, key.public)
        assert store.execute("SELECT count(*) FROM ledger_posting") == [(0,)]
    postgresql.drop(url)


@pytest.mark.postgresql
def test_import_leaves_indexes_as_they_were_made_and_the_planner_told(
    postgresql: Server, key: SigningKey, exported: Path
) -> None:
    indexes = (
        "SELECT indexdef, coalesce(reloptions, '{}') FROM pg_indexes "
        "JOIN pg_class ON oid = CAST(indexname AS regclass) "
        "WHERE left(tablename, 7) = 'ledger_' ORDER BY indexname"
    )
    triggers = "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
    guards = "SELECT conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1"
    url = postgresql.database()
    with closing(store_at(url)) as store:
        before = [store.execute(sql) for sql in (indexes, triggers, guards)]
        import_export(store, exported, key.public)
        assert [store.execute(sql) for sql in (indexes, triggers, guards)] == before
        ((rows,),) = store.execute("SELECT reltuples FROM pg_class WHERE relname = 'ledger_entry'")
        assert store.execute("SELECT count(*) FROM ledger_entry") == [(int(rows),)]
    postgresql.drop(url)


@pytest.mark.postgresql
def test_refused_import_leaves_no_dead_rows(
    postgresql: Server, key: SigningKey, tmp_path: Path
) -> None:
    url = postgresql.database()
    log = log_of(tmp_path / "log", [*records(), send()], key)
    with closing(store_at(url)) as store:
        assert import_export(store, log, key.public).outcome is Outcome.INVALID
        sizes = "SELECT pg_relation_size('ledger_posting'), pg_relation_size('ledger_leaf')"
        assert store.execute(sizes) == [(0, 0)]
    postgresql.drop(url)
