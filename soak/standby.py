"""Standby: the primary is killed under load and its synchronous standby is promoted."""

from dataclasses import dataclass, field
from random import Random
from time import monotonic, sleep
from typing import Any

from postgresql import OWNER
from soak._check import look
from soak._load import prepare
from soak._log import begin_log
from soak._server import Killable, killable, wait_until
from soak._told import Told, writing
from tallystick.ledger import open_ledger

TIMES = 10
WRITERS = 4
DATABASE = "ledger"
LOAD_SECONDS = (0.5, 2.0)


@dataclass
class Toll:
    """What came of the failovers."""

    failovers: int = 0
    by_primary: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0
    again: int = 0
    errors: int = 0
    silent_seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def report(self, asked: int) -> dict[str, Any]:
        """Say what was done and whether it holds."""
        return {
            "name": "standby",
            "database": "PostgreSQL",
            "writers": WRITERS,
            "failovers": self.failovers,
            "failovers_asked": asked,
            "acknowledged_by_primary": self.by_primary,
            "acknowledged_after": self.acknowledged - self.by_primary,
            "unacknowledged_but_posted": self.unacknowledged,
            "told_already_posted": self.again,
            "errors_between": self.errors,
            "silent_seconds": self.silent_seconds,
            "faults": self.faults,
            "holds": self.failovers == asked and self.by_primary > 0 and not self.faults,
        }


def run(times: int, seconds: float) -> list[dict[str, Any]]:
    """Fail over so many times, each with new servers, in so many seconds at the most."""
    until = monotonic() + seconds
    toll, random = Toll(), Random(4)
    while toll.failovers < times and monotonic() < until and not toll.faults:
        with killable(2) as (primary, standby):
            primary.begin()
            standby.follow(primary)
            _fail_over(primary, standby, toll, random)
    return [toll.report(times)]


def _fail_over(primary: Killable, standby: Killable, toll: Toll, random: Random) -> None:
    primary.run(f"CREATE DATABASE {DATABASE}")
    with open_ledger(primary.url(DATABASE)) as ledger:
        prepare(ledger)
    begin_log(primary.url(DATABASE))
    told = Told.nothing(WRITERS)
    with writing(_either(primary, standby), told) as acknowledged:
        sleep(random.uniform(*LOAD_SECONDS))
        primary.kill()
        start, by_primary = monotonic(), acknowledged()
        standby.promote()
        wait_until(lambda: acknowledged() > by_primary)
        toll.silent_seconds.append(round(monotonic() - start, 2))
        sleep(random.uniform(*LOAD_SECONDS))
    standby.rest()
    there, faults = look(standby.url(DATABASE), told)
    toll.failovers += 1
    toll.by_primary += by_primary
    toll.acknowledged += sum(told.steps)
    toll.unacknowledged += sum(there) - sum(told.steps)
    toll.again += told.again
    toll.errors += len(told.errors)
    toll.faults += faults + told.wrong


def _either(primary: Killable, standby: Killable) -> str:
    """Write the URL by which a client reaches whichever of two servers takes writes."""
    hosts = f"{primary.home},{standby.home}"
    return f"postgresql://{OWNER}@/{DATABASE}?host={hosts}&target_session_attrs=read-write"
