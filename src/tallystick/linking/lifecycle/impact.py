"""How far a change in one system reaches: what it adds, where that ends up, what it touches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from tallystick.linking.agreement.agreement import Agreement, Recognition
from tallystick.linking.restrictions.factor import factor
from tallystick.linking.restrictions.transfer import Setting
from tallystick.linking.status import standing


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitChange:
    """A change of the share of compliance that offsets may cover, on a base in tonnes CO2 eq."""

    system: str
    before: Fraction
    after: Fraction
    base_t: int

    @property
    def added_t(self) -> Fraction:
        """The units that compliance can now take beside allowances, negative where fewer."""
        return (self.after - self.before) * self.base_t


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change does on a day.

    `freed_t` are allowances the system no longer needs, by system the most that can be booked
    there, None where a rate is not known; `criteria` are those of the agreement on the feature.
    """

    freed_t: Fraction
    reaches: Mapping[str, Fraction | None]
    criteria: tuple[str, ...]

    @property
    def presses(self) -> str:
        """Which way prices are pressed in every system reached."""
        return "down" if self.freed_t > 0 else "up" if self.freed_t < 0 else "not at all"

    def to_json(self) -> dict[str, Any]:
        """Return the impact with exact numbers as text."""
        return {
            "freed_t": str(self.freed_t),
            "reaches": {
                system: None if booked is None else str(booked)
                for system, booked in self.reaches.items()
            },
            "presses": self.presses,
            "criteria": list(self.criteria),
        }


def impact(agreement: Agreement, change: LimitChange, on: date) -> Impact:
    """Follow what a change frees, or takes away, through the directions open on a day.

    A looser limit frees allowances that can leave; a tighter one draws them in, so that the
    directions into the system count.
    """
    loosens = change.added_t >= 0
    reached: dict[str, Fraction | None] = {}
    ahead: list[tuple[str, Fraction | None]] = [(change.system, abs(change.added_t))]
    while ahead:
        system, quantity = ahead.pop(0)
        for direction in _open(agreement, on) if change.added_t else ():
            near, far = direction.origin, direction.destination
            if not loosens:
                near, far = far, near
            if near != system or far == change.system or far in reached:
                continue
            reached[far] = _booked(agreement, direction, quantity, on, loosens=loosens)
            ahead.append((far, reached[far]))
    touched = tuple(one.id for one in agreement.criteria if one.feature == FEATURE)
    return Impact(change.added_t, reached, touched)


FEATURE = "offsets"


def _open(agreement: Agreement, on: date) -> tuple[Recognition, ...]:
    if not standing(agreement, on).is_effective:
        return ()
    return tuple(one for one in agreement.recognition if on in one.valid)


def _booked(
    agreement: Agreement,
    direction: Recognition,
    quantity: Fraction | None,
    on: date,
    *,
    loosens: bool,
) -> Fraction | None:
    rate = factor(Setting(agreement=agreement, on=on), direction)
    if rate is None or quantity is None:
        return None
    return quantity * rate if loosens else quantity / rate
