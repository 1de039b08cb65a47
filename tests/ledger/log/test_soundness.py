"""Whether the parts of a SQLite file hold together, which its owner can write by hand."""

import sqlite3
from contextlib import closing

import pytest
from ledger_samples import day

from tallystick.article6.postings.control_records import Freeze
from tallystick.ledger import open_ledger
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.store import Store

COLUMNS = "type, name, tbl_name, rootpage, sql"


def test_index_that_hides_a_freeze_from_the_guards_is_found(posted: str, store: Store) -> None:
    if "://" in posted:
        pytest.skip("on PostgreSQL no one but the superuser reaches the catalogue")
    name = "ledger_entry_account_frozen"

    def change(sql: str, *values: object) -> None:
        with closing(sqlite3.connect(posted, isolation_level=None)) as file:
            ((version,),) = file.execute("PRAGMA schema_version").fetchall()
            file.execute("PRAGMA writable_schema = ON")
            file.execute(sql, values)
            file.execute(f"PRAGMA schema_version = {version + 1}")

    (row,) = store.execute(f"SELECT {COLUMNS} FROM sqlite_master WHERE name = ?", (name,))
    change("DELETE FROM sqlite_master WHERE name = ?", name)
    with open_ledger(posted) as ledger:
        ledger.post(Freeze(on=day(2), id="F", reason="asked", account="GHA"), key="freeze")
    change(f"INSERT INTO sqlite_master ({COLUMNS}) VALUES (?, ?, ?, ?, ?)", *row)
    findings = verify_ledger(store).found.findings
    unsound = [one for one in findings if one.code == "FILE_UNSOUND"]
    assert any(name in one.message.en for one in unsound)
