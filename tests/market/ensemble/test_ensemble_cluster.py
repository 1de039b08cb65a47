"""Ensembles on a Ray cluster of this machine, through the loss of a worker."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("numba")
pytest.importorskip("ray")
sys.path.append(str(Path(__file__).parent))

from ensemble_samples import moved, three

from tallystick.market.ensemble import simulate
from tallystick.market.ensemble.cluster import NoCluster, ray_workers
from tallystick.market.ensemble.sampling import BLOCK

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning",
    "ignore::FutureWarning",
    "ignore::ResourceWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
)
N_DRAWS = 12 * BLOCK


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    import ray

    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        ray.init(
            num_cpus=2,
            include_dashboard=False,
            log_to_driver=False,
            runtime_env={"env_vars": {"PYTHONPATH": paths}},
        )
    except Exception as error:
        pytest.skip(f"no Ray cluster can be started: {error}")
    yield
    ray.shutdown()


def workers_of_ray() -> list[int]:
    """The processes that run tasks now: children of the raylet whose title names the task."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            title = path.read_bytes()
        except OSError:
            continue
        if title.startswith(b"ray::_solved"):
            found.append(int(path.parent.name))
    return found


@pytest.mark.usefixtures("cluster")
def test_cluster_gives_the_bits_of_the_threads_though_a_worker_is_lost() -> None:
    network = three()
    expected = simulate(network, moved(network), N_DRAWS, 11)
    lost: list[int] = []

    def kill_one() -> None:
        deadline = time.monotonic() + 600
        while not lost and time.monotonic() < deadline:
            for pid in workers_of_ray()[:1]:
                with suppress(ProcessLookupError):  # it has just ended by itself
                    os.kill(pid, signal.SIGKILL)
                    lost.append(pid)
            time.sleep(0.005)

    killer = threading.Thread(target=kill_one)
    killer.start()
    found = simulate(network, moved(network), N_DRAWS, 11, workers=ray_workers())
    killer.join()
    assert lost
    assert found.figures == expected.figures
    assert found.events == expected.events


def test_without_ray_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tallystick.market.ensemble.cluster.find_spec", lambda name: None)
    with pytest.raises(NoCluster, match="cluster"):
        ray_workers()
