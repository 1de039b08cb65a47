"""A network as the arrays of one convex program, the form in which every solver takes it.

    minimise  sum over columns of cost(x)
    subject to  A x >= rhs   and   lower <= x <= upper

The marginal cost of a column is that of `curves.Piece`. Rows are first the balances of units, one
per market and year (market-major: row = market * years + year), then the limits, one per limit and
year, in file order, with their signs turned. The duals of the balances are prices in present value.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tallystick.market.curves import Piece
from tallystick.market.network import Carry, Collar, Limit, LimitKind, Network

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]
Booleans: TypeAlias = NDArray[np.bool_]

IMPORTS = (LimitKind.NET_IMPORT, LimitKind.GROSS_IMPORT, LimitKind.ENTITY_SHARE)
NETS = (LimitKind.NET_IMPORT, LimitKind.NET_EXPORT)


class Column(IntEnum):
    """What a column of the program decides."""

    ABATED = 0
    WITHHELD = 1
    RELEASED = 2
    SENT = 3
    BANKED = 4
    BORROWED = 5


@dataclass(frozen=True, slots=True)
class Program:
    """The arrays; `kind`, `owner` (market, or link for SENT) and `year` say what a column is.

    The entries of A are (entry_row, entry_column, entry_value). All arrays over columns or rows
    but these three and the labels may vary between the draws of an ensemble.
    """

    base: Floats
    slope: Floats
    factor: Floats
    power: Floats
    exponential: Booleans
    lower: Floats
    upper: Floats
    entry_row: Integers
    entry_column: Integers
    entry_value: Floats
    rhs: Floats
    n_balances: int
    kind: Integers
    owner: Integers
    year: Integers

    @property
    def n_columns(self) -> int:
        """How many columns there are."""
        return len(self.base)

    @property
    def n_rows(self) -> int:
        """How many rows there are, balances and limits."""
        return len(self.rhs)

    def supplied(self, x: Floats) -> Floats:
        """Return A x."""
        values = self.entry_value * x[self.entry_column]
        return sums(self.entry_row, values, self.n_rows)

    def priced(self, y: Floats) -> Floats:
        """Return A' y: what a unit of each column earns."""
        values = self.entry_value * y[self.entry_row]
        return sums(self.entry_column, values, self.n_columns)

    def marginal(self, x: Floats) -> Floats:
        """Return the marginal cost of each column."""
        return self.base + self.slope * x + self._grown(x)

    def _grown(self, x: Floats) -> Floats:
        grown = np.zeros(len(x))
        bent = np.flatnonzero(self.factor)
        if len(bent):
            at, power = x[bent], self.power[bent]
            with np.errstate(over="ignore"):
                curved = np.where(
                    self.exponential[bent], np.expm1(power * at), np.maximum(at, 0.0) ** power
                )
                grown[bent] = self.factor[bent] * curved
        return grown

    def curvature(self, x: Floats) -> Floats:
        """Return the derivative of the marginal cost of each column."""
        bent = np.flatnonzero(self.factor)
        result = self.slope.copy()
        if len(bent):
            at, power = x[bent], self.power[bent]
            with np.errstate(over="ignore", divide="ignore"):
                grown = np.where(
                    self.exponential[bent],
                    np.exp(power * at),
                    np.maximum(at, 0.0) ** (power - 1),
                )
                result[bent] += self.factor[bent] * power * grown
        return result

    @property
    def flat(self) -> Booleans:
        """Which columns have the same marginal cost throughout."""
        level: Booleans = (self.slope == 0) & (self.factor == 0)
        return level


def sums(place: Integers, values: Floats, n_places: int) -> Floats:
    """Return the sum of the values at each place."""
    return np.bincount(place, values, n_places).astype(np.float64, copy=False)


@dataclass(slots=True)
class _Draft:
    """Columns and entries as they are collected."""

    pieces: list[Piece] = field(default_factory=list)
    labels: list[tuple[Column, int, int]] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)

    def add(self, piece: Piece, label: tuple[Column, int, int], *entries: tuple[int, float]) -> int:
        """Enter a column with its entries and return its number."""
        column = len(self.pieces)
        self.pieces.append(piece)
        self.labels.append(label)
        self.entries.extend((row, column, value) for row, value in entries)
        return column


def compile_network(network: Network) -> Program:
    """Return the program of a network whose rules hold."""
    draft = _Draft()
    years = range(network.n_years)
    discounts = network.discounts()
    for at in range(len(network.markets)):
        for year in years:
            _enter_market(draft, network, at, year, discounts[year])
    _enter_carries(draft, network)
    _enter_links(draft, network, discounts)
    needs = [need for market in network.markets for need in market.needs]
    rows = list(_enter_limits(draft, network, len(needs)))
    return _arrays(draft, np.array([*needs, *rows]), len(needs))


def _enter_market(draft: _Draft, network: Network, at: int, year: int, discount: float) -> None:
    market, row = network.markets[at], at * network.n_years + year
    for piece in market.curve:
        draft.add(_discounted(piece, discount), (Column.ABATED, at, year), (row, 1.0))
    for collar in market.withheld:
        piece = _collar(collar, year, -discount)
        draft.add(piece, (Column.WITHHELD, at, year), (row, -1.0))
    for collar in market.released:
        piece = _collar(collar, year, discount)
        draft.add(piece, (Column.RELEASED, at, year), (row, 1.0))


