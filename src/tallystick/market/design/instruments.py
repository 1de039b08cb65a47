"""What a design may change: a number of a link or market, between a lowest and a highest value."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import inf

from tallystick.market.network import Collar, Limit, LimitKind, Link, Market, Network, Origin


class Instrument(StrEnum):
    """What is changed; the first four belong to a link, the others to a market."""

    LIMIT = "limit"
    RATE = "rate"
    DISCOUNT = "discount"
    FEE = "fee"
    NET_IMPORT = "net_import"
    FLOOR = "floor"
    CEILING = "ceiling"


OF_LINKS = (Instrument.LIMIT, Instrument.RATE, Instrument.DISCOUNT, Instrument.FEE)


@dataclass(frozen=True, slots=True)
class Change:
    """One instrument at a place, a link or a market, with the range it is sought in."""

    instrument: Instrument
    markets: tuple[str, ...]
    low: float
    high: float
    origin: Origin = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The instrument and its place in words, such as "limit b → a"."""
        return f"{self.instrument.value} {' → '.join(self.markets)}"

    def applied(self, network: Network, value: float) -> Network:
        """Return the network with the instrument at a value."""
        if self.instrument in OF_LINKS:
            return replace(network, links=tuple(self._linked(one, value) for one in network.links))
        if self.instrument is Instrument.NET_IMPORT:
            most = (value,) * network.n_years
            limit = Limit(LimitKind.NET_IMPORT, self.markets, most, origin=self.origin)
            return replace(network, limits=(*network.limits, limit))
        collar = Collar((value,) * network.n_years)
        markets = tuple(
            self._collared(one, collar) if (one.id,) == self.markets else one
            for one in network.markets
        )
        return replace(network, markets=markets)

    def _linked(self, link: Link, value: float) -> Link:
        if (link.source, link.target) != self.markets:
            return link
        match self.instrument:
            case Instrument.LIMIT:
                return replace(link, limit=value)
            case Instrument.FEE:
                return replace(link, fee=value)
            case Instrument.DISCOUNT:
                return replace(link, rate=1 - value)
            case _:
                return replace(link, rate=value)

    def _collared(self, market: Market, collar: Collar) -> Market:
        """Return the market with a hard floor or ceiling in place of its own."""
        if self.instrument is Instrument.FLOOR:
            kept = tuple(one for one in market.withheld if one.quantity < inf)
            return replace(market, withheld=(collar, *kept))
        kept = tuple(one for one in market.released if one.quantity < inf)
        return replace(market, released=(collar, *kept))
