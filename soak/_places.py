"""Where a soak keeps its ledgers: files of SQLite, or databases of a PostgreSQL server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Protocol

from soak._server import Killable, killable

BLOWS = 10
"""Of so many rounds one kills a process of the server, and one the whole server."""


class Places(Protocol):
    """What makes ledgers' places on one database and knows what else can be killed there."""

    name: str
    struck: dict[str, int]

    def new(self) -> str:
        """Return the path or URL of a place without a ledger."""

    def strike(self, number: int) -> bool:
        """Kill what this round kills beside the writers; say whether there was any."""

    def rest(self) -> None:
        """Wait until nothing is at work for writers that are dead."""


class Files:
    """Files in a directory; nothing but writers is ever at work on them."""

    name = "SQLite"

    def __init__(self, directory: Path) -> None:
        self.struck: dict[str, int] = {}
        self._directory = directory
        self._made = 0

    def new(self) -> str:
        """Return the path of a file that is not there yet."""
        self._made += 1
        return str(self._directory / f"{self._made}.db")

    def strike(self, number: int) -> bool:
        """Kill nothing."""
        return False

    def rest(self) -> None:
        """Do not wait."""


class Databases:
    """Databases of one server, whose processes are killed in some rounds."""

    name = "PostgreSQL"

    def __init__(self, server: Killable) -> None:
        self.struck = {"backends": 0, "servers": 0}
        self._server = server
        self._random = Random(2)
        server.begin()

    def new(self) -> str:
        """Return the URL of an empty database."""
        return self._server.database("template1")

    def strike(self, number: int) -> bool:
        """In some rounds kill a process that serves a writer, or the whole server."""
        if number % BLOWS == 0:
            self._server.kill_backend(self._random)
            self.struck["backends"] += 1
        elif number % BLOWS == BLOWS // 2:
            self._server.kill()
            self._server.start()
            self.struck["servers"] += 1
        return number % BLOWS in {0, BLOWS // 2}

    def rest(self) -> None:
        """Wait until no process serves a client."""
        self._server.rest()


@contextmanager
def everywhere() -> Iterator[list[Places]]:
    """Make places on both databases, and remove them in the end."""
    with TemporaryDirectory() as directory, killable() as (server,):
        yield [Files(Path(directory)), Databases(server)]
