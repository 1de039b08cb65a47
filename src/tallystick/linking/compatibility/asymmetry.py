"""Whether one rule weighs the same on both sides, and on which side a requirement is at fault."""

from dataclasses import dataclass
from typing import Any

from tallystick import law
from tallystick.linking.compatibility.criteria import CRITERIA
from tallystick.linking.compatibility.parameters import Parameters
from tallystick.linking.compatibility.span import Span
from tallystick.linking.systems import Profile


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """A feature that each side, measured against itself, meets to another degree.

    `is_even` is whether the rule answers alike in both directions; if not, it is a double standard.
    """

    name: str
    left: Span
    right: Span
    is_even: bool

    def to_json(self) -> dict[str, Any]:
        """Return the degrees from 0 to 1 as least and most."""
        return {
            "name": self.name,
            "left": [str(self.left.low), str(self.left.high)],
            "right": [str(self.right.low), str(self.right.high)],
            "same_rule": self.is_even,
        }


def asymmetries(left: Profile, right: Profile, limits: Parameters) -> tuple[Asymmetry, ...]:
    """Put every rule to each side as if it linked with its own twin; list where they differ."""
    found = []
    for row in law.compatibility_features():
        judge = CRITERIA[row.name]
        mine, theirs = judge(left, left, limits), judge(right, right, limits)
        is_even = judge(left, right, limits) == judge(right, left, limits)
        if mine != theirs or not is_even:
            found.append(Asymmetry(row.name, mine, theirs, is_even))
    return tuple(found)
