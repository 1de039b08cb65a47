"""Two systems on one measure: mass of a unit, price of a tonne, gases, coverage, stringency."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tallystick.core.quantities import printed
from tallystick.linking.systems.measures import tonnes
from tallystick.linking.systems.profile import Profile


@dataclass(frozen=True, slots=True)
class Comparable:
    """What two systems come to on one measure; None where a side is not known.

    `mass_ratio` is tonnes of a left unit per tonne of a right one. `stringency` is the left
    reduction factor over the right one, above 1 where the left cap falls faster.
    """

    mass_ratio: Fraction | None
    price_ratio: Fraction | None
    stringency: Fraction | None
    shared_gases: tuple[str, ...] | None
    left_gases: tuple[str, ...] | None
    right_gases: tuple[str, ...] | None

    def to_json(self) -> dict[str, Any]:
        """Return the measures; gases that one side alone covers stand under its name."""
        return {
            "mass_ratio": printed(self.mass_ratio),
            "price_ratio": printed(self.price_ratio),
            "stringency": printed(self.stringency),
            "gwp_set": None,
            "gases": {
                "both": _listed(self.shared_gases),
                "left": _listed(self.left_gases),
                "right": _listed(self.right_gases),
            },
        }


def comparable(left: Profile, right: Profile) -> Comparable:
    """Bring two systems to one measure."""
    gases = left.gases is not None and right.gases is not None
    mine, theirs = left.gases or frozenset(), right.gases or frozenset()
    return Comparable(
        mass_ratio=_ratio(_mass(left), _mass(right)),
        price_ratio=_ratio(left.price_usd, right.price_usd),
        stringency=_ratio(left.reduction_pct, right.reduction_pct),
        shared_gases=tuple(sorted(mine & theirs)) if gases else None,
        left_gases=tuple(sorted(mine - theirs)) if gases else None,
        right_gases=tuple(sorted(theirs - mine)) if gases else None,
    )


def _mass(one: Profile) -> Fraction | None:
    return None if one.unit_mass is None else tonnes(1, one.unit_mass)


def _ratio(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return left / right if left is not None and right else None


def _listed(names: tuple[str, ...] | None) -> list[str] | None:
    return None if names is None else list(names)
