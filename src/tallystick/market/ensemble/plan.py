"""An ensemble made ready: one network, what is drawn in it, and how a block of draws is solved."""

from dataclasses import dataclass, field, replace

import numpy as np

from tallystick.market.certificate import RESIDUAL_MAX
from tallystick.market.compile import Booleans, Column, Floats, Integers, compile_network
from tallystick.market.cycles import NEUTRAL
from tallystick.market.ensemble.batch import (
    Answers,
    Batch,
    column_major,
    program_at,
    shape_of,
)
from tallystick.market.ensemble.costs import abatement_cost, areas, own_program
from tallystick.market.ensemble.draws import Uncertainty
from tallystick.market.ensemble.hub import star_of
from tallystick.market.ensemble.measures import Centre, Key, Measures, Solved
from tallystick.market.ensemble.parameters import Known, range_of
from tallystick.market.ensemble.writing import Drawn, Writer
from tallystick.market.equilibrium import Uncertified, Unmet, settle
from tallystick.market.network import Network
from tallystick.market.presolve import arcs_of, select


class OutOfRange(Exception):  # noqa: N818 (what the value is)
    """A drawn value that its parameter cannot have."""

    def __init__(self, draw: int, value: float, number: int) -> None:
        super().__init__(f"draw {number}: {value}")
        self.draw, self.value, self.number = draw, value, number


