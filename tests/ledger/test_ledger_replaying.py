"""Replaying transaction logs, against a plain book in memory."""

from collections import Counter
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replay_samples import DAY, MemoryBook, block, row

from tallystick.core.findings import Finding, Outcome
from tallystick.ledger.least_openings import least_openings
from tallystick.ledger.replay_log import BadRows, Gathered, LogRow
from tallystick.ledger.replay_rules import SEEN, Seen
from tallystick.ledger.replaying import replay_log

ACCOUNTS = st.sampled_from("ABCD")
LOGS = st.lists(st.tuples(ACCOUNTS, ACCOUNTS, st.integers(1, 50)), max_size=30).map(
    lambda moves: [row(f"T{number}", *move) for number, move in enumerate(moves)]
)


@pytest.fixture
def book() -> MemoryBook:
    return MemoryBook()


def codes(findings: object) -> list[str]:
    assert isinstance(findings, list)
    return [one.code for one in findings]


@given(log=LOGS)
def test_least_openings_are_enough_and_one_unit_less_is_not(log: list[LogRow]) -> None:
    needed = least_openings(log, {})
    assert not refusals(log, needed)
    for account in needed:
        assert refusals(log, {**needed, account: needed[account] - 1})


def refusals(log: list[LogRow], opening: dict[str, int]) -> int:
    book = MemoryBook()
    book.held.update(opening)
    return replay_log(book, log).refused


def test_least_openings_count_on_what_is_there_and_on_nothing_that_comes_later() -> None:
    log = [row("T1", "A", "B", 30), row("T2", "B", "A", 100), block("T3", "C", "A", 1, 9)]
    assert least_openings(log, {"A": 20}) == {"A": 10, "B": 70}


@given(log=LOGS)
def test_a_replay_with_inferred_openings_posts_everything_and_conserves(log: list[LogRow]) -> None:
    book = MemoryBook()
    done = replay_log(book, log, infer_opening=True)
    assert (done.posted, done.refused, done.conserved) == (len(log), 0, True)
    assert sum(done.openings.values()) == book.total_held()
    net = Counter(done.openings)
    for one in log:
        net.subtract({one.from_account: one.units})
        net.update({one.to_account: one.units})
    assert +net == book.counts()
    assert done.accounts == len(
        {side for one in log for side in (one.from_account, one.to_account)}
    )


@given(log=LOGS)
def test_the_same_log_again_posts_nothing(log: list[LogRow]) -> None:
    book = MemoryBook()
    replay_log(book, log, infer_opening=True)
    before = dict(book.held)
    again = replay_log(book, log, infer_opening=True)
    assert (again.posted, again.already_posted, again.openings) == (0, len(log), {})
    assert (book.held, again.by_type, again.findings) == (before, {}, [])


@given(log=LOGS, cut=st.integers(0, 30))
def test_a_replay_that_was_cut_short_goes_on_where_it_stopped(log: list[LogRow], cut: int) -> None:
    whole, halves = MemoryBook(), MemoryBook()
    replay_log(whole, log, infer_opening=True)
    replay_log(halves, log[:cut], infer_opening=True)
    replay_log(halves, log, infer_opening=True)
    assert halves.counts() == whole.counts()


def test_units_are_told_by_type(book: MemoryBook) -> None:
    book.held["A"] = 100
    log = [row("T1", "A", "B", 60, "10-0"), row("T2", "B", "C", 50, "10-2"), row("T3", "C", "C", 5)]
    done = replay_log(book, log).to_json()
    assert done["by_type"] == {"10-0": 60, "10-2": 50, "transfer": 5}
    assert done["units_moved"] == 115


def test_what_the_ledger_refuses_is_counted_and_the_rest_goes_on(book: MemoryBook) -> None:
    book.held["A"] = 10
    done = replay_log(book, [row("T1", "A", "B", 11, line=2), row("T2", "A", "B", 10, line=3)])
    assert (done.posted, done.refused, done.conserved) == (1, 1, True)
    assert codes(done.findings) == ["HOLDER"]
    assert done.findings[0].where == {"line": 2, "transaction_id": "T1"}


def test_a_changed_row_keeps_everything_from_being_posted(book: MemoryBook) -> None:
    book.held["A"] = 100
    replay_log(book, [row("T1", "A", "B", 10)])
    before = dict(book.held)
    log = [row("T0", "A", "B", 10), row("T1", "A", "B", 11, line=3), row("T2", "A", "B", 10)]
    done = replay_log(book, log, infer_opening=True)
    assert done.conflict
    assert (done.posted, done.openings, book.held) == (0, {}, before)
    assert [(one.code, one.where["line"]) for one in done.findings] == [("CONFLICT", 3)]


