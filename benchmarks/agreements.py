"""Reading, checking and classifying the whole catalogue against parsing its YAML alone."""

import time
from datetime import date
from typing import Any

import yaml

from tallystick import law
from tallystick.io.agreement_file import read_agreement
from tallystick.io.catalogue import catalogue_paths
from tallystick.linking.checking import check
from tallystick.linking.circumstances import Circumstances

LIMIT = 10.0
ROUNDS = 3
ON = date(2026, 1, 1)


def parse() -> None:
    """Let the parser alone go over every file."""
    for path in catalogue_paths().values():
        for _ in yaml.parse(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            pass


def judge() -> int:
    """Read, check and classify every agreement; return how many there are."""
    agreements = [read_agreement(path) for path in catalogue_paths().values()]
    systems = frozenset(law.systems())
    for one in agreements:
        others = tuple(other for other in agreements if other is not one)
        check(one, Circumstances(on=ON, others=others, systems=systems))
    return len(agreements)


def timed(work: Any) -> float:
    """Return the seconds of the fastest of several rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def run() -> dict[str, Any]:
    """Measure both in this run."""
    count = judge()
    ours, floor = timed(judge), timed(parse)
    return {
        "name": "agreements",
        "what": "the catalogue read, checked and classified, against parsing its YAML alone",
        "agreements": count,
        "seconds": round(ours, 3),
        "floor_seconds": round(floor, 3),
        "ratio": round(ours / floor, 2),
        "limit": LIMIT,
        "holds": ours / floor <= LIMIT,
    }