@dataclass(slots=True)
class Block:
    """What a block of draws came to: figures by measure and draw, counts of events, certificates.

    Draws without an answer have NaN throughout; `pumps` counts those whose rates multiply units.
    """

    figures: Floats
    counts: Floats
    max_residual: float
    resolved: int
    unsolved: list[int] = field(default_factory=list)
    pumps: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A network with its uncertainty, compiled once; pickled to wherever blocks are solved."""

    network: Network
    uncertainty: Uncertainty
    one_by_one: bool = False

    def drawn(self, normal: Floats, first: int = 0) -> Drawn:
        """Return the parameters for standard normal numbers; raises OutOfRange."""
        known = Known(self.network)
        found: dict[tuple[object, str], Floats] = {}
        for place, draw in enumerate(self.uncertainty.draws):
            key = draw.target, draw.parameter
            given = known.given(*key)
            before = found.get(key, np.broadcast_to(given, (len(normal), len(given))))
            values = draw.applied(draw.values(normal[:, place]), given)
            self._check(place, values, first)
            found[key] = np.where(self._years(draw.years), values, before)
        return found

    def _years(self, years: tuple[int, ...] | None) -> Booleans:
        periods = self.network.periods
        if years is None or periods is None:
            return np.ones(self.network.n_years, dtype=bool)
        return np.isin(np.array(periods.years), years)

    def _check(self, place: int, values: Floats, first: int) -> None:
        least, excluded = range_of(self.uncertainty.draws[place].parameter)
        wrong = ~(values > least) if excluded else ~(values >= least)
        wrong |= np.isnan(values)
        if wrong.any():
            number = int(np.flatnonzero(wrong.any(axis=1))[0])
            raise OutOfRange(place, float(values[number][wrong[number]][0]), first + number)


class Bench:
    """Where the blocks of a plan are solved; made anew in every process that solves some."""

    def __init__(self, plan: Plan, centre: Centre | None = None) -> None:
        network = plan.network
        self.plan, self.centre = plan, centre
        self.program = column_major(compile_network(network))
        self.writer = Writer(network, self.program)
        self.shape = shape_of(self.program)
        self.star = star_of(network, self.program)
        rates = {draw.link for draw in plan.uncertainty.draws if draw.parameter == "rate"}
        rated = [
            number
            for number, link in enumerate(network.links)
            if link.rate != 1 or (link.source, link.target) in rates
        ]
        self.rates_drawn = bool(rates)
        self.measures = Measures(network, self.program, self.shape, rated)
        carried = network.periods and (network.periods.banking or network.periods.borrowing)
        self.carried = bool(carried)

    def keys(self) -> tuple[list[Key], list[Key]]:
        """Return what the figures and the events of a block are."""
        batch = self.writer.batch({}, 0)
        n = self.program.n_balances
        rows = np.zeros((0, self.program.n_rows))
        answers = Answers(np.zeros((0, self.program.n_columns)), rows, np.zeros(0))
        none = np.zeros((0, n))
        solved = Solved(batch, answers, none, none, self._baselines({}, 0))
        figures = [key for key, _ in self.measures.figures(solved)]
        return figures, [key for key, _ in self.measures.events(solved, self.centre)]

    def block(self, normal: Floats, first: int = 0) -> Block:
        """Solve the draws of these standard normal numbers and measure them."""
        drawn = self.plan.drawn(normal, first)
        batch = self.writer.batch(drawn, len(normal))
        answers, resolved = self.solve(batch)
        pumps = self._pumps(batch) if self.rates_drawn else np.zeros(len(normal), dtype=bool)
        answers.residual[pumps] = np.inf
        good = answers.residual <= RESIDUAL_MAX
        prices, costs = self._alone(drawn, batch)
        solved = Solved(batch, answers, prices, costs, self._baselines(drawn, len(normal)))
        figures = np.array([values for _, values in self.measures.figures(solved)])
        events = [values & good for _, values in self.measures.events(solved, self.centre)]
        figures[:, ~good] = np.nan
        return Block(
            figures=figures,
            counts=np.array([np.count_nonzero(event) for event in events], dtype=np.int64),
            max_residual=float(np.max(answers.residual[good], initial=0.0)),
            resolved=resolved,
            unsolved=(first + np.flatnonzero(~good)).tolist(),
            pumps=int(pumps.sum()),
        )

    def solve(self, batch: Batch) -> tuple[Answers, int]:
        """Solve all draws; return how many only the solver of single networks could certify."""
        n, program = len(batch.rhs), self.program
        answers = Answers(
            np.zeros((n, program.n_columns)), np.zeros((n, program.n_rows)), np.full(n, np.inf)
        )
        if not self.plan.one_by_one:
            self._by_kernels(batch, answers)
        return answers, self._again(batch, answers)

    def _by_kernels(self, batch: Batch, answers: Answers) -> None:
        """Solve with the star's own method where there is one, and with the general one."""
        from tallystick.market.ensemble.kernel import solve_draws

        if self.star is None:
            solve_draws(self.shape, batch, answers)
            return
        from tallystick.market.ensemble.star import solve_star

        solve_star(self.shape, self.star, batch, answers)
        rest = np.flatnonzero(~(answers.residual <= RESIDUAL_MAX))
        if len(rest):
            left = Answers(*(array[rest] for array in answers))
            solve_draws(self.shape, Batch(*(array[rest] for array in batch)), left)
            for whole, part in zip(answers, left, strict=True):
                whole[rest] = part

    def _again(self, batch: Batch, answers: Answers) -> int:
        """Give the draws without a certificate to the solver of single networks."""
        lacking = np.flatnonzero(~(answers.residual <= RESIDUAL_MAX))
        for draw in lacking.tolist():
            try:
                found = settle(program_at(self.program, batch, draw))
            except (Unmet, Uncertified):
                continue
            answers.x[draw], answers.y[draw] = found.x, found.y
            answers.residual[draw] = found.max_residual
        return len(lacking)

    def _pumps(self, batch: Batch) -> Booleans:
        """Return the draws in which a circle of rates multiplies units."""
        arcs, columns = arcs_of(self.program)
        first = self.shape.start[columns]
        gains = np.log(np.maximum(batch.value[:, first], batch.value[:, first + 1]))
        worth = np.zeros((len(gains), arcs.n_nodes))
        for _ in range(arcs.n_nodes + 1):
            before = worth.copy()
            for place, (source, target) in enumerate(zip(arcs.source, arcs.target, strict=True)):
                offered = worth[:, source] + gains[:, place]
                worth[:, target] = np.maximum(worth[:, target], offered)
        grown: Booleans = np.any(worth > before + len(columns) * NEUTRAL, axis=1)
        return grown

    def _alone(self, drawn: Drawn, batch: Batch) -> tuple[Floats, Floats]:
        """Return price and abatement cost of every market alone, NaN where it cannot be."""
        if self.carried:
            return self._alone_over_years(drawn, len(batch.rhs))
        if self.plan.one_by_one:
            return self._alone_one_by_one(batch)
        from tallystick.market.ensemble.alone import solve_alone

        n = self.program.n_balances
        prices, costs = np.full((2, n, len(batch.rhs)), np.nan)
        for row in range(n):
            solve_alone(self.shape, batch, self._own(row), row, prices[row], costs[row])
        return prices.T, costs.T

    def _own(self, row: int) -> Integers:
        """Return the columns of a market's own supply in a year."""
        at, year = divmod(row, self.plan.network.n_years)
        kinds = Column.ABATED, Column.WITHHELD, Column.RELEASED
        return np.concatenate([self.measures.of(kind, at, year) for kind in kinds])

    def _alone_one_by_one(self, batch: Batch) -> tuple[Floats, Floats]:
        """Solve every market of every draw as a network of its own."""
        n = self.program.n_balances
        prices, costs = np.full((2, len(batch.rhs), n), np.nan)
        for draw in range(len(batch.rhs)):
            whole = program_at(self.program, batch, draw)
            for row in range(n):
                columns = self._own(row)
                part = own_program(select(whole, columns), row)
                try:
                    found = settle(part)
                except (Unmet, Uncertified):
                    continue
                prices[draw, row] = found.y[0]
                costs[draw, row] = abatement_cost(part, found.x)
        return prices, costs

    def _alone_over_years(self, drawn: Drawn, n_draws: int) -> tuple[Floats, Floats]:
        """Solve each market with its own banking and borrowing."""
        network = self.plan.network
        prices, costs = np.full((2, n_draws, self.program.n_balances), np.nan)
        for at, market in enumerate(network.markets):
            own = replace(network, markets=(market,), links=(), limits=())
            bench = Bench(replace(self.plan, network=own, uncertainty=Uncertainty(())))
            kept = {key: values for key, values in drawn.items() if key[0] == market.id}
            batch = bench.writer.batch(kept, n_draws)
            answers, _ = bench.solve(batch)
            solved = answers.residual <= RESIDUAL_MAX
            years = slice(at * network.n_years, (at + 1) * network.n_years)
            prices[solved, years] = answers.y[solved, : network.n_years]
            for year in range(network.n_years):
                columns = bench.measures.of(Column.ABATED, 0, year)
                cost = np.sum(areas(bench.shape, batch, answers.x, columns), axis=1)
                costs[solved, at * network.n_years + year] = cost[solved]
        return prices, costs

    def _baselines(self, drawn: Drawn, n_draws: int) -> dict[str, Floats]:
        """Return the baselines by draw and year of the markets that have any."""
        shape = n_draws, self.plan.network.n_years
        return {
            market.id: np.broadcast_to(
                drawn.get((market.id, "baseline"), np.array([market.baselines])), shape
            )
            for market in self.plan.network.markets
            if market.baselines is not None
        }
