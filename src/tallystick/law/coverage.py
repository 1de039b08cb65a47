"""What is covered: every feature of the seeds and every paragraph, with the tests behind them.

The answer is generated from the markers of the tests by `scripts/law_coverage.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tallystick.law.files import read_json, read_rows

WORKS, PARTIAL, NORMATIVE, OPEN = "works", "partial", "normative", "open"


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of the seeds; `standing` is set by hand where tests alone do not say it.

    "partial" says in `why_en` and `why_zh` what is lacking, "normative" why no program can
    execute it.
    """

    id: str
    english: str
    chinese: str
    standing: str
    why_en: str
    why_zh: str

    def status(self, tests: object) -> str:
        """Say how far it works, given the tests that exercise it."""
        if self.standing == NORMATIVE:
            return NORMATIVE
        return self.standing or WORKS if tests else OPEN


@cache
def features() -> tuple[Feature, ...]:
    """Return the features F001 to F293 in order."""
    return tuple(Feature(**row) for row in read_rows("features.csv"))


@cache
def coverage() -> Mapping[str, Any]:
    """Return the coverage of features and law as `tallystick coverage --json` prints it."""
    covered: Mapping[str, Any] = read_json("coverage.json")
    return covered
