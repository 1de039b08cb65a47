"""What is measured in every draw: figures that are kept for their quantiles, events for counts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tallystick.market.compile import Booleans, Column, Floats, Integers, Program
from tallystick.market.ensemble.batch import Answers, Batch, Shape
from tallystick.market.ensemble.costs import areas
from tallystick.market.ensemble.targets import missed
from tallystick.market.network import Link, Network

NOTICED = 1e-6
"""Quantities and prices count from this share of the largest need or price of the draw."""


class Key(NamedTuple):
    """What is measured, of which market (id), link or limit (place) or of all, in which year."""

    name: str
    whose: str | int | None
    year: int


@dataclass(frozen=True, slots=True)
class Centre:
    """The network as its file gives it: prices alone and net exports, by market and year."""

    net_export: Floats
    abatement: Floats
    sent: Floats


@dataclass(frozen=True, slots=True)
class Solved:
    """A block of draws with its answers and the prices and costs of every market alone.

    `baselines` are those of the markets that have any, by draw and year.
    """

    batch: Batch
    answers: Answers
    alone_price: Floats
    alone_cost: Floats
    baselines: Mapping[str, Floats]


class Measures:
    """Measures blocks of draws of one network."""

    def __init__(self, network: Network, program: Program, shape: Shape, rated: list[int]) -> None:
        self.network, self.program, self.shape = network, program, shape
        self.rated = rated
        self.discounts = np.array(network.discounts())
        self.places = {market.id: at for at, market in enumerate(network.markets)}
        labels = np.stack([program.kind, program.owner, program.year], axis=1).tolist()
        self.columns: dict[tuple[int, int, int], Integers] = {}
        for column, label in enumerate(labels):
            key = label[0], label[1], label[2]
            found = self.columns.get(key, np.empty(0, dtype=np.int64))
            self.columns[key] = np.append(found, column)

    def of(self, kind: Column, owner: int, year: int) -> Integers:
        """Return the columns of a kind."""
        return self.columns.get((kind, owner, year), np.empty(0, dtype=np.int64))

    def figures(self, solved: Solved) -> Iterator[tuple[Key, Floats]]:
        """Yield every figure with its value in each draw."""
        for year in range(self.network.n_years):
            page = Page(self, solved, year)
            for at, market in enumerate(self.network.markets):
                for name, values in page.market(at).items():
                    yield Key(name, market.id, year), values
            for number in range(len(self.network.links)):
                yield Key("sent", number, year), page.sent(number)
            for number in range(len(self.network.limits)):
                yield Key("shadow_price", number, year), page.shadow(number)
            for name, values in page.totals().items():
                yield Key(name, None, year), values

    def events(self, solved: Solved, centre: Centre | None) -> Iterator[tuple[Key, Booleans]]:
        """Yield every event with the draws in which it happens."""
        for year in range(self.network.n_years):
            page = Page(self, solved, year)
            for at, market in enumerate(self.network.markets):
                for name, happens in (page.collars(at) | page.ndc(at)).items():
                    yield Key(name, market.id, year), happens
                if centre is not None:
                    yield Key("oversold", market.id, year), page.oversold(at, centre)
            for number, link in enumerate(self.network.links):
                yield Key("limit_binds", number, year), page.bound(number, link)
                if centre is not None:
                    yield Key("reversed", number, year), page.reversed(number, link, centre)
                if number in self.rated:
                    for name, happens in page.rate(number, link).items():
                        yield Key(name, number, year), happens
            for number in range(len(self.network.limits)):
                binds = page.shadow(number) > NOTICED * page.price_unit
                yield Key("binds", number, year), binds


class Page:
    """One year of a block of draws."""

    def __init__(self, measures: Measures, solved: Solved, year: int) -> None:
        self.measures, self.solved, self.year = measures, solved, year
        self.network = measures.network
        self.discount = float(measures.discounts[year])
        n = measures.program.n_balances
        self.quantity_unit = np.max(np.abs(solved.batch.rhs[:, :n]), axis=1, initial=0.0)
        self.price_unit = np.max(solved.answers.y[:, :n], axis=1, initial=0.0) / self.discount

    def price(self, at: int) -> Floats:
        """Return the price of a market."""
        return self._dual(at * self.network.n_years + self.year)

    def shadow(self, number: int) -> Floats:
        """Return the shadow price of a limit."""
        first = self.measures.program.n_balances
        return self._dual(first + number * self.network.n_years + self.year)

    def _dual(self, row: int) -> Floats:
        duals: Floats = self.solved.answers.y[:, row] / self.discount
        return duals

    def total(self, kind: Column, owner: int) -> Floats:
        """Return the quantity of a kind of column."""
        columns = self.measures.of(kind, owner, self.year)
        # Added one by one: the sum of a slice may round differently from one shape to the next.
        total = np.zeros(len(self.solved.answers.x))
        for column in columns.tolist():
            total += self.solved.answers.x[:, column]
        return total

    def sent(self, number: int) -> Floats:
        """Return the units sent over a link."""
        return self.total(Column.SENT, number)

    def _column(self, number: int) -> int:
        return int(self.measures.of(Column.SENT, number, self.year)[0])

    def rate_of(self, number: int) -> Floats:
        """Return the rate of a link in each draw."""
        first = int(self.measures.shape.start[self._column(number)])
        value = self.solved.batch.value
        return np.maximum(value[:, first], value[:, first + 1])

    def wedge(self, number: int, link: Link) -> Floats:
        """Return what a unit sent earns beyond its price and fee: the rent of restrictions."""
        places = self.measures.places
        fee = self.solved.batch.base[:, self._column(number)] / self.discount
        earned = self.rate_of(number) * self.price(places[link.target])
        return earned - self.price(places[link.source]) - fee

    def net_import(self, at: int) -> Floats:
        """Return the units booked in a market minus those sent out of it."""
        identifier = self.network.markets[at].id
        net = np.zeros(len(self.solved.answers.x))
        for number, link in enumerate(self.network.links):
            if link.target == identifier:
                net += self.sent(number) * self.rate_of(number)
            elif link.source == identifier:
                net -= self.sent(number)
        return net

    def abatement_cost(self, at: int) -> Floats:
        """Return the integral of a market's curve."""
        measures, solved = self.measures, self.solved
        columns = measures.of(Column.ABATED, at, self.year)
        costs = areas(measures.shape, solved.batch, solved.answers.x, columns)
        total = np.zeros(len(costs))
        for place in range(costs.shape[1]):
            total += costs[:, place]
        return total / self.discount

    def rents(self, at: int) -> Floats:
        """Return the rents of the limits that a market imports under."""
        identifier = self.network.markets[at].id
        total = np.zeros(len(self.solved.answers.x))
        for number, link in enumerate(self.network.links):
            if link.target == identifier:
                total += self.sent(number) * self.wedge(number, link)
        return total

    def market(self, at: int) -> dict[str, Floats]:
        """Return the figures of a market."""
        price, net = self.price(at), self.net_import(at)
        row = at * self.network.n_years + self.year
        alone = self.solved.alone_cost[:, row] / self.discount
        return {
            "price": price,
            "autarky_price": self.solved.alone_price[:, row] / self.discount,
            "abatement": self.total(Column.ABATED, at),
            "net_import": net,
            "gain": alone - (self.abatement_cost(at) + price * net - self.rents(at)),
        }

    def totals(self) -> dict[str, Floats]:
        """Return what holds for the whole network."""
        markets = range(len(self.network.markets))
        abatement = sum((self.total(Column.ABATED, at) for at in markets), np.zeros(1))
        found = {
            "abatement": abatement,
            "abatement_cost": sum((self.abatement_cost(at) for at in markets), np.zeros(1)),
        }
        if len(self.solved.baselines) == len(self.network.markets):
            totals = sum((base[:, self.year] for base in self.solved.baselines.values()), 0.0)
            found["emissions"] = totals - abatement
        return found

    def ndc(self, at: int) -> dict[str, Booleans]:
        """Return in which draws a market with a baseline and a target misses it."""
        market = self.network.markets[at]
        if market.id not in self.solved.baselines:
            return {}
        emissions = self.solved.baselines[market.id][:, self.year] - self.total(Column.ABATED, at)
        moved = [
            (link, self.sent(number), self.sent(number) * self.rate_of(number))
            for number, link in enumerate(self.network.links)
        ]
        return missed(market, emissions, moved)

    def collars(self, at: int) -> dict[str, Booleans]:
        """Return in which draws floors and ceilings bind."""
        found = {}
        for name, kind in (("floor_binds", Column.WITHHELD), ("ceiling_binds", Column.RELEASED)):
            if len(self.measures.of(kind, at, self.year)):
                found[name] = self.total(kind, at) > NOTICED * self.quantity_unit
        return found

    def bound(self, number: int, link: Link) -> Booleans:
        """Return in which draws the limit of a link itself binds."""
        room = self.solved.batch.upper[:, self._column(number)] - self.sent(number)
        full = room <= NOTICED * self.quantity_unit
        binding: Booleans = full & (self.wedge(number, link) > NOTICED * self.price_unit)
        return binding

    def reversed(self, number: int, link: Link, centre: Centre) -> Booleans:
        """Return in which draws units net flow against the direction of the central case."""
        central = self._net_between(link, lambda at: centre.sent[at, self.year])
        net = self._net_between(link, self.sent)
        against: Booleans = np.sign(central) * net < -NOTICED * self.quantity_unit
        return against

    def _net_between(self, link: Link, sent: Callable[[int], Floats]) -> Floats:
        ends = link.source, link.target
        net = np.zeros(1)
        for number, other in enumerate(self.network.links):
            if (other.source, other.target) == ends:
                net = net + sent(number)
            elif (other.target, other.source) == ends:
                net = net - sent(number)
        return net

    def oversold(self, at: int, centre: Centre) -> Booleans:
        """Return in which draws the abatement and net exports of the central case leave a need."""
        exported = centre.net_export[at, self.year]
        needed = self.solved.batch.rhs[:, at * self.network.n_years + self.year]
        short = needed + exported - centre.abatement[at, self.year]
        oversold: Booleans = (exported > 0) & (short > NOTICED * self.quantity_unit)
        return oversold

    def rate(self, number: int, link: Link) -> dict[str, Booleans]:
        """Return in which draws a rate is effective, overstated, or turns the flow around.

        Judged by the prices alone, of which the lower is the natural seller's. Between the ratio
        of prices and 1 a rate raises abatement; above 1 it lowers it; below the ratio units flow
        the other way, where a link leads back that makes it worth while.
        """
        places, years = self.measures.places, self.network.n_years
        prices = self.solved.alone_price
        source = prices[:, places[link.source] * years + self.year]
        target = prices[:, places[link.target] * years + self.year]
        rate = self.rate_of(number)
        sells, cheaper = source < rate * target, source < target
        return {
            "effective": sells & (rate < 1) & cheaper,
            "overstated": sells & (rate > 1) & cheaper,
            "turned": (sells & ~cheaper) | (cheaper & ~sells & self._returns(link, source, target)),
        }

    def _returns(self, link: Link, source: Floats, target: Floats) -> Booleans:
        """Return in which draws units would flow back from the target."""
        back = np.zeros(len(source), dtype=bool)
        for number, other in enumerate(self.network.links):
            if (other.source, other.target) == (link.target, link.source):
                back |= target < self.rate_of(number) * source
        return back
