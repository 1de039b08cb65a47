"""Every pair of systems at once: what link is within reach, and how ready each system is."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tallystick import law
from tallystick.linking.compatibility.comparison import rounded
from tallystick.linking.compatibility.parameters import Parameters
from tallystick.linking.compatibility.scoring import (
    COMPATIBILITY,
    Verdict,
    features,
    of_index,
    score,
    verdict,
)
from tallystick.linking.compatibility.span import Span
from tallystick.linking.systems import Profile

OPERATING = "operating"


@dataclass(frozen=True, slots=True)
class Feasible:
    """The link within reach of one pair, and its score from 0 to 100."""

    left: str
    right: str
    score: Span
    verdict: Verdict

    def to_json(self) -> dict[str, Any]:
        """Return the cell of the matrix."""
        return {
            "left": self.left,
            "right": self.right,
            "score": rounded(self.score),
            "verdict": self.verdict.value,
        }


@dataclass(frozen=True, slots=True)
class Readiness:
    """The signs of readiness of a system, None where not known; the level counts known signs."""

    system: str
    signs: tuple[tuple[str, bool | None], ...]

    @property
    def level(self) -> law.ReadinessLevel:
        """The highest level whose least number of signs is certain; the numbers are ours."""
        met = sum(sign is True for _, sign in self.signs)
        return next(one for one in reversed(law.readiness_levels()) if met >= one.least)

    def to_json(self) -> dict[str, Any]:
        """Return the level in both languages with the signs."""
        return {
            "system": self.system,
            "level": self.level.level,
            "en": self.level.en,
            "zh": self.level.zh,
            "signs": dict(self.signs),
        }


def feasibility(systems: Iterable[Profile], limits: Parameters) -> tuple[Feasible, ...]:
    """Compare every pair of systems, each once."""
    return tuple(_pair(left, right, limits) for left, right in combinations(systems, 2))


def _pair(left: Profile, right: Profile, limits: Parameters) -> Feasible:
    asked = of_index(features(left, right, limits), COMPATIBILITY)
    return Feasible(left.id, right.id, score(asked), verdict(asked, limits))


def readiness(system: Profile) -> Readiness:
    """Judge how ready a system is; a sign whose fact is not known is None."""
    return Readiness(
        system.id, tuple((sign.name, _shown(system, sign)) for sign in law.readiness_signs())
    )


def _shown(system: Profile, sign: law.Sign) -> bool | None:
    """Whether a fact shows a sign; where facts are read into words, the word decides."""
    fact = system.facts.get(sign.fact)
    if fact is None or fact.value is None:
        return None
    read = {"operation": system.operation, "cap": system.cap, "mrv": system.mrv}
    if sign.name in read:
        word = read[sign.name]
        return None if word is None else word in GOOD[sign.name]
    return not fact.value.casefold().startswith("none")


GOOD = {
    "operation": frozenset({OPERATING}),
    "cap": frozenset({"absolute"}),
    "mrv": frozenset({"third_party"}),
}
"""The words that show a sign."""
