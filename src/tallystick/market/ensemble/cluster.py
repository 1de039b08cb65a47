"""The draws of an ensemble on a Ray cluster: the same answer, whichever workers are lost."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tallystick.market.ensemble.measures import Centre
from tallystick.market.ensemble.plan import Bench, Block, Plan
from tallystick.market.ensemble.tasks import Task, Workers


class NoCluster(Exception):  # noqa: N818 (what there is)
    """Ray is not installed."""


def ray_workers(address: str | None = None) -> Workers:
    """Return workers on the Ray cluster at an address, or on one started here; raises NoCluster.

    A block whose worker dies is solved again by another, to the same bits.
    """
    if find_spec("ray") is None:
        raise NoCluster("Ray is not installed: pip install tallystick[cluster]")
    ray: Any = import_module("ray")

    def work(
        plan: Plan, centre: Centre | None, given: Sequence[Task]
    ) -> Iterator[tuple[int, Block]]:
        if not ray.is_initialized():
            ray.init(address=address, include_dashboard=False, log_to_driver=False)
        shared = ray.put((plan, centre))
        remote = ray.remote(num_cpus=1, max_retries=-1)(_solved)
        running = {remote.remote(shared, task): task.number for task in given}
        while running:
            [done], _ = ray.wait(list(running), num_returns=1)
            yield running.pop(done), ray.get(done)

    return work


def _solved(shared: tuple[Plan, Centre | None], task: Task) -> Block:
    plan, centre = shared
    return task.run(Bench(plan, centre))
