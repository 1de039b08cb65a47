"""Crash: writers under mixed load are killed at random moments; PostgreSQL's server is too."""

from dataclasses import dataclass, field
from random import Random
from time import monotonic, sleep
from typing import Any

from soak._check import look
from soak._load import prepare
from soak._log import begin_log
from soak._places import Places, everywhere
from soak._told import Told, writing
from tallystick.ledger import open_ledger

TIMES = 200
WRITERS = 4
KILLS_PER_LEDGER = 20
MOMENT_SECONDS_MAX = 0.6


@dataclass
class Toll:
    """What came of the kills on one database."""

    kills: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0
    again: int = 0
    errors: int = 0
    faults: list[str] = field(default_factory=list)

    def report(self, places: Places, asked: int) -> dict[str, Any]:
        """Say what was done and whether it holds."""
        return {
            "name": "crash",
            "database": places.name,
            "writers": WRITERS,
            "kills": {"writers": self.kills, **places.struck},
            "kills_asked": asked,
            "acknowledged": self.acknowledged,
            "unacknowledged_but_posted": self.unacknowledged,
            "told_already_posted": self.again,
            "errors_where_the_server_was_killed": self.errors,
            "faults": self.faults,
            "holds": self.kills == asked and self.acknowledged > 0 and not self.faults,
        }


def run(times: int, seconds: float) -> list[dict[str, Any]]:
    """Kill so many times on each database, in so many seconds at the most."""
    with everywhere() as found:
        return [kill(places, times, seconds / len(found)) for places in found]


def kill(places: Places, times: int, seconds: float) -> dict[str, Any]:
    """Kill the writers again and again and look at what they leave, until something is wrong."""
    until = monotonic() + seconds
    toll, random = Toll(), Random(1)
    place, told = "", Told.nothing(WRITERS)
    while toll.kills < times and monotonic() < until and not toll.faults:
        if toll.kills % KILLS_PER_LEDGER == 0:
            place, told = places.new(), Told.nothing(WRITERS)
            with open_ledger(place) as ledger:
                prepare(ledger)
            begin_log(place)
        _kill_once(places, place, told, toll, random)
    return toll.report(places, times)


def _kill_once(places: Places, place: str, told: Told, toll: Toll, random: Random) -> None:
    acknowledged, again, errors = sum(told.steps), told.again, len(told.errors)
    before = told.there
    with writing(place, told):
        sleep(random.uniform(0, MOMENT_SECONDS_MAX))
        if is_struck := places.strike(toll.kills):
            sleep(random.uniform(0, MOMENT_SECONDS_MAX))
    places.rest()
    told.there, faults = look(place, told)
    toll.kills += 1
    toll.acknowledged += sum(told.steps) - acknowledged
    now = zip(told.steps, before, told.there, strict=True)
    toll.unacknowledged += sum(there > max(steps, earlier) for steps, earlier, there in now)
    toll.again += told.again - again
    toll.errors += len(told.errors) - errors
    toll.faults += faults + told.wrong
    if not is_struck:
        toll.faults += told.errors[errors:]
