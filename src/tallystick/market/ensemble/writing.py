"""From drawn parameters to the arrays of many programs, the same as compiling each network anew."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tallystick.market.compile import Column, Floats, Integers, Program
from tallystick.market.ensemble.batch import Batch, repeated
from tallystick.market.ensemble.parameters import OF_CURVES, Known, curve_kind
from tallystick.market.network import LimitKind, Network

Drawn = Mapping[tuple[object, str], Floats]
"""Parameters that were drawn: a line per draw and a place per year."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Enters drawn parameters into the programs of one network."""

    network: Network
    program: Program

    def batch(self, drawn: Drawn, n_draws: int) -> Batch:
        """Return the programs of so many draws."""
        batch = repeated(self.program, n_draws)
        page = _Page(self.network, self.program, Known(self.network), drawn, batch)
        touched = {target for target, _ in drawn}
        for at, market in enumerate(self.network.markets):
            if market.id in touched:
                page.market(at)
        for number, link in enumerate(self.network.links):
            if (link.source, link.target) in touched:
                page.link(number)
        for number in range(len(self.network.limits)):
            page.limit(number)
        return batch


@dataclass(frozen=True, slots=True)
class _Page:
    network: Network
    program: Program
    known: Known
    drawn: Drawn
    batch: Batch

    def has(self, target: object, *parameters: str) -> bool:
        return any((target, parameter) in self.drawn for parameter in parameters)

    def get(self, target: object, parameter: str, year: int) -> Floats:
        """Return a parameter in a year, as a column of draws or as the one value given."""
        found = self.drawn.get((target, parameter))
        given = self.known.given(target, parameter)[None] if found is None else found
        return given[:, year]

    def columns(self, kind: Column, owner: int, year: int) -> Integers:
        program = self.program
        return np.flatnonzero(
            (program.kind == kind) & (program.owner == owner) & (program.year == year)
        )

    def market(self, at: int) -> None:
        for year, discount in enumerate(self.network.discounts()):
            self._need(at, year)
            self._curve(at, year, discount)
            self._collars(at, year, discount)

    def _need(self, at: int, year: int) -> None:
        market = self.network.markets[at].id
        need = self.batch.rhs[:, at * self.network.n_years + year]
        if self.has(market, "need"):
            need[:] = self.get(market, "need", year)
        elif self.has(market, "baseline", "cap"):
            need[:] = self.get(market, "baseline", year) - self.get(market, "cap", year)

    def _curve(self, at: int, year: int, discount: float) -> None:
        market, batch = self.network.markets[at], self.batch
        kind = curve_kind(market.curve)
        columns = self.columns(Column.ABATED, at, year)
        if kind and self.has(market.id, *OF_CURVES[kind]):
            values = {name: self.get(market.id, name, year) for name in OF_CURVES[kind]}
            for name, value in _piece(kind, values, discount).items():
                getattr(batch, name)[:, columns[0]] = value
        if self.has(market.id, "mac"):
            for array in (batch.base, batch.slope, batch.factor):
                array[:, columns] *= self.get(market.id, "mac", year)[:, None]

    def _collars(self, at: int, year: int, discount: float) -> None:
        market = self.network.markets[at].id
        for name, kind, sign in (("floor", Column.WITHHELD, -1), ("ceiling", Column.RELEASED, 1)):
            if self.has(market, name):
                first = self.columns(kind, at, year)[0]
                self.batch.base[:, first] = sign * discount * self.get(market, name, year)

    def link(self, number: int) -> None:
        link = self.network.links[number]
        ends = link.source, link.target
        for year, discount in enumerate(self.network.discounts()):
            [column] = self.columns(Column.SENT, number, year)
            self.batch.base[:, column] = discount * self.get(ends, "fee", year)
            self.batch.upper[:, column] = self.get(ends, "limit", year)
            if self.has(ends, "rate"):
                scale = self.get(ends, "rate", year) / link.rate
                self.batch.value[:, self._booked(number, int(column))] *= scale[:, None]

    def _booked(self, number: int, column: int) -> Integers:
        """Return the entries of a link that count what is booked, not what is sent."""
        program, link = self.program, self.network.links[number]
        entries = np.flatnonzero(program.entry_column == column)
        rows = program.entry_row[entries]
        balance = rows < program.n_balances
        limits = (rows - program.n_balances) // self.network.n_years
        enters = [link.target in limit.markets for limit in self.network.limits]
        booked = (
            [enters[limit] for limit in np.where(balance, 0, limits).tolist()]
            if enters
            else balance
        )
        return entries[np.where(balance, program.entry_value[entries] > 0, booked)]

    def limit(self, number: int) -> None:
        limit = self.network.limits[number]
        shares = limit.kind is LimitKind.ENTITY_SHARE
        for year in range(self.network.n_years):
            row = self.program.n_balances + number * self.network.n_years + year
            if not shares and self.has(number + 1, "max"):
                self.batch.rhs[:, row] = -self.get(number + 1, "max", year)
            elif shares:
                self._share(number, year, row)

    def _share(self, number: int, year: int, row: int) -> None:
        """Enter the share of own emissions, baseline minus abatement, that is the limit."""
        markets = self.network.limits[number].markets
        if self.has(number + 1, "share") or any(self.has(one, "baseline") for one in markets):
            share = self.get(number + 1, "share", year)
            total = sum((self.get(one, "baseline", year) for one in markets), np.zeros(1))
            self.batch.rhs[:, row] = -share * total
            program = self.program
            own = (program.entry_row == row) & (program.kind[program.entry_column] == Column.ABATED)
            self.batch.value[:, own] = -share[:, None]


def _piece(kind: str, values: Mapping[str, Floats], discount: float) -> dict[str, Floats]:
    """Return the arrays of a curve of one piece from its parameters."""
    if kind == "linear":
        return {
            "base": values["intercept"] * discount,
            "slope": values["slope"] * discount,
            "upper": values["max"],
        }
    if kind == "quadratic":
        a, b = values["a"], values["b"]
        with np.errstate(divide="ignore", invalid="ignore"):
            lower = np.where(b < 0, -b / a, 0.0)
        return {"slope": b * discount, "factor": a * discount, "lower": lower}
    if kind == "power":
        baseline, exponent = values["mac_baseline"], values["exponent"]
        return {
            "factor": values["price"] / baseline**exponent * discount,
            "power": exponent,
            "upper": baseline,
        }
    return {"factor": values["scale"] * discount, "power": values["rate"]}
