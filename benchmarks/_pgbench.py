"""A PostgreSQL server of its own for a benchmark, and pgbench's rate on it to compare with.

The server keeps every guarantee (fsync is on); what differs from its defaults is in SETTINGS, the
same for pgbench and for the ledger.
"""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from tallystick.ledger import open_ledger

OWNER = "tallystick"
CLIENTS = 16
SCALE = 20
SETTINGS = {
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "30min",
    "maintenance_work_mem": "256MB",
}


class Server:
    """A running server, its programs and the socket it listens on."""

    def __init__(self, programs: Path, home: Path, user: str | None) -> None:
        self._programs, self._home, self._user = programs, home, user
        self._numbers = count(1)
        self._filled: str | None = None
        self.last = ""

    def url(self, database: str) -> str:
        """Return the URL of a database."""
        return f"postgresql://{OWNER}@/{database}?host={self._home}"

    def database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"bench_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)

    def ledger(self) -> str:
        """Make an empty ledger and return its URL, which `last` then is."""
        self.last = self.database()
        with open_ledger(self.last) as ledger:
            ledger.create()
        return self.last

    def pgbench(self, seconds: int = 10, clients: int = CLIENTS) -> float:
        """Return the transactions per second of pgbench's TPC-B-like script."""
        if self._filled is None:
            self._filled = str(psycopg.conninfo.conninfo_to_dict(self.database())["dbname"])
            self._pgbench("-i", "-q", "-s", str(SCALE))
        told = self._pgbench("-c", str(clients), "-j", "2", "-T", str(seconds))
        found = re.search(r"^tps = ([0-9.]+)", told, re.MULTILINE)
        if found is None:
            raise RuntimeError(f"pgbench told no rate: {told}")
        return float(found[1])

    def _pgbench(self, *arguments: str) -> str:
        where = ("-h", str(self._home), "-U", OWNER, self._filled or "")
        return run_as(self._user, self._home, self._programs / "pgbench", *arguments, *where)


def binaries() -> Path:
    """Find the programs of the newest Debian package, or on the path; raises FileNotFoundError."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda found: float(found.parts[-3]))
    on_path = shutil.which("initdb")
    if not newest and on_path is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    return newest[-1].parent if newest else Path(str(on_path)).resolve().parent


@contextmanager
def serving() -> Iterator[Server]:
    """Start a server in a new directory, and stop and remove it in the end."""
    programs, user = binaries(), server_user()
    home = Path(tempfile.mkdtemp(prefix="tallystick-bench-"))
    try:
        if user is not None:
            shutil.chown(home, user)
        data = str(home / "data")
        run_as(user, home, programs / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E",
               "UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        settings = "".join(f" -c {name}={value}" for name, value in SETTINGS.items())
        options = f"-k {home} -c listen_addresses=''{settings}"
        control = (programs / "pg_ctl", "-D", data, "-w")
        run_as(user, home, *control, "-o", options, "-l", str(home / "log"), "start")
        try:
            yield Server(programs, home, user)
        finally:
            run_as(user, home, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def server_user() -> str | None:
    """Name the user to run the server, since it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def run_as(user: str | None, home: Path, program: Path, *arguments: str) -> str:
    """Run a program of PostgreSQL, under another user if one is needed; return what it printed.

    What it prints goes through a file, since a server that it starts keeps a pipe open.
    """
    with tempfile.TemporaryFile("w+") as told:
        subprocess.run(
            [program, *arguments],
            user=user,
            extra_groups=[] if user else None,
            cwd=home,
            check=True,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
        told.seek(0)
        return told.read()