def _discounted(piece: Piece, discount: float) -> Piece:
    return Piece(
        piece.base * discount,
        piece.upper,
        piece.slope * discount,
        piece.factor * discount,
        piece.power,
        piece.exponential,
        piece.lower,
    )


def _collar(collar: Collar, year: int, signed_discount: float) -> Piece:
    return Piece(collar.prices[year] * signed_discount, collar.quantity)


def _enter_carries(draft: _Draft, network: Network) -> None:
    """Enter the units that pass from a year to the next and back."""
    periods, years = network.periods, network.n_years
    for at in range(len(network.markets) if periods else 0):
        for year in range(years - 1):
            now, then = at * years + year, at * years + year + 1
            if periods and periods.banking:
                _carry(draft, periods.banking, (Column.BANKED, at, year), now, then)
            if periods and periods.borrowing:
                _carry(draft, periods.borrowing, (Column.BORROWED, at, year), then, now)


def _carry(
    draft: _Draft, carry: Carry, label: tuple[Column, int, int], source: int, target: int
) -> None:
    kept = 1 / (1 + carry.interest)
    draft.add(Piece(0.0, carry.limit), label, (source, -1.0), (target, kept))


def _enter_links(draft: _Draft, network: Network, discounts: list[float]) -> None:
    places = {market.id: at for at, market in enumerate(network.markets)}
    years = network.n_years
    for number, link in enumerate(network.links):
        source, target = places[link.source] * years, places[link.target] * years
        for year, discount in enumerate(discounts):
            entries = (source + year, -1.0), (target + year, link.rate)
            piece = Piece(link.fee * discount, link.limit)
            draft.add(piece, (Column.SENT, number, year), *entries)


def _enter_limits(draft: _Draft, network: Network, first_row: int) -> Iterator[float]:
    """Enter the rows of the limits and yield their right-hand sides."""
    columns: dict[tuple[Column, int, int], list[int]] = {}
    for column, label in enumerate(draft.labels):
        columns.setdefault(label, []).append(column)
    row = first_row
    for limit in network.limits:
        links = list(counted(network, limit))
        for year in range(network.n_years):
            for number, count in links:
                [column] = columns[Column.SENT, number, year]
                draft.entries.append((row, column, -count))
            for at in _sharing(network, limit):
                abated = columns.get((Column.ABATED, at, year), [])
                draft.entries.extend((row, column, -limit.share) for column in abated)
            yield -_maximum(network, limit, year)
            row += 1


def _sharing(network: Network, limit: Limit) -> list[int]:
    """Return the markets whose own emissions a limit rests on."""
    if limit.kind is not LimitKind.ENTITY_SHARE:
        return []
    return [at for at, market in enumerate(network.markets) if market.id in limit.markets]


def _maximum(network: Network, limit: Limit, year: int) -> float:
    if limit.kind is not LimitKind.ENTITY_SHARE:
        return limit.maxima[year]
    markets = [network.markets[at] for at in _sharing(network, limit)]
    return sum(limit.share * market.baselines[year] for market in markets if market.baselines)


def counted(network: Network, limit: Limit) -> Iterator[tuple[int, float]]:
    """Yield the links a limit counts, each with what one unit sent counts for."""
    inside = frozenset(limit.markets)
    partners = None if limit.sources is None else frozenset(limit.sources)
    sign = 1.0 if limit.kind in IMPORTS else -1.0
    for number, link in enumerate(network.links):
        enters, leaves = link.target in inside, link.source in inside
        partner = link.source if enters else link.target
        if enters == leaves or (partners is not None and partner not in partners):
            continue
        if enters and (sign > 0 or limit.kind in NETS):
            yield number, sign * link.rate
        elif leaves and (sign < 0 or limit.kind in NETS):
            yield number, -sign


def _arrays(draft: _Draft, rhs: Floats, n_balances: int) -> Program:
    pieces = draft.pieces
    rows, columns, values = zip(*draft.entries, strict=True) if draft.entries else ((), (), ())
    labels = np.array(draft.labels, dtype=np.int64).reshape(-1, 3)
    return Program(
        base=np.array([piece.base for piece in pieces], dtype=float),
        slope=np.array([piece.slope for piece in pieces], dtype=float),
        factor=np.array([piece.factor for piece in pieces], dtype=float),
        power=np.array([piece.power for piece in pieces], dtype=float),
        exponential=np.array([piece.exponential for piece in pieces], dtype=bool),
        lower=np.array([piece.lower for piece in pieces], dtype=float),
        upper=np.array([piece.upper for piece in pieces], dtype=float),
        entry_row=np.array(rows, dtype=np.int64),
        entry_column=np.array(columns, dtype=np.int64),
        entry_value=np.array(values, dtype=float),
        rhs=rhs,
        n_balances=n_balances,
        kind=labels[:, 0],
        owner=labels[:, 1],
        year=labels[:, 2],
    )
