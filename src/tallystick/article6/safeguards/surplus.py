"""The guard against overselling: what is authorized and pledged stays within a forecast surplus.

The surplus is the target less the projected emissions of the host, the margin a share of it that
stays at home because forecasts err. Both are the host's; no decision gives a number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tallystick.core.findings import Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown

SOURCE = "2/CMA.3 annex para 18(h)(i); Liu 2024 section 1.3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What a host has promised from one surplus, in t CO2 eq; `margin` is a share of the surplus.

    Sector maps hold what is promised from a sector and the most that may be.
    """

    party: str
    surplus_t: int | None = None
    margin: Fraction | None = None
    authorized_t: int | None = None
    pledged_t: int | None = None
    sectors_t: Mapping[str, int] = field(default_factory=dict)
    limits_t: Mapping[str, int] = field(default_factory=dict)

    @property
    def available_t(self) -> Fraction | None:
        """The surplus less the margin."""
        if self.surplus_t is None or self.margin is None:
            return None
        return self.surplus_t * (1 - self.margin)

    @property
    def promised_t(self) -> int | None:
        """What is authorized and what is pledged besides."""
        if self.authorized_t is None or self.pledged_t is None:
            return None
        return self.authorized_t + self.pledged_t

    def to_json(self) -> dict[str, object]:
        """Return the figures of the guard."""
        left = None
        if self.available_t is not None and self.promised_t is not None:
            left = printed(self.available_t - self.promised_t)
        return {
            "party": self.party,
            "available_t": printed(self.available_t),
            "promised_t": self.promised_t,
            "left_t": left,
        }


GUARDS: Rulebook[Guard, None] = Rulebook("guard against overselling")


@GUARDS.rule(
    "SURPLUS_EXCEEDED",
    source=SOURCE,
    message=Text(
        "{party} has promised {promised} t of a surplus of {available} t after its margin",
        "{party} 已承诺 {promised} 吨，扣除安全边际后的盈余为 {available} 吨",
    ),
    fix=Text(
        "authorize or pledge less, or show a larger surplus", "请减少授权或承诺，或证明更大盈余"
    ),
)
def promises_stay_within_the_surplus(guard: Guard, _: None) -> Shown | None:
    """What is authorized and pledged stays within the surplus less its margin."""
    where = {"party": guard.party}
    available, promised = guard.available_t, guard.promised_t
    if available is None or promised is None:
        return unknown(Text("surplus, margin and promises", "盈余、安全边际和承诺量"), where)
    if promised <= available:
        return None
    return fails(where, party=guard.party, promised=promised, available=printed(available))


@GUARDS.rule(
    "SECTOR_LIMIT_EXCEEDED",
    source=SOURCE,
    message=Text(
        "{party} has promised {promised} t from {sector}, of at most {limit} t",
        "{party} 从 {sector} 承诺 {promised} 吨，上限为 {limit} 吨",
    ),
    fix=Text("promise less from this sector", "请减少该行业的承诺量"),
)
def promises_stay_within_the_limits_of_sectors(guard: Guard, _: None) -> Iterator[Shown]:
    """What is promised from a sector stays within the limit that the host has set for it."""
    for sector, limit in sorted(guard.limits_t.items()):
        where = {"party": guard.party, "sector": sector}
        promised = guard.sectors_t.get(sector)
        if promised is None:
            yield unknown(Text("what is promised from the sector", "该行业的承诺量"), where)
        elif promised > limit:
            yield fails(where, party=guard.party, sector=sector, promised=promised, limit=limit)
