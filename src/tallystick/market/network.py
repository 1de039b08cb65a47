"""Markets, links, limits and years: what a network of carbon markets is made of.

Quantities are tonnes a year, prices are money per tonne, both as floats; a tuple of floats holds
one value per year. `origin` says where a thing was written, for the findings about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import inf
from typing import TYPE_CHECKING

from tallystick.market.curves import NO_ABATEMENT, Curve

if TYPE_CHECKING:
    from tallystick.market.results import Solution

Origin = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Collar:
    """Units withheld at or below a price, or released at it; an infinite quantity is hard."""

    prices: tuple[float, ...]
    quantity: float = inf


@dataclass(frozen=True, slots=True)
class Group:
    """Firms of a market: emissions without a price, free allocation, share of its abatement."""

    id: str
    baseline: float
    allocation: float
    share: float


@dataclass(frozen=True, slots=True)
class Inside:
    """What is known inside a market, in t of the first year; what is not known is None.

    `auctioned` is what the treasury sells, `deviation` the standard deviation of the need,
    `target` the NDC target and `other_emissions` what it covers beyond the market.
    """

    groups: tuple[Group, ...] = ()
    auctioned: float | None = None
    deviation: float | None = None
    target: float | None = None
    other_emissions: float = 0.0


@dataclass(frozen=True, slots=True)
class Market:
    """A market; `needs` are baseline emissions minus the cap, negative where there is a surplus."""

    id: str
    needs: tuple[float, ...]
    curve: Curve = NO_ABATEMENT
    baselines: tuple[float, ...] | None = None
    withheld: tuple[Collar, ...] = ()
    released: tuple[Collar, ...] = ()
    inside: Inside = Inside()
    origin: Origin = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A direction in which units move.

    `rate` is what is booked in the target per unit sent, `fee` the money per unit sent and
    `limit` the units that may be sent in a year.
    """

    source: str
    target: str
    rate: float = 1.0
    fee: float = 0.0
    limit: float = inf
    origin: Origin = field(default_factory=dict)


class LimitKind(StrEnum):
    """What a limit counts: imports in units booked, exports in units sent."""

    NET_IMPORT = "net_import"
    NET_EXPORT = "net_export"
    GROSS_IMPORT = "gross_import"
    GROSS_EXPORT = "gross_export"
    ENTITY_SHARE = "entity_share"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit on what crosses the border of a market or group; `sources` narrow whence or whither.

    `maxima` are units a year; an entity share instead limits the units booked to `share` of the
    market's own emissions.
    """

    kind: LimitKind
    markets: tuple[str, ...]
    maxima: tuple[float, ...] = ()
    sources: tuple[str, ...] | None = None
    share: float = 0.0
    origin: Origin = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Carry:
    """Whether units pass to another year: at most `limit`, each with `interest` taken off."""

    limit: float = inf
    interest: float = 0.0


@dataclass(frozen=True, slots=True)
class Periods:
    """The years, the discount rate a year, and how units pass between years."""

    years: tuple[int, ...]
    discount: float = 0.0
    banking: Carry | None = None
    borrowing: Carry | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Network:
    """Markets with the links and limits between them, in one period or several years.

    Its representation shows it as equations.
    """

    markets: tuple[Market, ...]
    links: tuple[Link, ...] = ()
    limits: tuple[Limit, ...] = ()
    periods: Periods | None = None

    @property
    def n_years(self) -> int:
        """How many years there are; one where no periods are given."""
        return len(self.periods.years) if self.periods else 1

    def __repr__(self) -> str:
        from tallystick.market.equations import equations

        return equations(self)

    def solve(self) -> "Solution":
        """Return the certified equilibrium; raises NoSolution."""
        from tallystick.market.solving import solve

        return solve(self)

    def without(self, *parts: "str | Link | Limit") -> "Network":
        """Return the network without links, limits, or markets (named by id, with their ties)."""
        gone = {part for part in parts if isinstance(part, str)}
        dropped = [part for part in parts if not isinstance(part, str)]
        return replace(
            self,
            markets=tuple(one for one in self.markets if one.id not in gone),
            links=tuple(
                one
                for one in self.links
                if one not in dropped and not {one.source, one.target} & gone
            ),
            limits=tuple(
                one
                for one in self.limits
                if one not in dropped and not {*one.markets, *(one.sources or ())} & gone
            ),
        )

    def fully_linked(self) -> "Network":
        """Return the same markets, every linked pair linked both ways at par without any limit."""
        ends = ((link.source, link.target) for link in self.links)
        pairs = dict.fromkeys(pair for one in ends for pair in (one, one[::-1]))
        links = tuple(Link(source, target) for source, target in pairs)
        return replace(self, links=links, limits=())

    def discounts(self) -> list[float]:
        """Return the present value of one unit of money of each year."""
        if self.periods is None:
            return [1.0]
        first = self.periods.years[0]
        return [(1 + self.periods.discount) ** (first - year) for year in self.periods.years]
