"""Two systems compared: every feature, the score, the indices, the verdict and the way to better.

The stars stand beside the verdict and do not enter it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from tallystick import law
from tallystick.linking.compatibility.asymmetry import Asymmetry, asymmetries
from tallystick.linking.compatibility.change import Change, cheapest_change
from tallystick.linking.compatibility.parameters import Parameters
from tallystick.linking.compatibility.scoring import (
    COMPATIBILITY,
    Feature,
    Verdict,
    features,
    of_index,
    score,
    verdict,
)
from tallystick.linking.compatibility.span import FAILS, MEETS, Span
from tallystick.linking.compatibility.stars import Basis, Stars, stars_of
from tallystick.linking.systems import Profile
from tallystick.linking.systems.comparable import Comparable, comparable

INDICES = (COMPATIBILITY, "synergy", "isomorphism")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The answer of a comparison."""

    left: Profile
    right: Profile
    limits: Parameters
    features: tuple[Feature, ...]
    verdict: Verdict
    change: Change | None
    stars: Stars | None
    stars_seed: Stars | None
    measures: Comparable
    asymmetries: tuple[Asymmetry, ...]

    def index(self, name: str) -> Span:
        """Return one index from 0 to 100: compatibility, synergy or isomorphism."""
        return score(of_index(self.features, name))

    @property
    def score(self) -> Span:
        """The index of compatibility, which decides the verdict."""
        return self.index(COMPATIBILITY)

    def to_json(self) -> dict[str, Any]:
        """Return the answer as `agreement compare` prints it."""
        return {
            "systems": [self.left.id, self.right.id],
            "score": rounded(self.score),
            "score_exact": [str(self.score.low), str(self.score.high)],
            "indices": {name: rounded(self.index(name)) for name in INDICES},
            "verdict": self.verdict.value,
            "stars": self.stars.stars if self.stars else None,
            "stars_seed": self.stars_seed.stars if self.stars_seed else None,
            "stars_told": [one.to_json() for one in (self.stars, self.stars_seed) if one],
            "features": [self._feature(one) for one in of_index(self.features, COMPATIBILITY)],
            "indicators": [
                {"index": one.row.index, **self._feature(one)}
                for one in self.features
                if one.row.index != COMPATIBILITY
            ],
            "cheapest_change": self._change(),
            "measures": self.measures.to_json(),
            "asymmetries": [one.to_json() for one in self.asymmetries],
            "parameters": parameters_told(self.limits),
        }

    def _feature(self, one: Feature) -> dict[str, Any]:
        row = one.row
        return {
            "name": row.name,
            "tier": row.tier,
            "title": row.en,
            "title_zh": row.zh,
            "left": told(self.left, row),
            "right": told(self.right, row),
            "left_status": statuses(self.left, row),
            "right_status": statuses(self.right, row),
            "outcome": outcome(one.met),
            "weight": str(one.weight),
            "lost": [str(one.weight * (1 - one.met.high)), str(one.weight * (1 - one.met.low))],
            "bars": row.bars,
            "source": row.source,
            "source_status": row.status,
        }

    def _change(self) -> dict[str, Any] | None:
        if self.change is None:
            return None
        return {
            "lifts_to": self.change.lifts_to.value,
            "cost": str(self.change.cost),
            "changes": [
                {
                    "name": one.row.name,
                    "cost": str(self.limits[f"cost_{one.row.name}"]),
                    "now": outcome(one.met),
                    "change": one.row.target_en,
                    "change_zh": one.row.target_zh,
                }
                for one in self.change.features
            ],
        }


def compare(left: Profile, right: Profile, limits: Parameters) -> Comparison:
    """Compare two systems."""
    judged = features(left, right, limits)
    return Comparison(
        left=left,
        right=right,
        limits=limits,
        features=judged,
        verdict=verdict(judged, limits),
        change=cheapest_change(judged, limits),
        stars=stars_of(left.id, right.id, Basis.FACT),
        stars_seed=stars_of(left.id, right.id, Basis.SEED),
        measures=comparable(left, right),
        asymmetries=asymmetries(left, right, limits),
    )


def rounded(span: Span) -> list[int]:
    """Return an interval in whole points, rounded outwards so that it still holds the answer."""
    return [floor(span.low), ceil(span.high)]


def outcome(met: Span) -> str:
    """Say in a word how far a feature is met; partial is more than a failure, less than a pass."""
    if not met.is_decided:
        return "not_determinable"
    return {FAILS: "fail", MEETS: "pass"}.get(met, "partial")


def told(one: Profile, row: law.FeatureRow) -> str | None:
    """Return what the facts of a system say on a feature, None where they say nothing."""
    if row.name == "level":
        return one.level
    values = [one.facts[name].value for name in row.facts if name in one.facts]
    return "; ".join(value for value in values if value) or None


def statuses(one: Profile, row: law.FeatureRow) -> dict[str, str]:
    """Return how well each fact behind a feature is known."""
    return {name: one.facts[name].status for name in row.facts if name in one.facts}


def parameters_told(limits: Parameters) -> Mapping[str, Mapping[str, Any]]:
    """Return every parameter with its value, and whether it is ours or a source gives it."""
    return {
        name: {
            "value": str(limits[name]),
            "ours": row.ours,
            "source": row.source,
            "means": row.en,
            "means_zh": row.zh,
        }
        for name, row in law.compatibility_parameters().items()
    }
