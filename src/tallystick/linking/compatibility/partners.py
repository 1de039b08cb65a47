"""All systems as partners for one, the most alike first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tallystick.linking.compatibility.comparison import INDICES, rounded
from tallystick.linking.compatibility.parameters import Parameters
from tallystick.linking.compatibility.scoring import (
    Verdict,
    features,
    of_index,
    score,
    verdict,
)
from tallystick.linking.compatibility.span import Span
from tallystick.linking.systems import Profile


@dataclass(frozen=True, slots=True)
class Partner:
    """One system as a partner: how alike it is, the three indices and the link within reach."""

    id: str
    similarity: Span
    compatibility: Span
    synergy: Span
    isomorphism: Span
    verdict: Verdict

    def to_json(self) -> dict[str, Any]:
        """Return the partner as `agreement partners` prints it."""
        spans = {name: rounded(getattr(self, name)) for name in ("similarity", *INDICES)}
        return {"id": self.id, **spans, "verdict": self.verdict.value}


def partners(one: Profile, others: Iterable[Profile], limits: Parameters) -> tuple[Partner, ...]:
    """Rank systems by similarity: what is certain first, then what is possible."""
    ranked = (_partner(one, other, limits) for other in others if other.id != one.id)
    return tuple(
        sorted(ranked, key=lambda found: (-found.similarity.low, -found.similarity.high, found.id))
    )


def _partner(one: Profile, other: Profile, limits: Parameters) -> Partner:
    """Weigh a partner; similarity is the mean of rules that agree and of how they are built."""
    judged = features(one, other, limits)
    rules, gains, build = (score(of_index(judged, name)) for name in INDICES)
    return Partner(
        id=other.id,
        similarity=Span((rules.low + build.low) / 2, (rules.high + build.high) / 2),
        compatibility=rules,
        synergy=gains,
        isomorphism=build,
        verdict=verdict(judged, limits),
    )
