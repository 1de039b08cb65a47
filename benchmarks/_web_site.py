"""A site for the benchmarks of the pages: a ledger full of ranges on PostgreSQL, and its people."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks._ledger_load import PART_T, START, authorization, series
from benchmarks._ledger_ranges import LOTS, PAIR_T, fill
from benchmarks._ledger_server import Measured
from benchmarks._web_people import ENTITIES, HOLDER, entity
from tallystick.article6.postings.movements import Issue
from tallystick.article6.postings.records import OpenAccount, RecordApproach, RecordNdc
from tallystick.core.findings import Text
from tallystick.core.identifiers import Block, Series
from tallystick.core.periods import NdcPeriod
from tallystick.ledger import open_ledger
from tallystick.ledger.log.keyplace import prepare_keys, signing_key
from tallystick.ledger.log.sequencer import sequence
from tallystick.ledger.opening import store_at

APPROACH = "CA0001"
RANGES_OF_HOLDER = 1_000
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the ledger is, the environment of its programs, and who may ask."""

    url: str
    environment: dict[str, str]
    people: dict[str, Any]
    ranges: int

    @property
    def postings(self) -> int:
        """How many postings the ledger has at least."""
        return self.ranges // 2

    @property
    def pairs(self) -> int:
        """How many pairs of ranges, one sent and one kept, a lot has."""
        return self.ranges // LOTS // 2

    def program(self, module: str, *arguments: object) -> list[str]:
        """Return the command that runs a module of the benchmarks."""
        return [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]

    def ask(self, module: str, *arguments: object, told: object = None) -> Any:
        """Run a module of the benchmarks, tell it something, and read its JSON."""
        done = subprocess.run(
            self.program(module, *arguments),
            env=self.environment,
            cwd=ROOT,
            input=json.dumps(told),
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        return json.loads(done.stdout)


@contextmanager
def site(server: Measured, folder: Path, ranges: int) -> Iterator[Site]:
    """Make a ledger of as many ranges with its signed log, and people who use it."""
    url = server.database("template0")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DJANGO_SETTINGS_MODULE": "tallystick.web.settings",
        "TALLYSTICK_DB": url,
        "TALLYSTICK_KEY": str(folder / "ledger.key"),
        "TALLYSTICK_SECRET_KEY": "of a benchmark and no secret at all",
        "TALLYSTICK_API_RATE": "1000000/min",
    }
    os.environ["TALLYSTICK_KEY"] = environment["TALLYSTICK_KEY"]
    fill(url, ranges)
    _record(url)
    extend_log(url)
    made = Site(url, environment, {}, ranges)
    yield Site(url, environment, made.ask("_web_people"), ranges)
    server.drop(url)


def extend_log(url: str) -> None:
    """Make the key where there is none, and append to the log what is not in it yet."""
    prepare_keys(url)
    with closing(store_at(url)) as store:
        key = signing_key(store, url)
        if key is None:
            raise RuntimeError("the key of the benchmark is not there")
        sequence(store, key)


def _record(url: str) -> None:
    """Record the approach, and give every entity an account, one of them with many ranges."""
    with open_ledger(url) as ledger:
        title = Text("Cooperative approach of the benchmark", "基准测试的合作方法")
        told = RecordApproach(on=START, id=APPROACH, parties=("GHA", "CHE"), title=title)
        ledger.post(told, key="approach")
        ledger.post(_ndc(), key="ndc of the host")
        for number in range(ENTITIES):
            name = entity(number)
            opened = OpenAccount(
                on=START, id=name, account_kind="entity_holding", party="GHA", name=name
            )
            ledger.post(opened, key=name)
        list(ledger.post_many(_held()))
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("ANALYZE")


def _ndc() -> RecordNdc:
    """The NDC of the host, with an inventory, so that its balance can be told."""
    period = NdcPeriod(2021, 2030)
    return RecordNdc(
        on=START,
        party="GHA",
        period=period,
        ndc_kind="multi-year",
        method="budget",
        budget_t=10**9,
        inventory_t=dict.fromkeys(period.years, 10**7),
    )


def _held() -> Iterator[tuple[str, Issue]]:
    """Issue ranges that do not touch to one entity."""
    for number in range(RANGES_OF_HOLDER):
        first = 1 + 2 * number * PART_T
        yield (
            f"held {number}",
            Issue(
                on=START,
                block=Block(Series(APPROACH, "GHA09", "GHA", 2021), first, first + PART_T - 1),
                to_account=HOLDER,
                authorization=authorization(0),
                mitigation_type="Emission reductions",
            ),
        )


def kept_part(lot: int, place: int) -> Block:
    """Return the half of a range that nobody has sent yet."""
    first = 1 + PART_T + place * PAIR_T
    return Block(series(lot), first, first + PART_T // 2 - 1)
