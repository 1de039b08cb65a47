"""The journal in brief comes to the same as the whole one, counted at once or followed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_samples import SERIES, authorize, day, issue, post_all, record_ndc, send, start
from psycopg import connect
from world_samples import CODES, START, History, Step, histories, issues, moves, world

from postgresql import Server
from tallystick.article6.account import AccountResult, run
from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.control_records import Correct
from tallystick.core.identifiers import Block
from tallystick.ledger import Ledger, Refused, open_ledger
from tallystick.ledger.accounting import account
from tallystick.ledger.brief import hinges, legs, told
from tallystick.ledger.brief_book import Book, Gap, TooMuchError, count, follow
from tallystick.ledger.control.history import standing_journal
from tallystick.ledger.entries import Leg
from tallystick.ledger.fold import replay
from tallystick.ledger.reading import Reader

MANY = 10_000
LATER = date(2027, 5, 3)
unhurried = settings(max_examples=15, deadline=None)
later = st.tuples(st.lists(st.integers(0, 16), max_size=4), st.lists(issues | moves, max_size=6))
"""Which earlier steps turn out to be mistakes, and what else happens afterwards."""


def book_of(ledger: Ledger) -> Book:
    return count(Reader(ledger._store))


def go_on(ledger: Ledger, count_of: int, mistakes: Sequence[int], then: Sequence[Step]) -> None:
    """Undo mistakes and let more happen; what a rule refuses does not."""
    parties = CODES[:count_of]
    for number in mistakes:
        with suppress(Refused):
            undo = Correct(on=LATER, movement=f"step {number}", reason="a mistake")
            ledger.post(undo, key=f"undo {number}")
    for number, step in enumerate(then):
        held = [one for one in ledger.holdings() if one.account in parties]
        posting = step.posting(parties, held, LATER)
        if posting is not None:
            with suppress(Refused):
                ledger.post(posting, key=f"later {number}")


def results(ledger: Ledger, journal: Sequence[Leg]) -> list[AccountResult]:
    return [run(account(one, ledger.authorizations(), journal)) for one in ledger.ndcs()]


def plain(result: AccountResult) -> Any:
    """What an account comes to, with what is found but not where."""
    found = {(one.code, one.outcome, one.severity) for one in result.findings}
    return replace(result, findings=()), found


def flows(journal: Sequence[Leg]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for leg in journal:
        if leg.block is not None:
            place = (leg.type, leg.party, leg.counterparty, leg.effective_on.year, leg.use_year)
            found[place] += leg.block.quantity
    return found


def held(ledger: Ledger, journal: Sequence[Leg], last: date) -> Counter[Any]:
    """Who held how much of each series on a day, first transferred or not, by Party and kind."""
    names = {one.id: told(one) for one in ledger.accounts()}
    found: Counter[Any] = Counter()
    for one in replay(takewhile(lambda leg: leg.effective_on <= last, journal)):
        since = one.units.first_transferred_on is not None
        found[names.get(one.account, one.account), one.block.series, since] += one.block.quantity
    return found


def assert_the_same(ledger: Ledger, book: Book) -> None:
    whole, brief = standing_journal(ledger), legs(book.lives)
    assert list(map(plain, results(ledger, whole))) == list(map(plain, results(ledger, brief)))
    assert flows(whole) == flows(brief)
    for year in range(START.year, LATER.year + 1):
        last = date(year, 12, 31)
        assert held(ledger, whole, last) == held(ledger, brief, last)


@unhurried
@given(histories, later)
def test_a_brief_journal_counted_or_followed_comes_to_what_the_whole_one_does(
    history: History, then: tuple[list[int], list[Step]]
) -> None:
    with world(history) as ledger:
        before = book_of(ledger)
        assert_the_same(ledger, before)
        go_on(ledger, history[0], *then)
        followed = follow(Reader(ledger._store), before, MANY)
        assert followed == book_of(ledger)
        assert_the_same(ledger, followed)


@unhurried
@given(histories, st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_periods_that_become_final_come_to_the_same(history: History, final: date) -> None:
    with world(history) as ledger:
        for one in ledger.ndcs():
            ledger.post(replace(one, final_on=final), key=f"final {one.party}")
        assert_the_same(ledger, book_of(ledger))


def part(number: int) -> Block:
    return Block(SERIES, 20 * number + 1, 20 * number + 10)


@pytest.fixture
def parted(place: str) -> Iterator[Ledger]:
    """One lot of which three stretches were first transferred, on either database."""
    with open_ledger(place) as ledger:
        ledger.create()
        yield start(ledger, authorize(), issue(), *(send(part(one)) for one in range(3)))


def test_a_longer_journal_of_units_that_live_alike_is_no_longer_in_brief(parted: Ledger) -> None:
    before = book_of(parted)
    post_all(parted, [send(part(one), on=2 + one % 9) for one in range(3, 30)])
    after = follow(Reader(parted._store), before, MANY)
    assert len(legs(after.lives)) == len(legs(before.lives))
    assert after == book_of(parted)


def test_what_is_too_much_to_follow_is_counted_anew(parted: Ledger) -> None:
    before = book_of(parted)
    post_all(parted, [send(part(one)) for one in range(3, 6)])
    with pytest.raises(TooMuchError):
        follow(Reader(parted._store), before, 2)


def test_a_day_of_finality_that_comes_later_tells_the_past_in_another_way(parted: Ledger) -> None:
    before = book_of(parted)
    post_all(parted, [replace(record_ndc("CHE"), final_on=day(40))])
    with pytest.raises(TooMuchError):
        follow(Reader(parted._store), before, MANY)


def test_a_book_of_another_ledger_is_noticed(parted: Ledger) -> None:
    before = book_of(parted)
    post_all(parted, [send(part(3))])
    with pytest.raises(TooMuchError):
        follow(Reader(parted._store), replace(before, lives=Counter()), MANY)


def test_registries_that_count_alike_have_units_of_their_own(place: str) -> None:
    other = Block(replace(SERIES, registry="GHA02"), 1, 1000)
    ndc = replace(record_ndc("CHE"), party="GHA")
    with open_ledger(place) as ledger:
        ledger.create()
        start(ledger, authorize(), ndc, issue(), issue(other), send(), send(other))
        assert_the_same(ledger, book_of(ledger))
        (result,) = (one for one in results(ledger, ledger.journal()) if one.party == "GHA")
        assert result.period.first_transferred_total_t == 2_000


def test_an_entry_that_appears_below_the_newest_is_not_forgotten(parted: Ledger) -> None:
    before = book_of(parted)
    post_all(parted, [send(part(3)), record_ndc("SWE")])
    whole = book_of(parted)
    late = Gap(before.newest + 1, whole.newest - 1, 2**40)
    followed = follow(Reader(parted._store), replace(before, newest=whole.newest, gaps=(late,)), 99)
    assert (followed.lives, followed.newest) == (whole.lives, whole.newest)


def test_missing_numbers_are_looked_for_while_somebody_may_bring_them(postgresql: Server) -> None:
    url = postgresql.database()
    take = "SELECT nextval(pg_get_serial_sequence('ledger_entry', 'id')), pg_current_xact_id()"
    with open_ledger(url) as ledger, connect(url) as slow:
        start(ledger, authorize(), issue())
        slow.execute(take)
        post_all(ledger, [send(part(0))])
        book = book_of(ledger)
        (gap,) = book.gaps
        assert gap.first == gap.last < book.newest
        assert follow(Reader(ledger._store), book, MANY) == book
        slow.rollback()
        assert follow(Reader(ledger._store), book, MANY).gaps == ()


def test_days_are_never_brought_back_over_one_on_which_a_state_ceases_to_be_a_party() -> None:
    known = hinges((), ())
    for party in PARTIES.values():
        for one in (end for span in party.membership for end in (span.start, span.end) if end):
            for on in (one - timedelta(1), one, one + timedelta(1)):
                assert party.is_party_on(known.floor(on, "")) is party.is_party_on(on)
