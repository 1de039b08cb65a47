"""What writers were told: run a process of writers, kill it, and read its acknowledgements."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic, sleep

ROOT = Path(__file__).parents[1]
SECONDS_MAX = 120
START_SECONDS_MAX = 60
PAUSE_SECONDS = 0.01


@dataclass
class Told:
    """What the writers of one ledger were told so far, each of its steps in turn.

    `steps` counts the steps that each writer was told are posted; `there` those that the last
    look found posted; `again` those of which a writer was told that they were posted before.
    """

    steps: list[int]
    there: list[int]
    again: int = 0
    errors: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _failed: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def nothing(cls, writers: int) -> "Told":
        """Begin with a ledger that no writer has posted to."""
        return cls([0] * writers, [0] * writers)

    def hear(self, line: str) -> None:
        """Take in one line that a writer wrote."""
        writer, step, what = line.split("\t")
        self._take(int(writer), int(step), what)

    def _take(self, writer: int, step: int, what: str) -> None:
        if what.startswith("error"):
            self.errors.append(what)
            self._failed.add((writer, step))
            return
        if step != self.steps[writer]:
            self.wrong.append(f"writer {writer} was told of step {step} out of turn")
        was_there = step < self.there[writer]
        is_again = what == "already_posted"
        if was_there != is_again and (writer, step) not in self._failed:
            self.wrong.append(f"writer {writer} was told {what} of step {step}")
        self.again += is_again
        self.steps[writer] = step + 1


@contextmanager
def writing(place: str, told: Told) -> Iterator[Callable[[], int]]:
    """Let writers write while the block runs; then kill them and hear what they were told.

    What it yields counts the acknowledgements so far.
    """
    arguments = [place, str(SECONDS_MAX), *map(str, told.steps)]
    with TemporaryFile() as lines, TemporaryFile() as trouble:
        writers = subprocess.Popen(
            [sys.executable, "-m", "soak._writer", *arguments],
            cwd=ROOT,
            stdout=lines,
            stderr=trouble,
        )
        try:
            _await_first(lines.fileno(), writers)
            yield lambda: len(_acknowledged(lines.fileno()))
        finally:
            ended = writers.poll()
            writers.kill()
            writers.wait()
        for line in _lines(lines.fileno()):
            told.hear(line)
        if ended is not None:
            trouble.seek(0)
            last = trouble.read().decode().strip().splitlines()[-1:]
            told.wrong.append(f"the writers ended by themselves: {last}")


def _lines(file: int) -> list[str]:
    """Read the lines so far, without the end of one that is being written."""
    written = os.pread(file, os.fstat(file).st_size, 0).decode()
    return written[: written.rfind("\n") + 1].splitlines()


def _acknowledged(file: int) -> list[str]:
    return [line for line in _lines(file) if not line.split("\t")[2].startswith("error")]


def _await_first(lines: int, writers: subprocess.Popen[bytes]) -> None:
    """Wait until a writer has written, so that the kill comes amid the load."""
    until = monotonic() + START_SECONDS_MAX
    while os.fstat(lines).st_size == 0 and writers.poll() is None and monotonic() < until:
        sleep(PAUSE_SECONDS)
