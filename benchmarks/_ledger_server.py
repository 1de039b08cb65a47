"""A PostgreSQL server for the ledger benchmarks, durable, and pgbench on it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from postgresql import OWNER, Server, binaries, serving

SETTINGS = (
    "fsync=on",
    "synchronous_commit=on",
    "shared_buffers=1GB",
    "max_wal_size=8GB",
    "checkpoint_timeout=30min",
    "jit=off",
)
"""Those of a server for transactions, the same for pgbench and for the ledger."""

SCALE = 20


class Measured(Server):
    """A running server with pgbench's tables."""

    def __init__(self, socket: Path, programs: Path) -> None:
        super().__init__(socket)
        self._programs = programs
        self.run("CREATE DATABASE pgbench")
        self._pgbench("-i", "-q", "-s", str(SCALE))

    def transactions_per_second(self, clients: int, seconds: float) -> float:
        """Run pgbench's TPC-B-like transactions with its default protocol."""
        asked = ("-c", str(clients), "-j", "2", "-T", str(round(seconds)))
        lines = self._pgbench(*asked).splitlines()
        return next(float(line.split()[2]) for line in lines if line.startswith("tps"))

    def _pgbench(self, *arguments: str) -> str:
        host = str(conninfo_to_dict(self.url("pgbench"))["host"])
        command = [str(self._programs / "pgbench"), "-h", host, "-U", OWNER, *arguments, "pgbench"]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        return done.stdout


@contextmanager
def measured() -> Iterator[Measured]:
    """Start a server with the settings and pgbench's tables; raises where there is none."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    with serving(programs, *SETTINGS) as server:
        yield Measured(server.socket, programs)


def program(module: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a module of the benchmarks in a process of its own, with this program's imports."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    return subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
