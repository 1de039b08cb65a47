"""A small dose of each soak, and proof that their check sees what it is there to see."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parents[2]))

from soak._check import count_bare, look, unlike
from soak._load import TURN, issue, key_of, posting_of, prepare, send
from soak._told import Told
from soak.race import ranges

from postgresql import binaries
from tallystick.core.actions import ActionType
from tallystick.ledger import Entry, Ledger

ROOT = Path(__file__).parents[2]
WRITERS = 2
STEPS = len(TURN)


def ask(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    command = [sys.executable, "-m", "soak", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=900)


def soak(*arguments: str) -> list[dict[str, Any]]:
    done = ask(*arguments)
    results: list[dict[str, Any]] = json.loads(done.stdout)["results"]
    assert [one["faults"] for one in results] == [[]] * len(results)
    assert done.returncode == 0
    return results


@pytest.mark.postgresql
def test_killed_writers_leave_all_that_was_acknowledged_and_nothing_half_there() -> None:
    for one in soak("crash", "--times", "6"):
        assert one["kills"]["writers"] == 6
        assert one["acknowledged"] > 0
        assert one["kills"].get("servers", 1) == 1


@pytest.mark.postgresql
def test_of_sixteen_clients_one_wins_each_range() -> None:
    for one in soak("race", "--times", "5"):
        assert (one["won"], one["refused"]) == (5, 15 * 5)


@pytest.mark.postgresql
def test_pairs_of_partial_transfers_at_once_conserve_every_unit() -> None:
    for one in soak("pairs", "--times", "20"):
        assert one["posted"] == 2 * 20 - one["sharing_units"]


@pytest.mark.postgresql
def test_standby_promoted_under_load_has_all_that_was_acknowledged() -> None:
    (one,) = soak("standby", "--times", "1")
    assert one["acknowledged_by_primary"] > 0
    assert one["acknowledged_after"] > 0


@pytest.mark.postgresql
def test_run_cut_short_does_not_hold() -> None:
    done = ask("pairs", "--times", "5000", "--seconds", "1")
    assert done.returncode == 1
    assert not any(one["holds"] for one in json.loads(done.stdout)["results"])


@pytest.mark.postgresql
@pytest.mark.parametrize("wrong", [("crash", "--times", "0"), ("crash", "--seconds", "x")])
def test_soak_refuses_what_is_not_a_count(wrong: tuple[str, ...]) -> None:
    done = ask(*wrong)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@pytest.fixture
def told(ledger: Ledger) -> Told:
    """A ledger with a whole turn of each writer, all of it acknowledged."""
    prepare(ledger)
    for writer in range(WRITERS):
        for step in range(STEPS):
            ledger.post(posting_of(writer, step), key=key_of(writer, step))
    return Told([STEPS] * WRITERS, [0] * WRITERS)


def test_check_finds_nothing_where_all_is_as_it_was_told(told: Told, place: str) -> None:
    assert look(place, told) == ([STEPS] * WRITERS, [])


def test_check_lets_one_step_of_a_writer_be_posted_and_not_acknowledged(
    told: Told, place: str
) -> None:
    told.steps[0] -= 1
    assert look(place, told)[1] == []
    told.steps[0] -= 1
    assert "was told of 10 steps and 12 are there" in look(place, told)[1][0]


def test_check_finds_a_lost_step(told: Told, place: str) -> None:
    told.steps[1] += 1
    assert look(place, told)[1] == ["writer 1 was told of 13 steps and 12 are there"]


def test_check_finds_a_step_out_of_turn(told: Told, ledger: Ledger, place: str) -> None:
    ledger.post(posting_of(0, STEPS + 3), key=key_of(0, STEPS + 3))
    assert look(place, told)[1] == ["writer 0 step 15 is there out of turn"]


def test_check_finds_another_posting_under_the_key_of_a_step(
    told: Told, ledger: Ledger, place: str
) -> None:
    ledger.post(posting_of(2, 0), key=key_of(0, STEPS))
    assert "is not there once and whole" in look(place, told)[1][0]


def test_check_finds_units_moved_by_a_stranger(told: Told, ledger: Ledger, place: str) -> None:
    ledger.post(issue(ranges(10**6, 10**6)), key="a stranger's")
    assert "should hold" in look(place, told)[1][0]


def _without_an_acquisition(journal: list[Entry]) -> list[Entry]:
    mirrors = [one for one in journal if one.type is ActionType.ACQUISITION]
    return [one for one in journal if one != mirrors[0]]


def _with_one_entry_twice(journal: list[Entry]) -> list[Entry]:
    return [*journal, journal[-1]]


@pytest.mark.parametrize("spoil", [_without_an_acquisition, _with_one_entry_twice])
def test_check_finds_a_posting_that_is_half_there_or_twice(
    spoil: Callable[[list[Entry]], list[Entry]],
    told: Told,
    place: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = Ledger.journal
    monkeypatch.setattr(Ledger, "journal", lambda ledger: spoil(whole(ledger)))
    assert "is not there once and whole" in look(place, told)[1][0]


def test_posting_without_an_entry_is_counted(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "torn.db")) as file:
        file.executescript(
            "CREATE TABLE ledger_posting (id integer);"
            "CREATE TABLE ledger_entry (posting_id integer);"
            "INSERT INTO ledger_posting VALUES (1), (2);"
            "INSERT INTO ledger_entry VALUES (2), (2);"
        )
    assert count_bare(str(tmp_path / "torn.db")) == 1


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("0\t0\tposted", None),
        ("0\t0\talready_posted", "writer 0 was told already_posted of step 0"),
        ("0\t1\tposted", "writer 0 was told of step 1 out of turn"),
        ("1\t5\talready_posted", None),
        ("1\t5\tposted", "writer 1 was told posted of step 5"),
    ],
)
def test_answers_are_held_against_what_was_there(line: str, wrong: str | None) -> None:
    told = Told([0, 5], [0, 6])
    told.hear(line)
    assert told.wrong == ([wrong] if wrong else [])


def test_step_that_failed_before_may_have_been_posted_or_not() -> None:
    for answer in ("posted", "already_posted"):
        told = Told.nothing(1)
        told.hear("0\t0\terror: the server was gone")
        told.hear(f"0\t0\t{answer}")
        assert (told.wrong, told.steps) == ([], [1])


def test_units_are_held_by_who_took_them(ledger: Ledger) -> None:
    lot = ranges(0, 2)
    prepare(ledger)
    ledger.post(issue(lot), key="lot")
    ledger.post(send(ranges(1, 1), "CHE"), key="taken")
    assert list(unlike(ledger, lot, [(ranges(1, 1), "CHE")])) == []
    assert list(unlike(ledger, lot, [])) == ["10 units are not where they belong"]
    assert list(unlike(ledger, ranges(0, 3), [(ranges(1, 1), "CHE")])) != []
