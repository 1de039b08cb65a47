"""What an equilibrium means for each market, link and limit, in money and tonnes of each year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from tallystick.market.compile import Column, Floats, Program
from tallystick.market.equilibrium import Answer
from tallystick.market.network import Limit, Link, Market, Network
from tallystick.market.tables import Table, printed, rows

if TYPE_CHECKING:
    import polars

Years: TypeAlias = tuple[float, ...]
"""One value per year; infinite where an interval has no end."""


@dataclass(frozen=True, slots=True)
class MarketResult:
    """One market; quantities in t, prices in money per t, costs and gains in money.

    `permit_payment` is price times net import. `total_cost` is abatement cost plus permit payment
    minus the rents of limits, which importers keep; `gain` is what that saves against autarky.
    The autarky figures are None where the market cannot meet its need alone.
    """

    market: Market
    price: Years
    price_to: Years
    abatement: Years
    net_import: Years
    abatement_cost: Years
    permit_payment: Years
    total_cost: Years
    bank: Years
    autarky_price: Years | None
    autarky_cost: Years | None
    autarky_abatement: Years | None

    @property
    def gain(self) -> Years | None:
        """What the links save the market, rents included and fees left out."""
        if self.autarky_cost is None:
            return None
        pairs = zip(self.autarky_cost, self.total_cost, strict=True)
        return tuple(before - after for before, after in pairs)


@dataclass(frozen=True, slots=True)
class Flow:
    """What moves over one link: units sent and booked, fees paid and rent kept by the importer."""

    link: Link
    sent: Years
    received: Years
    fee_revenue: Years
    rent: Years


@dataclass(frozen=True, slots=True)
class LimitResult:
    """What one more unit of a limit would be worth."""

    limit: Limit
    shadow_price: Years


@dataclass(frozen=True, slots=True, repr=False)
class Solution:
    """An equilibrium with its certificate: the largest residual and the method that decided."""

    network: Network
    max_residual: float
    method: str
    markets: tuple[MarketResult, ...]
    flows: tuple[Flow, ...]
    limits: tuple[LimitResult, ...]
    program: Program = field(compare=False)
    answer: Answer = field(compare=False)

    def __repr__(self) -> str:
        return printed(self)

    def to_polars(self, table: Table = Table.MARKETS) -> "polars.DataFrame":
        """Return a table of markets, flows or limits, one row for each and year."""
        import polars

        return polars.DataFrame(rows(self, table), infer_schema_length=None)

    def to_pandas(self, table: Table = Table.MARKETS) -> Any:
        """Return the same for pandas, which has to be installed."""
        return import_module("pandas").DataFrame(rows(self, table))

    @property
    def gain(self) -> Years | None:
        """The sum of the gains and the fees; None where a market has no autarky to compare."""
        gains = [one.gain for one in self.markets]
        known = [gain for gain in gains if gain is not None]
        if len(known) < len(gains):
            return None
        return summed([*known, *(flow.fee_revenue for flow in self.flows)], self.network.n_years)


def summed(parts: Sequence[Years], n_years: int) -> Years:
    """Return the sum year by year."""
    return tuple(sum(part[year] for part in parts) for year in range(n_years))


def present(network: Network, years: Years) -> float:
    """Return the present value of money of each year."""
    return sum(value * discount for value, discount in zip(years, network.discounts(), strict=True))


@dataclass(frozen=True, slots=True)
class Autarky:
    """Prices, abatement costs and abatement of a market without any link."""

    price: Years
    cost: Years
    abatement: Years


def autarky_of(network: Network, program: Program, answer: Answer) -> dict[str, Autarky]:
    """Return what each market of a network without links comes to."""
    ledger = _Books(network, program, answer)
    return {
        market.id: Autarky(
            ledger.prices(at), ledger.costs(at), ledger.quantities(Column.ABATED, at)
        )
        for at, market in enumerate(network.markets)
    }


def solution(
    network: Network, program: Program, answer: Answer, alone: Mapping[str, Autarky]
) -> Solution:
    """Return an answer in the words of markets, links and limits."""
    books = _Books(network, program, answer)
    flows = tuple(books.flow(number, link) for number, link in enumerate(network.links))
    return Solution(
        network=network,
        max_residual=answer.max_residual,
        method=answer.method,
        markets=tuple(
            books.market(at, market, flows, alone.get(market.id))
            for at, market in enumerate(network.markets)
        ),
        flows=flows,
        limits=tuple(books.limit(number, limit) for number, limit in enumerate(network.limits)),
        program=program,
        answer=answer,
    )


class _Books:
    """Reads an answer: which column and row is whose, in which year, at which discount."""

    def __init__(self, network: Network, program: Program, answer: Answer) -> None:
        self.network, self.program, self.answer = network, program, answer
        self.n_years = network.n_years
        self.discounts = np.array(network.discounts())
        self.columns: dict[tuple[int, int, int], list[int]] = {}
        labels = np.stack([program.kind, program.owner, program.year], axis=1)
        for column, (kind, owner, year) in enumerate(labels.tolist()):
            self.columns.setdefault((kind, owner, year), []).append(column)
        self.places = {market.id: at for at, market in enumerate(network.markets)}

    def quantities(self, kind: Column, owner: int) -> Years:
        """Return the sum of the columns of a kind, year by year."""
        return tuple(
            float(self.answer.x[self.columns.get((kind, owner, year), [])].sum())
            for year in range(self.n_years)
        )

    def prices(self, at: int, duals: Floats | None = None) -> Years:
        """Return current prices of a market, from present values."""
        values = self.answer.y if duals is None else duals
        rows = slice(at * self.n_years, (at + 1) * self.n_years)
        return _years(values[rows] / self.discounts)

    def costs(self, at: int) -> Years:
        """Return what a market's abatement costs, the integral of its curve."""
        pieces = self.network.markets[at].curve
        return tuple(
            sum(
                piece.cost(float(self.answer.x[column]))
                for piece, column in zip(
                    pieces, self.columns.get((Column.ABATED, at, year), []), strict=True
                )
            )
            for year in range(self.n_years)
        )

    def flow(self, number: int, link: Link) -> Flow:
        """Return what moves over a link."""
        sent = np.array(self.quantities(Column.SENT, number))
        source = np.array(self.prices(self.places[link.source]))
        target = np.array(self.prices(self.places[link.target]))
        # Below zero where sending eases a net limit: who sends is paid for the room it makes.
        wedge = link.rate * target - source - link.fee
        return Flow(
            link=link,
            sent=_years(sent),
            received=_years(sent * link.rate),
            fee_revenue=_years(sent * link.fee),
            rent=_years(sent * wedge),
        )

    def market(
        self, at: int, market: Market, flows: tuple[Flow, ...], alone: Autarky | None
    ) -> MarketResult:
        """Return what the equilibrium means for a market."""
        enters = [flow for flow in flows if flow.link.target == market.id]
        leaves = [flow for flow in flows if flow.link.source == market.id]
        net = np.array(summed([flow.received for flow in enters], self.n_years))
        net = net - np.array(summed([flow.sent for flow in leaves], self.n_years))
        rent = np.array(summed([flow.rent for flow in enters], self.n_years))
        price, costs = np.array(self.prices(at)), np.array(self.costs(at))
        bank = np.array(self.quantities(Column.BANKED, at))
        return MarketResult(
            market=market,
            price=_years(price),
            price_to=self.prices(at, np.maximum(self.answer.greatest, self.answer.y)),
            abatement=self.quantities(Column.ABATED, at),
            net_import=_years(net),
            abatement_cost=_years(costs),
            permit_payment=_years(price * net),
            total_cost=_years(costs + price * net - rent),
            bank=_years(bank - np.array(self.quantities(Column.BORROWED, at))),
            autarky_price=alone.price if alone else None,
            autarky_cost=alone.cost if alone else None,
            autarky_abatement=alone.abatement if alone else None,
        )

    def limit(self, number: int, limit: Limit) -> LimitResult:
        """Return the shadow price of a limit."""
        first = self.program.n_balances + number * self.n_years
        duals = self.answer.y[first : first + self.n_years]
        return LimitResult(limit, _years(duals / self.discounts))


def _years(values: Floats) -> Years:
    return tuple(float(value) + 0.0 for value in values)
