"""For every test: cases of rules held to their name, and empty ledgers on both databases."""

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # ships no types

from places import keep_files_in_memory
from postgresql import TEMPLATE, Server, binaries, serving
from rule_cases import held_to
from tallystick.ledger import Ledger, open_ledger

NewPlace = Callable[[], str]
NewLedger = Callable[[], Ledger]


keep_files_in_memory()
ANY_SPEED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", ANY_SPEED)
settings.register_profile("same", ANY_SPEED, derandomize=True)
settings.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker of the cases of rules."""
    text = "rule(case, *codes): the test is the case pass, fail or missing of the rules named"
    config.addinivalue_line("markers", text)


IN_BROWSER = ("_journey", "_browser", "_crawl", "test_pages", "_signing_in", "_stored")
"""How the names of those files end whose tests look at served pages in a browser."""
LONGEST = (
    "pages in a browser",
    "pages",
    "tests/cli/test_ledger_replay.py",
    "tests/ledger/importing/test_checking.py",
    "tests/ledger/test_ledger_soak_small.py",
    "tests/market/ensemble/test_ensemble_runs.py",
    "tests/market/ensemble/test_ensemble_cluster.py",
    "tests/article6/aef/test_aef_order.py",
    "tests/cli/test_demo.py",
    "tests/cli/test_market_picture.py",
)
"""What takes longest goes first, however few tests it has: none is left for the end."""


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # it is typed as nothing
    """Gives a worker whole files; one gets all pages in a browser, one all other pages."""

    def _split_scope(self, nodeid: str) -> str:
        """Name what a test is given out with; after the longest, those of most tests go first."""
        file = nodeid.partition("::")[0]
        if not file.startswith("tests/web/"):
            return file
        return "pages in a browser" if Path(file).stem.endswith(IN_BROWSER) else "pages"

    def _assign_work_unit(self, node: Any) -> None:
        """Give out the next unit, the longest first."""
        next_one = next((unit for unit in LONGEST if unit in self.workqueue), None)
        if next_one is not None:
            self.workqueue.move_to_end(next_one, last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Give out the tests file by file."""
    return ByFile(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Hold a test that names cases of rules to them."""
    return (yield from held_to(item))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server with a template database that holds an empty ledger."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with serving(programs) as server:
        server.run(f"CREATE DATABASE {TEMPLATE}")
        with open_ledger(server.url(TEMPLATE)) as ledger:
            ledger.create()
        yield server


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty ledger, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    with open_ledger(str(path)) as ledger:
        ledger.create()
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewPlace]:
    """Make a new empty ledger at each call and return its path or URL."""
    made: list[str] = []
    server: Server | None = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql")

    def new() -> str:
        made.append(server.database() if server else str(tmp_path / f"ledger-{len(made)}.db"))
        if server is None:
            shutil.copyfile(request.getfixturevalue("empty_file"), made[-1])
        return made[-1]

    yield new
    if server is not None:
        for url in made:
            server.drop(url)


@pytest.fixture
def place(new_place: NewPlace) -> str:
    """The path or URL of an empty ledger."""
    return new_place()


@pytest.fixture
def new_ledger(new_place: NewPlace) -> Iterator[NewLedger]:
    """Open a new empty ledger at each call; the one before is closed."""
    with ExitStack() as opened:

        def new() -> Ledger:
            opened.close()
            return opened.enter_context(open_ledger(new_place()))

        yield new


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    """An empty ledger, once on SQLite and once on PostgreSQL."""
    with open_ledger(place) as opened:
        yield opened
