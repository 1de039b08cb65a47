"""One ledger shared by threads: each is answered for its own posting, and none is lost."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from ledger_samples import LOT, authorize, issue, open_account, send, start, total

from tallystick.article6.postings.records import Posting
from tallystick.ledger import (
    Conflict,
    Ledger,
    LedgerError,
    Refused,
    SharedLedger,
    Status,
    open_ledger,
    replay,
)
from tallystick.ledger.sharing import GROUP_MAX

CLIENTS = 16


@pytest.fixture
def shared(ledger: Ledger, place: str) -> Iterator[SharedLedger]:
    """A shared ledger with a lot to send parts of."""
    start(ledger, authorize(), issue())
    with SharedLedger(open_ledger(place)) as made:
        yield made


def told(shared: SharedLedger, posting: Posting, key: str) -> str:
    try:
        return shared.post(posting, key=key).status
    except (Refused, Conflict) as answer:
        return type(answer).__name__


def at_once(shared: SharedLedger, asked: Sequence[tuple[Posting, str]]) -> list[str]:
    """Post each from a thread of its own, all at the same moment."""
    together = Barrier(len(asked))

    def one(wanted: tuple[Posting, str]) -> str:
        together.wait()
        return told(shared, *wanted)

    with ThreadPoolExecutor(len(asked)) as threads:
        return list(threads.map(one, asked))


def test_of_sixteen_threads_that_want_the_same_range_one_wins(
    shared: SharedLedger, ledger: Ledger
) -> None:
    for first in range(1, 400, 20):
        block = LOT.part(first, first + 19)
        wanted = [(send(block, ("CHE", "SWE")[n % 2]), f"{first} {n}") for n in range(CLIENTS)]
        answers = at_once(shared, wanted)
        assert sorted(answers) == ["Refused"] * (CLIENTS - 1) + [Status.POSTED]
    assert total(ledger) == LOT.quantity
    assert replay(ledger.journal()) == ledger.holdings()


def test_who_shares_units_with_nobody_is_posted_whatever_becomes_of_the_others(
    shared: SharedLedger, ledger: Ledger
) -> None:
    wanted = []
    for n in range(CLIENTS):
        block = LOT.part(1 + 10 * n, 10 + 10 * n)
        beyond = send(LOT.part(1, 10)) if n % 4 == 3 else send(block)
        wanted.append((beyond, f"{n}"))
    answers = at_once(shared, wanted)
    alone = [answer for n, answer in enumerate(answers) if n % 4 != 3 and n]
    assert set(alone) == {Status.POSTED}
    contested = [answers[n] for n in (0, 3, 7, 11, 15)]
    assert sorted(contested) == ["Refused"] * 4 + [Status.POSTED]


def test_one_key_sent_at_once_is_written_once_and_another_body_is_a_conflict(
    shared: SharedLedger, ledger: Ledger
) -> None:
    answers = at_once(shared, [(send(), "key")] * 4)
    assert sorted(answers) == [Status.ALREADY_POSTED] * 3 + [Status.POSTED]
    assert told(shared, send(LOT.part(1, 2)), "key") == "Conflict"
    assert len({shared.post(send(), key="key").id for _ in range(2)}) == 1


def test_more_than_a_group_are_all_answered(shared: SharedLedger, ledger: Ledger) -> None:
    wanted = [(send(LOT.part(n, n)), f"{n}") for n in range(1, GROUP_MAX + 20)]
    assert set(at_once(shared, wanted)) == {Status.POSTED}
    assert total(ledger) == LOT.quantity


def test_what_is_recorded_by_others_is_heard_of(shared: SharedLedger, ledger: Ledger) -> None:
    assert told(shared, send(LOT.part(1, 10), "JPN"), "before") == "Refused"
    ledger.post(open_account("JPN"), key="opened elsewhere")
    assert told(shared, send(LOT.part(1, 10), "JPN"), "after") == Status.POSTED


def test_a_ledger_that_cannot_be_opened_is_told_to_whoever_asks(tmp_path: Path) -> None:
    with SharedLedger(open_ledger(tmp_path / "nowhere" / "x.sqlite")) as shared:
        for _ in range(2):
            with pytest.raises(LedgerError):
                shared.post(send(), key="key")


def test_a_fault_of_ours_is_told_to_whoever_asks_and_ends_nothing(
    shared: SharedLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Iterator[object]:
        yield from ()
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "post_many", broken)
        with pytest.raises(ZeroDivisionError):
            shared.post(send(), key="key")
    assert shared.post(send(), key="key").status is Status.POSTED


def test_what_was_asked_before_the_end_is_answered_and_nothing_after(
    shared: SharedLedger, ledger: Ledger
) -> None:
    def ask(n: int) -> str:
        try:
            return shared.post(send(LOT.part(n, n)), key=f"{n}").status
        except LedgerError:
            return "closed"

    with ThreadPoolExecutor(CLIENTS) as threads:
        asked = [threads.submit(ask, n) for n in range(1, 200)]
        asked[20].result()
        shared.close()
        answers = [one.result() for one in asked]
    assert set(answers) <= {Status.POSTED, "closed"}
    there = {entry.block.first for entry in ledger.journal() if entry.block and entry.counterparty}
    assert there == {n for n, answer in enumerate(answers, 1) if answer == Status.POSTED}
    with pytest.raises(LedgerError, match="closed"):
        shared.post(send(LOT.part(300, 300)), key="too late")
    shared.close()
