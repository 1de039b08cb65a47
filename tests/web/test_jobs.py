"""Workers that are killed or stopped: every job is done, and by one worker at a time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tallystick.web.operation.jobs import LOST_AFTER, TRIES_MAX, recover, tidy, waiting_jobs
from tallystick.web.people.notices import send_notice
from web.checks import free_port
from web.conftest import Demo
from web.slow_jobs import PATIENCE_SECONDS, QUEUE, wait_for_go

TESTS = Path(__file__).parents[1]


@contextmanager
def running(*words: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of ours in a process of its own, which can import the jobs of the tests."""
    paths = os.pathsep.join([str(TESTS), *sys.path])
    process = subprocess.Popen(
        [sys.executable, *words],
        env={**os.environ, "PYTHONPATH": paths, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait()


def working(
    demo: Demo, *words: str, **environment: str
) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """A worker in a process of its own."""
    return running("-m", "tallystick.web", "work", *words, **environment)


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.05)


def held_fast(folder: Path) -> "DBTaskResult[..., object]":
    """Enqueue a job that waits; the most urgent one, so that it is taken first."""
    told = wait_for_go.using(priority=100).enqueue(str(folder))
    return DBTaskResult.objects.get(pk=told.id)


def test_a_job_of_a_killed_worker_is_done_by_another(demo: Demo, tmp_path: Path) -> None:
    job = held_fast(tmp_path)
    with working(demo) as worker:
        wait_until((tmp_path / "begun").exists)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    job.refresh_from_db()
    assert job.status == TaskResultStatus.RUNNING
    assert not waiting_jobs().filter(pk=job.pk).exists()
    DBTaskResult.objects.filter(pk=job.pk).update(started_at=timezone.now() - 2 * LOST_AFTER)
    (tmp_path / "go").touch()
    with working(demo, "--until-empty") as worker:
        assert worker.wait(PATIENCE_SECONDS) == 0
    job.refresh_from_db()
    assert job.status == TaskResultStatus.SUCCESSFUL
    assert (tmp_path / "begun").read_text().count("begun") == 2


def test_a_worker_that_is_asked_to_stop_ends_its_job_first(demo: Demo, tmp_path: Path) -> None:
    job = held_fast(tmp_path)
    with working(demo) as worker:
        wait_until((tmp_path / "begun").exists)
        worker.terminate()
        time.sleep(0.2)
        (tmp_path / "go").touch()
        assert worker.wait(PATIENCE_SECONDS) == 0
    job.refresh_from_db()
    assert job.status == TaskResultStatus.SUCCESSFUL


def test_a_server_that_is_asked_to_stop_ends_its_job_first(demo: Demo, tmp_path: Path) -> None:
    job = held_fast(tmp_path)
    code = "from tallystick.cli.main import main; main()"
    with running("-c", code, "serve", "--db", demo.place, "--port", str(free_port())) as server:
        wait_until((tmp_path / "begun").exists)
        server.terminate()
        time.sleep(0.5)
        (tmp_path / "go").touch()
        assert server.wait(PATIENCE_SECONDS) == 0
    job.refresh_from_db()
    assert job.status == TaskResultStatus.SUCCESSFUL


def test_two_workers_send_every_notice_once(demo: Demo, tmp_path: Path) -> None:
    told = [f"notice {number}" for number in range(20)]
    for subject in told:
        send_notice.using(queue_name=QUEUE).enqueue(subject, "text", "somebody@example.org")
    with (
        working(demo, "--until-empty", TALLYSTICK_MAIL_FOLDER=str(tmp_path)) as one,
        working(demo, "--until-empty", TALLYSTICK_MAIL_FOLDER=str(tmp_path)) as other,
    ):
        assert one.wait(PATIENCE_SECONDS) == 0
        assert other.wait(PATIENCE_SECONDS) == 0
    sent = [
        line.removeprefix("Subject: ")
        for file in tmp_path.iterdir()
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("Subject: notice")
    ]
    assert sorted(sent) == sorted(told)


@pytest.mark.parametrize(
    ("tries", "age", "status"),
    [
        (1, LOST_AFTER + timedelta(minutes=1), TaskResultStatus.READY),
        (TRIES_MAX, LOST_AFTER + timedelta(minutes=1), TaskResultStatus.FAILED),
        (1, LOST_AFTER - timedelta(minutes=1), TaskResultStatus.RUNNING),
    ],
)
def test_a_job_is_taken_back_when_it_is_lost_and_not_too_often(
    demo: Demo, tries: int, age: timedelta, status: str
) -> None:
    job = DBTaskResult.objects.get(pk=send_notice.enqueue("lost", "text", "a@example.org").id)
    running = {"status": TaskResultStatus.RUNNING, "started_at": timezone.now() - age}
    DBTaskResult.objects.filter(pk=job.pk).update(**running, worker_ids=["w"] * tries)
    recover()
    job.refresh_from_db()
    assert job.status == status
    job.delete()


def test_tidying_drops_what_was_done_long_ago_and_keeps_failures_longer(demo: Demo) -> None:
    made = {}
    for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED):
        told = send_notice.enqueue("old", "text", "a@example.org")
        ended = timezone.now() - timedelta(days=2)
        DBTaskResult.objects.filter(pk=told.id).update(status=status, finished_at=ended)
        made[status] = told.id
    tidy.call()
    there = {str(one) for one in DBTaskResult.objects.values_list("pk", flat=True)}
    assert str(made[TaskResultStatus.SUCCESSFUL]) not in there
    assert str(made[TaskResultStatus.FAILED]) in there
