"""Run an ensemble: check it, draw, solve, and sum up."""

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec

import numpy as np

from tallystick.core.findings import Finding, refused
from tallystick.market.compile import Floats
from tallystick.market.ensemble.draws import Uncertainty
from tallystick.market.ensemble.measures import Centre, Key
from tallystick.market.ensemble.plan import Bench, Block, OutOfRange, Plan
from tallystick.market.ensemble.rules import DRAWN, DRAWS, OUTCOMES, Outcome
from tallystick.market.ensemble.sensitivity import indices, tornado
from tallystick.market.ensemble.summary import Ensemble, Index, summarized
from tallystick.market.ensemble.tasks import BASE, OTHER, Task, Workers, tasks, threads
from tallystick.market.network import Network
from tallystick.market.solving import NoSolution, check

Progress = Callable[[int], None]
"""Told after every block how many more draws are done."""

ONE_BY_ONE_MAX = 250
"""Up to so many markets in all draws together no compiled kernel is loaded.

Measured: a market of a draw takes about 5.5 ms, loading the kernels as long as 270 of them.
"""
DOUBLE_BYTES_MAX = 1 << 30
"""Figures that would take more are kept in single precision."""
N_THREADS = 2


def check_ensemble(network: Network, uncertainty: Uncertainty) -> list[Finding]:
    """Return what keeps an ensemble from being run."""
    found = check(network)
    return found if refused(found) else found + DRAWS.judge(uncertainty, network)


def simulate(
    network: Network,
    uncertainty: Uncertainty,
    n_draws: int,
    seed: int,
    workers: Workers | None = None,
    n_sobol: int = 0,
    progress: Progress | None = None,
) -> Ensemble:
    """Return the distribution of what a network does; raises NoSolution.

    `n_sobol` is the size of each of the samples that Sobol's indices compare; 0 leaves them out.
    The same seed gives the same answer to the bit, whoever the workers are.
    """
    findings = check_ensemble(network, uncertainty)
    if refused(findings):
        raise NoSolution(findings)
    few = n_draws * (1 + len(network.markets)) <= ONE_BY_ONE_MAX and not n_sobol
    plan = Plan(network, uncertainty, few or find_spec("numba") is None)
    try:
        return Run(plan, seed, workers or threads(N_THREADS), progress).ensemble(n_draws, n_sobol)
    except OutOfRange as wrong:
        draw = uncertainty.draws[wrong.draw]
        raise NoSolution(DRAWN.judge(wrong, draw)) from wrong


class Run:
    """One ensemble under way."""

    def __init__(
        self, plan: Plan, seed: int, workers: Workers, progress: Progress | None = None
    ) -> None:
        self.plan, self.seed, self.workers = plan, seed, workers
        self.progress = progress or (lambda done: None)
        bench = Bench(plan)
        middle = bench.block(np.zeros((1, len(plan.uncertainty.draws))))
        self.keys, self.event_keys = bench.keys()
        self.central = dict(zip(self.keys, middle.figures[:, 0].tolist(), strict=True))
        self.centre = None if middle.unsolved else self._centre()
        if self.centre is not None:
            self.event_keys = Bench(plan, self.centre).keys()[1]

    def _centre(self) -> Centre:
        network = self.plan.network
        years = range(network.n_years)

        def table(name: str, whose: list[str] | range) -> Floats:
            found = [[self.central[Key(name, one, year)] for year in years] for one in whose]
            return np.array(found).reshape(len(found), network.n_years)

        markets = [market.id for market in network.markets]
        return Centre(
            net_export=-table("net_import", markets),
            abatement=table("abatement", markets),
            sent=table("sent", range(len(network.links))),
        )

    def ensemble(self, n_draws: int, n_sobol: int) -> Ensemble:
        """Return the whole answer."""
        few = n_draws * len(self.keys) * 8 <= DOUBLE_BYTES_MAX
        store = np.empty((len(self.keys), n_draws), dtype=np.float64 if few else np.float32)
        done = self._collected(tasks(self.seed, n_draws), store)
        counts = sum(block.counts for block in done)
        outcome = Outcome(
            n_draws,
            tuple(sorted(number for block in done for number in block.unsolved)),
            sum(block.pumps for block in done),
        )
        answered = n_draws - len(outcome.unsolved)
        shares = counts / max(answered, 1)
        summaries = ((key, summarized(store[at])) for at, key in enumerate(self.keys))
        steady = Bench(self.plan)
        return Ensemble(
            network=self.plan.network,
            uncertainty=self.plan.uncertainty,
            n_draws=n_draws,
            seed=self.seed,
            figures={key: one for key, one in summaries if one is not None},
            events=dict(zip(self.event_keys, np.atleast_1d(shares).tolist(), strict=True)),
            central=self.central,
            tornado=tornado(steady, self.keys),
            sobol=tuple(self._sobol(n_sobol)) if n_sobol else (),
            max_residual=max(block.max_residual for block in done),
            resolved=sum(block.resolved for block in done),
            unsolved=len(outcome.unsolved),
            single_precision=not few,
            findings=OUTCOMES.judge(outcome, self.plan.network),
        )

    def _collected(self, given: list[Task], store: Floats) -> list[Block]:
        """Have tasks done and keep their figures; return the rest of each block, in order."""
        starts = np.cumsum([0, *(task.size for task in given)])
        done: dict[int, Block] = {}
        for number, block in self.workers(self.plan, self.centre, given):
            store[:, starts[number] : starts[number + 1]] = block.figures
            done[number] = replace(block, figures=np.empty(0))
            self.progress(given[number].size)
        return [done[number] for number in sorted(done)]

    def _sobol(self, n_draws: int) -> list[Index]:
        base, other = (self._sample(n_draws, stream) for stream in (BASE, OTHER))
        found = []
        for group in self.plan.uncertainty.groups():
            names = tuple(self.plan.uncertainty.draws[place].name for place in group)
            swapped = self._sample(n_draws, BASE, tuple(group))
            found += indices(names, self.keys, base, other, swapped)
        return found

    def _sample(self, n_draws: int, stream: int, swapped: tuple[int, ...] = ()) -> Floats:
        store = np.empty((len(self.keys), n_draws))
        self._collected(tasks(self.seed, n_draws, stream, swapped), store)
        return store
