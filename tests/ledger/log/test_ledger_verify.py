"""Whatever an owner of the database changes behind the program's back is found and located."""

from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_samples import LOT, day, open_account, send, use

from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.movements import Transfer
from tallystick.article6.postings.plain import Amount, Move, MoveUnits, Range
from tallystick.core.findings import Outcome
from tallystick.ledger import Ledger, LedgerError, open_ledger
from tallystick.ledger.log import sequencer
from tallystick.ledger.log.sequencer import sequence
from tallystick.ledger.log.tables import seals
from tallystick.ledger.log.verify import Verified, verify_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.postgresql import PostgresqlStore
from tallystick.ledger.proof.checkpoint import parse
from tallystick.ledger.proof.keys import PublicKey, SigningKey
from tallystick.ledger.store import Store

from .conftest import Run

PLACES = ("posting", "index", "first_index", "size", "account", "name")
LAST = 24
"""The number of the newest sample posting; the log counts from 0."""


@pytest.fixture
def logged(posted: str, store: Store, key: SigningKey, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A ledger whose log is complete, with a checkpoint after every ten entries."""
    monkeypatch.setattr(sequencer, "BATCH", 10)
    sequence(store, key)
    return store


def found(store: Store, key: PublicKey | None) -> set[tuple[str, object]]:
    """Return the codes and places of what verification finds, guards set aside."""
    findings = verify_ledger(store, key).found.findings
    places = [
        (one.code, next((one.where[name] for name in PLACES if name in one.where), None))
        for one in findings
    ]
    return {(code, place) for code, place in places if not code.startswith("SCHEMA_")}


def test_ledger_as_posted_is_valid(logged: Store, key: SigningKey) -> None:
    verified = verify_ledger(logged, key.public)
    assert verified.found.findings == ()
    assert verified.found.root is not None
    assert verified.to_json() == {
        "valid": True,
        "entries": LAST,
        "root": verified.found.root.hex(),
        "pending": 0,
        "origin_checked": True,
        "findings": [],
    }


def test_pending_leaves_are_counted_and_no_fault(
    posted: str, store: Store, key: SigningKey
) -> None:
    verified = verify_ledger(store, key.public)
    assert (verified.found.findings, verified.found.entries, verified.pending) == ((), 0, LAST)


def test_without_a_key_the_origin_is_not_checked(logged: Store) -> None:
    verified = verify_ledger(logged)
    assert [one.code for one in verified.found.findings] == ["ORIGIN_UNCHECKED"]
    assert verified.found.findings[0].outcome is Outcome.NOT_DETERMINABLE
    assert not verified.origin_checked


def test_log_that_was_never_opened_is_not_determinable(posted: str, store: Store) -> None:
    verified = verify_ledger(store)
    codes = {one.code for one in verified.found.findings}
    assert codes == {"ORIGIN_UNCHECKED", "CHECKPOINT_MISSING"}
    assert verified.pending == LAST


def test_units_received_on_different_days_move_as_one(
    posted: str, store: Store, key: SigningKey
) -> None:
    given: dict[str, Any] = {"from_account": "CHE", "to_account": "CHE:entity"}
    with open_ledger(posted) as ledger:
        for number, part in enumerate((LOT.part(1, 10), LOT.part(11, 20))):
            passed = Transfer(on=day(3 + number), block=part, **given)
            ledger.post(passed, key=f"passed on {number}")
        back = replace(passed, block=LOT.part(1, 20), from_account="CHE:entity", to_account="CHE")
        ledger.post(back, key="back")
        assert [one.block for one in ledger.journal()][-1:] == [LOT.part(1, 20)]
    assert verify_ledger(store, key.public).found.findings == ()


INSERT_POSTING = (
    "INSERT INTO ledger_posting (key, kind, subject, body, recorded_at) VALUES "
    '(\'new\', \'agreement\', \'X\', \'{"id":"X","kind":"agreement","on":"2024-01-01"}\', '
    "'2024-01-01')"
)
ALTERED = "JOURNAL_ALTERED"
MISMATCH = "HOLDINGS_MISMATCH"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            "UPDATE ledger_leaf SET leaf = replace(leaf, 'SWE', 'CHE') WHERE posting_id = 24",
            {("ENTRY_ALTERED", 23), ("POSTING_ALTERED", 24)},
        ),
        ("UPDATE ledger_leaf SET leaf = 'x' WHERE posting_id = 1", {("ENTRY_ALTERED", 0)}),
        (
            "DELETE FROM ledger_leaf WHERE posting_id = 24",
            {("ENTRY_ALTERED", 23), ("LEAF_MISSING", 24)},
        ),
        (
            "UPDATE ledger_posting SET body = replace(body, 'SWE', 'CHE') WHERE id = 24",
            {("POSTING_ALTERED", 24)},
        ),
        ("UPDATE ledger_posting SET body = '[]' WHERE id = 24", {("POSTING_ALTERED", 24)}),
        ("UPDATE ledger_posting SET key = 'other' WHERE id = 24", {("POSTING_ALTERED", 24)}),
        ("UPDATE ledger_posting SET kind = 'transfer' WHERE id = 24", {("POSTING_ALTERED", 24)}),
        ("UPDATE ledger_posting SET subject = 'x' WHERE id = 24", {("POSTING_ALTERED", 24)}),
        ("DELETE FROM ledger_posting WHERE id = 24", {("POSTING_MISSING", 24), (ALTERED, 24)}),
        (INSERT_POSTING, {("LEAF_MISSING", 25)}),
        ("UPDATE ledger_entry SET to_account = 'CHE' WHERE posting_id = 24", {(ALTERED, 24)}),
        ("UPDATE ledger_entry SET type = 'x' WHERE posting_id = 24", {(ALTERED, 24)}),
        (
            "UPDATE ledger_entry SET effective_on = '2020-01-01' WHERE posting_id = 5",
            {(ALTERED, 5)},
        ),
        ("DELETE FROM ledger_entry WHERE posting_id = 24", {(ALTERED, 24)}),
        (
            "INSERT INTO ledger_entry (posting_id, effective_on, type) "
            "VALUES (7, '2024-01-01', 'ndc')",
            {(ALTERED, 7)},
        ),
        (
            "UPDATE ledger_holding SET account = 'CHE' WHERE account = 'SWE'",
            {(MISMATCH, "SWE"), (MISMATCH, "CHE")},
        ),
        (
            "UPDATE ledger_holding SET last_serial = 250 WHERE first_serial = 101",
            {(MISMATCH, "SWE")},
        ),
        ("DELETE FROM ledger_holding WHERE account = 'SWE'", {(MISMATCH, "SWE")}),
        ("DELETE FROM ledger_log WHERE log_index = 12", {("ENTRY_MISSING", 12)}),
        ("DELETE FROM ledger_log WHERE log_index >= 20", {("ENTRY_MISSING", 20)}),
        (
            "UPDATE ledger_log SET leaf_hash = (SELECT leaf_hash FROM ledger_log "
            "WHERE log_index = 3) WHERE log_index = 2",
            {("ENTRY_ALTERED", 2)},
        ),
        ("UPDATE ledger_log SET log_index = 99 WHERE log_index = 23", {("ENTRIES_UNSIGNED", 24)}),
        ("DELETE FROM ledger_checkpoint WHERE size = 24", {("ENTRIES_UNSIGNED", 20)}),
        ("UPDATE ledger_checkpoint SET note = 'x' WHERE size = 24", {("CHECKPOINT_DAMAGED", None)}),
        ("UPDATE ledger_checkpoint SET peaks = '' WHERE size = 24", {("CHECKPOINT_DAMAGED", 24)}),
    ],
)
def test_change_past_the_program_is_found_and_located(
    logged: Store, key: SigningKey, force: Run, change: str, expected: set[tuple[str, object]]
) -> None:
    force(change)
    assert expected <= found(logged, key.public)
    assert not verify_ledger(logged, key.public).found.valid


def test_posting_that_appears_with_its_leaf_in_the_log_is_found(
    logged: Store, key: SigningKey, force: Run
) -> None:
    leaf = "INSERT INTO ledger_leaf (posting_id, leaf) SELECT {new}, leaf {first}"
    place = "INSERT INTO ledger_log SELECT 24, {new}, leaf_hash {log} WHERE log_index = 0"
    words = {
        "new": "(SELECT id FROM ledger_posting WHERE key = 'new')",
        "first": "FROM ledger_leaf WHERE posting_id = 1",
        "log": "FROM ledger_log",
    }
    force(INSERT_POSTING, leaf.format_map(words), place.format_map(words))
    assert ("ENTRIES_UNSIGNED", 24) in found(logged, key.public)
    force(
        "UPDATE ledger_log SET log_index = log_index + 1000",
        "UPDATE ledger_log SET log_index = log_index - 999 WHERE log_index < 1024",
        "UPDATE ledger_log SET log_index = 0 WHERE log_index = 1024",
    )
    assert ("RANGE_MISMATCH", 0) in found(logged, key.public)


def test_entries_and_holdings_changed_alike_are_found(
    logged: Store, key: SigningKey, force: Run
) -> None:
    force(
        "UPDATE ledger_entry SET to_account = 'CHE', counterparty = 'CHE' "
        "WHERE to_account = 'SWE' AND series IS NOT NULL AND party = 'GHA'",
        "UPDATE ledger_entry SET to_account = 'CHE', party = 'CHE' "
        "WHERE to_account = 'SWE' AND series IS NOT NULL AND party = 'SWE'",
        "UPDATE ledger_holding SET account = 'CHE' WHERE account = 'SWE'",
    )
    places = found(logged, key.public)
    assert {(ALTERED, LAST), (MISMATCH, "SWE")} <= places


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.integers(0, LAST - 1), min_size=2, max_size=2, unique=True))
def test_two_entries_that_changed_places_are_found(
    logged: Store, key: SigningKey, force: Run, pair: list[int]
) -> None:
    first, second = pair
    swap = [
        f"UPDATE ledger_log SET log_index = 1000 WHERE log_index = {first}",
        f"UPDATE ledger_log SET log_index = {first} WHERE log_index = {second}",
        f"UPDATE ledger_log SET log_index = {second} WHERE log_index = 1000",
    ]
    force(*swap)
    findings = verify_ledger(logged, key.public).found.findings
    ranges = [
        range(int(str(one.where["first_index"])), int(str(one.where["last_index"])) + 1)
        for one in findings
        if one.code == "RANGE_MISMATCH"
    ]
    assert all(any(index in one for one in ranges) for index in pair)
    assert all(any(index in one for index in pair) for one in ranges)
    force(*swap)
    assert found(logged, key.public) == set()


def test_log_signed_with_another_key_is_refused(logged: Store, key: SigningKey) -> None:
    other = PublicKey(key.name, bytes(32))
    assert ("CHECKPOINT_FORGED", 24) in found(logged, other)


def dropped(verified: Verified) -> set[tuple[str, object]]:
    return {(one.code, one.where.get("name")) for one in verified.found.findings}


def test_dropped_guard_is_found(logged: Store, place: str, key: SigningKey) -> None:
    if "://" in place:
        name, sql = "ledger_posting_change", "DROP TRIGGER ledger_posting_change ON ledger_posting"
    else:
        name, sql = "ledger_posting_update", "DROP TRIGGER ledger_posting_update"
    logged.execute(sql)
    verified = verify_ledger(logged, key.public)
    assert dropped(verified) == {("SCHEMA_MISSING", name)}
    assert not verified.found.valid


def test_guard_made_anew_in_another_way_is_found(
    logged: Store, place: str, key: SigningKey
) -> None:
    if "://" in place:
        name = "ledger_refuse"
        logged.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NULL; END $$"
        )
    else:
        name = "ledger_posting_update"
        logged.execute(f"DROP TRIGGER {name}")
        logged.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON ledger_posting BEGIN SELECT 1; END")
    assert dropped(verify_ledger(logged, key.public)) == {("SCHEMA_ALTERED", name)}


def test_guard_switched_off_or_weakened_is_found(
    logged: Store, place: str, key: SigningKey
) -> None:
    if "://" not in place:
        pytest.skip("SQLite has no way to switch a trigger or a constraint off for good")
    logged.execute("ALTER TABLE ledger_posting DISABLE TRIGGER ledger_posting_change")
    logged.execute("ALTER TABLE ledger_holding DROP CONSTRAINT ledger_holding_overlap")
    assert dropped(verify_ledger(logged, key.public)) == {
        ("SCHEMA_ALTERED", "ledger_posting_change"),
        ("SCHEMA_MISSING", "ledger_holding ledger_holding_overlap"),
        ("SCHEMA_MISSING", "ledger_holding_overlap"),
    }


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            "ALTER TYPE ledger_piece ADD ATTRIBUTE theirs text",
            ("SCHEMA_ADDED", "ledger_piece theirs"),
        ),
        (
            "GRANT UPDATE ON ledger_holding TO PUBLIC",
            ("SCHEMA_ADDED", "ledger_holding UPDATE PUBLIC"),
        ),
        (
            "GRANT UPDATE (account) ON ledger_holding TO PUBLIC",
            ("SCHEMA_ADDED", "ledger_holding account UPDATE PUBLIC"),
        ),
        (
            "REVOKE INSERT ON ledger_log FROM tallystick_poster",
            ("SCHEMA_MISSING", "ledger_log INSERT tallystick_poster"),
        ),
        (
            "GRANT EXECUTE ON FUNCTION ledger_ask TO PUBLIC",
            ("SCHEMA_ADDED", "ledger_ask postings jsonb EXECUTE PUBLIC"),
        ),
        ("ALTER TABLE ledger_entry OWNER TO tallystick", ("SCHEMA_ALTERED", "ledger_entry")),
        ("ALTER TABLE ledger_schema OWNER TO tallystick", ("SCHEMA_ALTERED", "ledger_schema")),
        ("ALTER FUNCTION ledger_pay OWNER TO tallystick", ("SCHEMA_ALTERED", "{pay}")),
        ("ALTER TABLE ledger_leaf SET UNLOGGED", ("SCHEMA_ALTERED", "ledger_leaf")),
        (
            "CREATE RULE theirs AS ON INSERT TO ledger_leaf DO INSTEAD NOTHING",
            ("SCHEMA_ADDED", "ledger_leaf theirs"),
        ),
        (
            "CREATE FUNCTION ledger_post(text) RETURNS text LANGUAGE sql AS 'SELECT 1'",
            ("SCHEMA_ADDED", "ledger_post text"),
        ),
    ],
)
def test_types_owners_grants_and_rules_are_compared(
    logged: Store, place: str, key: SigningKey, change: str, expected: tuple[str, str]
) -> None:
    if "://" not in place:
        pytest.skip("SQLite has no types, owners, grants or rules")
    logged.execute(change)
    code, name = expected
    due = (code, name.format(pay="ledger_pay giver text, taker text, quantity bigint, kind text"))
    assert due in dropped(verify_ledger(logged, key.public))


@pytest.mark.postgresql
def test_ledger_taken_over_whole_is_found(logged: Store, place: str, key: SigningKey) -> None:
    if "://" not in place:
        pytest.skip("SQLite has no owners")
    tables = logged.execute("SELECT tablename FROM pg_tables WHERE left(tablename, 7) = 'ledger_'")
    for (table,) in tables:
        logged.execute(f"ALTER TABLE {table} OWNER TO tallystick")
    assert {("SCHEMA_ALTERED", table) for (table,) in tables} <= dropped(
        verify_ledger(logged, key.public)
    )


def test_trigger_added_to_a_table_of_the_ledger_is_found(
    logged: Store, place: str, key: SigningKey
) -> None:
    if "://" in place:
        logged.execute(
            "CREATE TRIGGER theirs BEFORE INSERT ON ledger_entry "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('theirs')"
        )
    else:
        logged.execute("CREATE TRIGGER theirs BEFORE INSERT ON ledger_entry BEGIN SELECT 1; END")
    assert dropped(verify_ledger(logged, key.public)) == {("SCHEMA_ADDED", "theirs")}


def test_every_kind_of_posting_comes_to_the_same_again(
    ledger: Ledger, posted: str, store: Store, key: SigningKey
) -> None:
    with open_ledger(posted) as opened:
        opened.post(open_account("FRA"), key="account")
        opened.post(use(LOT.part(1, 50)), key="use")
        opened.post(send(LOT.part(301, 310)), key="more")
    sequence(store, key)
    assert verify_ledger(store, key.public).found.findings == ()


def move(giver: str, taker: str, first: int = 1, last: int = 100) -> Move:
    moved = Range("S", first, last)
    return Move(on=day(1), from_account=giver, to_account=taker, range=moved)


def pay(giver: str, taker: str, units: int) -> MoveUnits:
    return MoveUnits(on=day(1), from_account=giver, to_account=taker, amount=Amount(units))


@pytest.mark.parametrize(
    ("change", "table"),
    [
        ("UPDATE ledger_authorization SET first_transferred_t = 1", "ledger_authorization"),
        ("UPDATE ledger_authorization SET cap_t = 5000", "ledger_authorization"),
        ("UPDATE ledger_authorization SET last_on = NULL", "ledger_authorization"),
        ("UPDATE ledger_account SET terminal = NOT terminal WHERE id = 'GHA'", "ledger_account"),
        ("UPDATE ledger_state SET records = records + 1", "ledger_state"),
        ("INSERT INTO ledger_state SELECT records FROM ledger_state", "ledger_state"),
        (
            "INSERT INTO ledger_backing VALUES ('JCM', 'X-', 1, 9, 'S', 1, 9)",
            "ledger_backing",
        ),
        ("UPDATE ledger_lot SET mitigation_type = 'x'", "ledger_lot"),
        ("INSERT INTO ledger_series (name) VALUES ('theirs')", "ledger_series"),
    ],
)
def test_row_that_follows_from_the_postings_is_compared(
    logged: Store, key: SigningKey, force: Run, change: str, table: str
) -> None:
    force(change)
    findings = verify_ledger(logged, key.public).found.findings
    codes = {(one.code, one.where.get("table")) for one in findings}
    assert {one for one in codes if not one[0].startswith("SCHEMA_")} == {("STATE_MISMATCH", table)}


def test_state_that_hides_controls_or_feigns_some_is_found(
    logged: Store, key: SigningKey, force: Run
) -> None:
    if not isinstance(logged, PostgresqlStore):
        pytest.skip("on SQLite each trigger looks for itself")
    force("UPDATE ledger_state SET controlled = NOT controlled")
    findings = verify_ledger(logged, key.public).found.findings
    assert [(one.code, one.where["table"]) for one in findings] == [
        ("STATE_MISMATCH", "ledger_state")
    ]


def test_end_of_units_is_compared(logged: Store, key: SigningKey, force: Run) -> None:
    force("UPDATE ledger_holding SET ended = NOT ended WHERE account = 'SWE'")
    assert found(logged, key.public) == {(MISMATCH, "SWE")}


def test_range_taken_before_its_account_is_opened_has_not_ended(
    ledger: Ledger, store: Store, key: SigningKey
) -> None:
    ledger.post(move("", "FRA:use"), key="before")
    ledger.post(open_account("FRA:use"), key="opening")
    ledger.post(move("", "FRA:use", 101, 200), key="after")
    sequence(store, key)
    assert verify_ledger(store, key.public).found.findings == ()


def test_checkpoint_taken_out_is_found(logged: Store, key: SigningKey, force: Run) -> None:
    force("DELETE FROM ledger_checkpoint WHERE size = 10")
    assert found(logged, key.public) == {("CHECKPOINT_LOST", 20)}


def test_leaf_that_the_log_passed_by_is_found(logged: Store, key: SigningKey, force: Run) -> None:
    values = "0, 'x', '3'" if isinstance(logged, PostgresqlStore) else "0, 'x'"
    force(f"INSERT INTO ledger_leaf VALUES ({values})")
    assert ("LEAF_SKIPPED", 0) in found(logged, key.public)


def test_log_cut_back_and_signed_anew_contradicts_a_kept_checkpoint(
    logged: Store, key: SigningKey, force: Run
) -> None:
    kept = [parse(one.note) for one in seals(logged)]
    assert verify_ledger(logged, key.public, kept).found.findings == ()
    force(
        "DELETE FROM ledger_checkpoint WHERE size > 20",
        "DELETE FROM ledger_log WHERE log_index >= 20",
    )
    codes = {one.code for one in verify_ledger(logged, key.public, kept).found.findings}
    assert "LOG_SHORTENED" in codes


def test_record_written_past_the_program_is_told_and_names_verify(posted: str, force: Run) -> None:
    with open_ledger(posted) as opened:
        opened.post(open_account("FRA"), key="before")
        force(INSERT_POSTING)
        with pytest.raises(LedgerError, match=r"past the program.*ledger verify"):
            opened.post(open_account("ESP"), key="after")


@pytest.fixture
def plain(ledger: Ledger, store: Store, key: SigningKey) -> Store:
    """A logged ledger of ranges and amounts outside Article 6, some of them moved together."""
    together = Batch(on=day(1), postings=(move("A", "B", 11, 20), pay("A", "B", 3)))
    postings = [move("", "A"), pay("", "A", 10), together, move("B", "A", 20, 20)]
    for number, posting in enumerate(postings):
        ledger.post(posting, key=str(number))
    sequence(store, key)
    return store


def test_ranges_amounts_and_batches_come_to_the_same_again(plain: Store, key: SigningKey) -> None:
    verified = verify_ledger(plain, key.public)
    assert (verified.found.findings, verified.found.entries, verified.pending) == ((), 4, 0)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            "UPDATE ledger_holding SET account = 'C' WHERE account = 'B'",
            {(MISMATCH, "B"), (MISMATCH, "C")},
        ),
        (
            "UPDATE ledger_balance SET units = units + 1 WHERE account = 'B'",
            {(MISMATCH, "B")},
        ),
        ("DELETE FROM ledger_balance WHERE account = 'A'", {(MISMATCH, "A")}),
        ("UPDATE ledger_entry SET quantity = 4 WHERE quantity = 3", {(ALTERED, 3)}),
        ("DELETE FROM ledger_entry WHERE series = 'S' AND last_serial = 100", {(ALTERED, 1)}),
    ],
)
def test_change_of_ranges_and_amounts_is_found_and_located(
    plain: Store, key: SigningKey, force: Run, change: str, expected: set[tuple[str, object]]
) -> None:
    force(change)
    assert found(plain, key.public) == expected


@pytest.mark.postgresql
def test_auditor_who_may_only_read_is_told_what_was_not_checked(
    logged: Store, place: str, key: SigningKey
) -> None:
    if "://" not in place:
        pytest.skip("SQLite has no users")
    logged.execute("DROP ROLE IF EXISTS auditor")
    logged.execute("CREATE ROLE auditor LOGIN")
    logged.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO auditor")
    try:
        with closing(store_at(place.replace("tallystick@", "auditor@"))) as store:
            verified = verify_ledger(store, key.public)
    finally:
        logged.execute("DROP OWNED BY auditor")
        logged.execute("DROP ROLE auditor")
    (finding,) = verified.found.findings
    assert (finding.code, finding.outcome) == ("SCHEMA_UNCHECKED", Outcome.NOT_DETERMINABLE)
    assert verified.found.valid
