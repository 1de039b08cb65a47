"""What is found in random worlds of reports stays found, however the checks go about it."""

import csv
from pathlib import Path

import pytest
from aef_corpus import digest

FOUND = Path(__file__).with_name("aef_corpus.csv")


def worlds() -> list[tuple[int, str]]:
    with FOUND.open(encoding="utf-8") as rows:
        return [(int(row["seed"]), row["found"]) for row in csv.DictReader(rows)]


@pytest.mark.parametrize(("seed", "found"), worlds())
def test_world_with_faults_has_the_findings_it_always_had(seed: int, found: str) -> None:
    assert digest(seed) == found