@pytest.mark.parametrize(
    "changed",
    [{"units": 9}, {"type": "other"}, {"at": time(9)}, {"to_account": "C"}, {"to_account": ""}],
)
def test_every_part_of_a_row_belongs_to_its_content(
    book: MemoryBook, changed: dict[str, object]
) -> None:
    book.held["A"] = 100
    one = row("T1", "A", "B", 10, line=2)
    replay_log(book, [one])
    assert not replay_log(book, [replace(one, line=7)]).conflict
    assert replay_log(book, [replace(one, **changed)]).conflict  # type: ignore[arg-type]  # by name


def test_an_id_twice_in_a_log_is_one_transaction_or_a_conflict(book: MemoryBook) -> None:
    one = row("T1", "A", "B", 10)
    done = replay_log(book, [one, one], infer_opening=True)
    assert (done.posted, done.already_posted, done.openings) == (1, 1, {"A": 10})
    assert replay_log(book, [row("T2", "B", "A", 1), row("T2", "B", "A", 2)]).conflict


def test_a_conflict_that_arises_while_posting_stops_the_replay(book: MemoryBook) -> None:
    class Late(MemoryBook):
        def standing(self, rows: object) -> dict[str, bool]:
            return {}

    late = Late()
    late.held["A"] = 100
    replay_log(late, [row("T1", "A", "B", 10)])
    done = replay_log(late, [row("T1", "A", "B", 11)])
    assert done.conflict
    assert codes(done.findings) == ["CONFLICT"]


def test_only_the_issuance_of_a_range_comes_from_the_empty_account(book: MemoryBook) -> None:
    log = [
        block("T1", "", "A", 1, 10, "Issuance"),
        block("T2", "", "A", 11, 20, "transfer"),
        row("T3", "", "A", 10, "issuance"),
        row("T4", "A", "", 10),
        block("T5", "A", "B", 4, 6),
        block("T6", "", "A", 5, 5, "issuance"),
    ]
    done = replay_log(book, log, infer_opening=True)
    assert (done.posted, done.refused, done.conserved) == (2, 4, True)
    assert codes(done.findings) == ["ACCOUNT", "ACCOUNT", "ACCOUNT", "HOLDER"]
    assert book.counts() == {"A": 7, "B": 3}


def test_a_row_without_any_account_has_a_finding_for_each_and_is_refused_once(
    book: MemoryBook,
) -> None:
    done = replay_log(book, [row("T1", "", "", 10)])
    assert (done.refused, done.accounts) == (1, 0)
    assert [one.where["column"] for one in done.findings] == ["from_account", "to_account"]


def test_a_row_that_names_no_account_does_not_take_the_id_of_one_that_does(
    book: MemoryBook,
) -> None:
    book.held["A"] = 10
    done = replay_log(book, [row("T1", "A", "", 10), row("T1", "A", "B", 10)])
    assert (done.posted, done.refused) == (1, 1)
    assert book.held["B"] == 10


def test_unreadable_rows_count_as_refused(book: MemoryBook) -> None:
    findings = SEEN.judge(Seen(row("T1", "", "", 1), changed=True), None)
    assert len(findings) == 3
    done = replay_log(book, [BadRows(findings), BadRows(findings, count=4)])
    assert done.refused == 5


def test_inferred_openings_are_told_and_dated_with_the_earliest_row(book: MemoryBook) -> None:
    late, early = row("T1", "A", "B", 10), replace(row("T2", "B", "A", 12), on=DAY.replace(day=1))
    done = replay_log(book, [late, early], infer_opening=True)
    (told,) = done.findings
    assert (told.code, told.outcome, told.where) == (
        "OPENING_BALANCE",
        Outcome.PASS,
        {"count": 2, "units": 12},
    )
    opened = [one for one in book.rows.values() if one.inferred]
    assert {(one.on, one.to_account, one.units) for one in opened} == {
        (early.on, "A", 10),
        (early.on, "B", 2),
    }


def test_without_openings_nothing_is_inferred(book: MemoryBook) -> None:
    done = replay_log(book, [row("T1", "A", "B", 10)])
    assert (done.posted, done.openings, book.total_held()) == (0, {}, 0)


def test_a_lost_unit_shows(book: MemoryBook) -> None:
    class Leaking(MemoryBook):
        def total_held(self) -> int:
            return super().total_held() - len(self.rows)

    leaking = Leaking()
    assert not replay_log(leaking, [row("T1", "A", "B", 10)], infer_opening=True).conserved


@pytest.mark.parametrize("count", [100, 101, 5000])
def test_above_a_hundred_findings_of_a_code_are_one_with_their_count(count: int) -> None:
    gathered = Gathered()
    for line in range(count):
        gathered.add(SEEN.judge(Seen(row(f"T{line}", "", "B", 1, line=line), changed=False), None))
    gathered.add(SEEN.judge(Seen(row("T", "A", "B", 1), changed=True), None))
    *told, other = gathered.findings()
    assert other.code == "CONFLICT"
    assert len(told) == (count if count == 100 else 1)
    assert count == 100 or counted(told[0]) == (count, 100)


def counted(finding: Finding) -> tuple[object, int]:
    rows = finding.where["rows"]
    assert isinstance(rows, list)
    return finding.where["count"], len(rows)
