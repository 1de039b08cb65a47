"""What a role that may post and owns nothing can do to a ledger on PostgreSQL past the program."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from ledger_samples import LOT, SERIES, authorize, issue, send, start
from psycopg import sql

from postgresql import Server
from tallystick.ledger import open_ledger
from tallystick.ledger.log.leaves import leaf_of
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.opening import store_at

pytestmark = pytest.mark.postgresql

Call = Callable[..., None]
ROLE = "poster_past_the_program"
NAME, DAY = str(SERIES), "2024-01-05"
TABLES = "SELECT relname FROM pg_class WHERE relname LIKE 'ledger!_%' ESCAPE '!' AND relkind = 'r'"
VERBS = (
    "INSERT INTO {} DEFAULT VALUES", "UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}",
    "COPY {} FROM STDIN", "ALTER TABLE {} DISABLE TRIGGER ALL", "DROP TABLE {} CASCADE",
    "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", "CREATE RULE r AS ON INSERT TO {} DO INSTEAD NOTHING",
    "ALTER TABLE {} OWNER TO CURRENT_USER", "SELECT * FROM {} FOR UPDATE",
)  # fmt: skip
OF_THE_LOG = {"ledger_log", "ledger_subtree", "ledger_checkpoint"}


@pytest.fixture(scope="module")
def url(postgresql: Server) -> Iterator[str]:
    """A ledger with a lot, a part of which was sent abroad."""
    place = postgresql.database()
    postgresql.run(f"CREATE ROLE {ROLE} LOGIN IN ROLE tallystick_poster")
    with open_ledger(place) as ledger:
        start(ledger, authorize(cap=500), issue(), send(LOT.part(901, 910)))
    yield place
    postgresql.drop(place)
    postgresql.run(f"DROP ROLE {ROLE}")


def as_poster(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("tallystick@", f"{ROLE}@"), autocommit=True)


@pytest.fixture
def poster(url: str) -> Iterator[psycopg.Connection]:
    """A connection of the role that may post."""
    with as_poster(url) as connection:
        yield connection


@pytest.fixture(autouse=True)
def _unmoved(url: str) -> Iterator[None]:
    """What is refused changes nothing, and leaves nothing to be found."""
    with open_ledger(url) as ledger:
        before = ledger.journal(), ledger.holdings()
        yield
        assert (ledger.journal(), ledger.holdings()) == before
    with closing(store_at(url)) as store:
        codes = {finding.code for finding in verify_ledger(store).found.findings}
    assert codes <= {"ORIGIN_UNCHECKED", "CHECKPOINT_MISSING"}


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_changes_a_table(poster: psycopg.Connection, verb: str) -> None:
    names = [name for (name,) in poster.execute(TABLES)]
    assert len(names) > 15
    for name in names:
        if name in OF_THE_LOG and verb.startswith(("INSERT", "COPY")):
            continue  # whoever sequences appends there, and what is appended is signed or found
        table, column = sql.Identifier(name), column_of(poster, name)
        parts = (table, column, column) if verb.startswith("UPDATE") else (table, table)
        with (
            pytest.raises(psycopg.Error, match=r"denied|must be owner"),
            poster.transaction(),
        ):
            poster.execute(sql.SQL(verb).format(*parts))


def column_of(poster: psycopg.Connection, table: str) -> sql.Identifier:
    found = (
        "SELECT min(attname) FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 "
        "AND attidentity = '' AND attgenerated = ''"
    )
    ((name,),) = poster.execute(found, (table,)).fetchall()
    return sql.Identifier(name)


def test_only_four_functions_may_be_called(poster: psycopg.Connection) -> None:
    called = poster.execute(
        "SELECT proname FROM pg_proc WHERE proname LIKE 'ledger!_%' ESCAPE '!' "
        "AND has_function_privilege(oid, 'EXECUTE') AND prorettype <> 'trigger'::regtype"
    ).fetchall()
    assert {name for (name,) in called} == {
        "ledger_post", "ledger_move", "ledger_record", "ledger_merge",
    }  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    ["SET session_replication_role = replica", "SET ROLE tallystick_owner",
     "SET SESSION AUTHORIZATION tallystick", "CREATE TABLE public.ledger_state2 (records bigint)",
     "CREATE FUNCTION public.ledger_match(asked text) RETURNS void LANGUAGE sql AS ''",
     "CREATE EXTENSION hstore", "GRANT tallystick_owner TO CURRENT_USER",
     "ALTER FUNCTION ledger_post(jsonb) RESET search_path",
     "SELECT nextval('ledger_posting_id_seq')", "SELECT setval('ledger_posting_id_seq', 1)"],
)  # fmt: skip
def test_power_is_not_taken(poster: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.Error, match=r"denied|must be|admin option"):
        poster.execute(statement.encode())


def entry(
    kind: str, giver: str | None, taker: str | None, *units: int, **more: object
) -> list[object]:
    """An entry as the program tells it, of the units from one to another."""
    row: list[object] = [None] * 25
    row[0], row[2], row[3], row[6], row[7] = 1, DAY, kind, giver, taker
    row[13:17] = ["A1", NAME, *units] if units else [None] * 4
    for place, value in more.items():
        row[int(place.removeprefix("at"))] = value
    return row


def shift(giver: object, taker: object, *units: int, transfers: bool = False) -> list[object]:
    """A part of the lot that changes hands, as the program tells it."""
    return [1, NAME, *units, 1, giver, taker, DAY, None, None, transfers, "A1", None, False]


def asked(
    poster: psycopg.Connection, waves: Any = None, entries: Any = None, **more: object
) -> dict[str, object]:
    """What the functions that post are asked, with one posting that is as it should be."""
    ((records,),) = poster.execute("SELECT records FROM ledger_state").fetchall()
    body = json.dumps({"kind": "transfer"})
    posting = ["forged", "transfer", None, body, leaf_of("forged", body).decode()]
    told = {"records": records, "postings": [posting], "waves": waves, "entries": entries, **more}
    return {name: value for name, value in told.items() if value is not None}


MOVED = shift("GHA", "CHE", 1, 10)
SAID = entry("transfer", "GHA", "CHE", 1, 10)
FORGERIES: dict[str, dict[str, Any]] = {
    "no posting": {"waves": [[MOVED]], "postings": []},
    "no entries": {"waves": [[MOVED]]},
    "only a mirror": {"waves": [[MOVED]], "entries": [entry("acquisition", "GHA", "CHE", 1, 10)]},
    "another taker": {"waves": [[MOVED]], "entries": [entry("transfer", "GHA", "SWE", 1, 10)]},
    "another giver": {"waves": [[MOVED]], "entries": [entry("transfer", "SWE", "CHE", 1, 10)]},
    "fewer units": {"waves": [[MOVED]], "entries": [entry("transfer", "GHA", "CHE", 1, 9)]},
    "more units": {"waves": [[MOVED]], "entries": [entry("transfer", "GHA", "CHE", 1, 11)]},
    "another day": {"waves": [[MOVED]], "entries": [[*SAID[:2], "2024-01-04", *SAID[3:]]]},
    "one of two": {"waves": [[MOVED, shift("GHA", "SWE", 11, 20)]], "entries": [SAID]},
    "said, not done": {"entries": [SAID]},
    "first transferred unsaid": {
        "waves": [[shift("GHA", "CHE", 1, 10, transfers=True)]], "entries": [SAID]},
    "first transfer said, not done": {
        "waves": [[MOVED]], "entries": [entry("first_transfer", "GHA", "CHE", 1, 10)]},
    "in place": {"waves": [[shift("GHA", "GHA", 1, 10)]]},
    "from whoever has it": {
        "waves": [[shift(None, "CHE", 1, 10)]], "entries": [entry("transfer", None, "CHE", 1, 10)]},
    "backwards": {
        "waves": [[MOVED, shift("GHA", "CHE", 11, 0), shift("GHA", "CHE", 5001, 5010)]],
        "entries": [entry("transfer", "GHA", "CHE", 5001, 5010)]},
    "new units": {"lots": [["X-1", 1, 10, "CHE", DAY]]},
    "new amounts": {"payments": [["", "CHE", 5, "t"]]},
    "amounts taken": {
        "payments": [["", "CHE", 5, "t"], ["CHE", "GHA", 5, "t"]],
        "entries": [entry("move_units", None, "CHE", at23=5, at24="t")]},
    "a record": {"postings": [["forged", "unfreeze", "F1", "{}", "{}"]]},
    "no authorization": {
        "waves": [[[*shift("GHA", "CHE", 1, 10, transfers=True)[:11], None, None, False]]],
        "entries": [entry("first_transfer", "GHA", "CHE", 1, 10, at13=None)]},
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_nothing_moves_that_the_entries_do_not_say(
    poster: psycopg.Connection, forgery: dict[str, Any]
) -> None:
    told = json.dumps(asked(poster, **forgery))
    with pytest.raises(psycopg.Error, match=r"what moves is not|not as expected|a record is"):
        poster.execute("SELECT ledger_post(%s::jsonb)", (told,))


KEPT: dict[str, list[object]] = {
    "an account": ["new", True, *[None] * 9, False],
    "a cap": [None, False, "A1", DAY, 10**6, *[None] * 6, False],
    "limits": [*[None] * 5, "GHA", None, None, None, None, None, False],
    "cover": [*[None] * 8, "GHA", {"2022": 10**6}, None, False],
    "an approach": [*[None] * 10, "CA0009", False],
}


@pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)
@pytest.mark.parametrize("subject", ["forged", None])
def test_nothing_is_kept_that_no_record_says(
    poster: psycopg.Connection, kept: list[object], subject: str | None
) -> None:
    body = '{"kind":"annotation"}'
    told = asked(poster, kept=kept, postings=[["forged", "annotation", subject, body, body]])
    with pytest.raises(psycopg.Error, match="what is kept of a record"):
        poster.execute("SELECT ledger_record(%s::jsonb)", (json.dumps(told),))


MOVE = (
    "SELECT ledger_move(%s, 'forged', '{{}}', '{{}}', 1, 10, 1, NULL, NULL, 'transfer', %s, "
    "'GHA', 'CHE', '2024-01-05', NULL, NULL, {transfers}, 'A1', NULL, NULL, NULL, NULL, NULL, "
    "NULL, NULL, CAST(%s AS ledger_side[]))"
)


@pytest.mark.parametrize("first", [1, 2], ids=["at once", "by ledger_post"])
@pytest.mark.parametrize(
    ("sides", "transfers"),
    [([], False), ([("acquisition", "GHA", "CHE")], False), ([("transfer", "GHA", "SWE")], False),
     ([("transfer", "SWE", "CHE")], False), ([("transfer", None, "CHE")], False),
     ([("transfer", "GHA", "CHE")] * 2, False), ([("transfer", "GHA", "CHE")], True),
     ([("first_transfer", "GHA", "CHE")], False), ([("first_transfer", "GHA", "GHA")], True)],
)  # fmt: skip
def test_a_single_move_is_what_its_entries_say(
    poster: psycopg.Connection, first: int, sides: list[Any], transfers: bool
) -> None:
    ((records,),) = poster.execute("SELECT records FROM ledger_state").fetchall()
    rows = [(kind, "GHA", None, giver, taker, None, None) for kind, giver, taker in sides]
    written = [f"({','.join(one or '' for one in row)})" for row in rows]
    call = MOVE.format(transfers=transfers).replace("1, 10, 1,", f"{first}, 10, 1,").encode()
    with pytest.raises(psycopg.Error, match="what moves is not what the entries say"):
        poster.execute(call, (records, NAME, written))


def test_what_is_temporary_shadows_nothing(poster: psycopg.Connection) -> None:
    for statement in (
        "CREATE TEMP TABLE ledger_state AS SELECT 999999 AS records, false AS controlled",
        "CREATE TEMP TABLE ledger_holding (LIKE public.ledger_holding)",
        "CREATE FUNCTION pg_temp.ledger_match(asked jsonb) RETURNS void LANGUAGE sql AS ''",
        "SET search_path = pg_temp, public",
    ):
        poster.execute(statement.encode())
    told = {"records": 999999, "waves": [[MOVED]], "entries": [SAID]}
    with pytest.raises(psycopg.Error, match="there are newer records"):
        poster.execute("SELECT public.ledger_post(%s::jsonb)", (json.dumps(told),))


@pytest.mark.parametrize("isolation", ["REPEATABLE READ", "SERIALIZABLE"])
def test_nothing_is_posted_by_an_old_snapshot(poster: psycopg.Connection, isolation: str) -> None:
    told = json.dumps(asked(poster, [[MOVED]], [SAID]))
    for call in ("ledger_post(%s::jsonb)", "ledger_record(%s::jsonb)"):
        poster.execute(f"BEGIN ISOLATION LEVEL {isolation}".encode())
        with pytest.raises(psycopg.Error, match="read committed"):
            poster.execute(f"SELECT {call}".encode(), (told,))
        poster.execute("ROLLBACK")
    poster.execute(f"BEGIN ISOLATION LEVEL {isolation}".encode())
    move = MOVE.format(transfers=False).encode()
    with pytest.raises(psycopg.Error, match="read committed"):
        poster.execute(move, (0, NAME, ["(transfer,GHA,,GHA,CHE,,)"]))
    poster.execute("ROLLBACK")
