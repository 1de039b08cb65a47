"""Many writers, and writers that die."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

from ledger_samples import LOT, authorize, issue, send, start, total

from tallystick.article6.postings.records import Posting
from tallystick.core.actions import ActionType
from tallystick.ledger import Ledger, Refused, Status, open_ledger, replay

DYING = Path(__file__).with_name("dying_writer.py")


def race(place: str, postings: Sequence[Posting], *keys: str) -> list[str]:
    """Post all at once, each from a thread and a connection of its own."""
    together = Barrier(len(postings))

    def run(number: int) -> str:
        with open_ledger(place) as ledger:
            ledger.accounts()  # connects
            together.wait()
            try:
                return ledger.post(postings[number], key=keys[number]).status
            except Refused:
                return "refused"

    with ThreadPoolExecutor(len(postings)) as threads:
        return list(threads.map(run, range(len(postings))))


def test_of_two_who_want_the_same_units_one_wins(ledger: Ledger, place: str) -> None:
    start(ledger, authorize(), issue())
    for first in range(1, 200, 10):
        block = LOT.part(first, first + 9)
        wanted = [send(block, taker) for taker in ("CHE", "SWE")]
        answers = race(place, wanted, f"{first} a", f"{first} b")
        assert sorted(answers) == [Status.POSTED, "refused"]
    assert total(ledger) == LOT.quantity


def test_overlapping_parts_taken_at_once_conserve_every_unit(ledger: Ledger, place: str) -> None:
    start(ledger, authorize(), issue())
    wanted = [send(LOT.part(1 + 50 * n, 150 + 50 * n), ("CHE", "SWE")[n % 2]) for n in range(8)]
    answers = race(place, wanted, *"abcdefgh")
    assert answers.count(Status.POSTED) >= 2  # each block shares units with four others at most
    sent = [one for one in ledger.journal() if one.type is ActionType.FIRST_TRANSFER]
    assert sum(one.block.quantity for one in sent if one.block) == 150 * answers.count("posted")
    assert total(ledger) == LOT.quantity
    assert replay(ledger.journal()) == ledger.holdings()


def test_cap_holds_against_first_transfers_of_two_series_at_once(
    ledger: Ledger, place: str
) -> None:
    other = replace(LOT, series=replace(LOT.series, vintage=2023))
    start(ledger, authorize(cap=1500), issue(LOT), issue(other))
    assert sorted(race(place, [send(LOT), send(other)], "a", "b")) == [Status.POSTED, "refused"]


def test_same_posting_sent_twice_at_once_is_written_once(ledger: Ledger, place: str) -> None:
    start(ledger, authorize(), issue())
    answers = race(place, [send(), send()], "one key", "one key")
    assert sorted(answers) == [Status.ALREADY_POSTED, Status.POSTED]


def test_issuing_and_moving_at_once_never_deadlocks(ledger: Ledger, place: str) -> None:
    blocks = [replace(LOT, series=replace(LOT.series, vintage=year)) for year in (2021, 2022)]
    start(ledger, authorize(), *(issue(block.part(1, 500)) for block in blocks))
    for part in range(1, 500, 50):
        moves = [send(block.part(part, part + 49)) for block in blocks]
        issues = [issue(replace(block, first=500 + part, last=549 + part)) for block in blocks]
        answers = race(place, [*moves, *issues], *(f"{part} {one}" for one in "abcd"))
        assert set(answers) == {Status.POSTED}


def test_writer_killed_at_any_of_its_steps_leaves_nothing_behind(
    ledger: Ledger, place: str
) -> None:
    start(ledger, authorize(), issue())
    before = (ledger.journal(), ledger.holdings())
    deaths = 0
    for steps in (1, 2, 3, 4, *range(7, 120, 9)):
        ended = subprocess.run([sys.executable, DYING, place, str(steps)], check=False)
        if ended.returncode == 0:
            break
        deaths += 1
        assert ended.returncode == -signal.SIGKILL
        assert (ledger.journal(), ledger.holdings()) == before
    assert deaths > 2
    assert ledger.post(send(), key="the dying writer's").status is Status.ALREADY_POSTED


def test_writer_killed_at_any_time_leaves_all_that_it_acknowledged(
    ledger: Ledger, place: str
) -> None:
    start(ledger, authorize(), issue())
    acknowledged = []
    with subprocess.Popen([sys.executable, DYING, place], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            acknowledged.append(line.decode().strip())
            if len(acknowledged) == 25:
                writer.kill()
    keys = [one.key for one in ledger.journal() if one.type is ActionType.FIRST_TRANSFER]
    assert keys[: len(acknowledged)] == acknowledged
    assert len(keys) <= len(acknowledged) + 1
    assert replay(ledger.journal()) == ledger.holdings()
    assert total(ledger) == LOT.quantity
