"""The work of an ensemble in pieces that any number of workers may take, in any order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import NamedTuple, TypeAlias

from tallystick.market.compile import Floats
from tallystick.market.ensemble.measures import Centre
from tallystick.market.ensemble.plan import Bench, Block, Plan
from tallystick.market.ensemble.sampling import BLOCK, blocks, normals

MAIN, BASE, OTHER = 0, 1, 2
"""Streams of random numbers: of the ensemble itself, and the two that Sobol indices compare."""


class Task(NamedTuple):
    """A block of draws; those in `swapped` take their numbers from the other stream."""

    number: int
    seed: int
    stream: int
    block: int
    size: int
    swapped: tuple[int, ...] = ()

    def normals(self, plan: Plan) -> Floats:
        """Return the standard normal numbers of the block."""
        found = normals(plan.uncertainty, self.seed, self.stream, self.block)
        if self.swapped:
            other = normals(plan.uncertainty, self.seed, OTHER, self.block)
            found[:, self.swapped] = other[:, self.swapped]
        return found[: self.size]

    def run(self, bench: Bench) -> Block:
        """Solve the block."""
        return bench.block(self.normals(bench.plan), self.block * BLOCK)


Workers: TypeAlias = Callable[[Plan, Centre | None, Sequence[Task]], Iterable[tuple[int, Block]]]
"""Solves tasks and gives each one's number with what it came to, in whatever order."""


def tasks(seed: int, n_draws: int, stream: int = MAIN, swapped: tuple[int, ...] = ()) -> list[Task]:
    """Return the tasks of so many draws."""
    sizes = [min(BLOCK, n_draws - block * BLOCK) for block in range(blocks(n_draws))]
    return [Task(at, seed, stream, at, size, swapped) for at, size in enumerate(sizes)]


def threads(n_threads: int) -> Workers:
    """Return workers in this process; the compiled kernels let each other run."""

    def work(
        plan: Plan, centre: Centre | None, given: Sequence[Task]
    ) -> Iterator[tuple[int, Block]]:
        bench = Bench(plan, centre)
        with ThreadPoolExecutor(n_threads) as pool:
            running = {pool.submit(task.run, bench): task.number for task in given}
            try:
                for done in as_completed(running):
                    yield running.pop(done), done.result()
            finally:
                pool.shutdown(cancel_futures=True)

    return work
