"""A real PostgreSQL server for the test run, under its own user, gone when the run ends."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from places import DISK, short_folder

OWNER = "tallystick"
TEMPLATE = "ledger_template"
QUICK = (
    "fsync=off", "autovacuum=off", "wal_level=minimal", "max_wal_senders=0",
    "full_page_writes=off", "max_wal_size=64MB", "jit=off",
)  # fmt: skip
STRATEGIES_SINCE = 150_000
"""The version that copies a database through its log, several times as slowly, unless told."""


class Server:
    """A running server; `database` makes a fresh database, by default with an empty ledger."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self._numbers = count(1)

    def url(self, database: str) -> str:
        return f"postgresql://{OWNER}@/{database}?host={self.socket}"

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def drop(self, url: str) -> None:
        self.run(f"DROP DATABASE {psycopg.conninfo.conninfo_to_dict(url)['dbname']} WITH (FORCE)")

    def database(self, template: str = TEMPLATE) -> str:
        name = f"ledger_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            can_choose = connection.info.server_version >= STRATEGIES_SINCE
            strategy = "STRATEGY file_copy" if can_choose else ""
            statement = f"CREATE DATABASE {name} TEMPLATE {template} {strategy}"
            connection.execute(statement.encode())
        return self.url(name)


def binaries() -> Path | None:
    """Find initdb and pg_ctl: of the newest Debian package, or on the path."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda found: float(found.parts[-3]))
    on_path = shutil.which("initdb")
    found = newest[-1] if newest else Path(on_path).resolve() if on_path else None
    return found.parent if found else None


@contextmanager
def serving(programs: Path, *settings: str) -> Iterator[Server]:
    """Start a server on a socket in a short directory, and stop it in the end.

    Without settings it lies in memory where there is room and does not wait for a disk, which is
    as good as any unless the machine itself goes down; with settings it lies on the disk.
    """
    user = server_user()
    home = Path(tempfile.mkdtemp(prefix="tallystick-pg-", dir=DISK if settings else short_folder()))
    try:
        if user is not None:
            shutil.chown(home, user)
        data, options = home / "data", f"-k {home} -c listen_addresses=''"
        options += "".join(f" -c {setting}" for setting in settings or QUICK)
        run_as(
            user, home, programs / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        run_as(user, home, programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", home / "log",
             "start")  # fmt: skip
        try:
            yield Server(home)
        finally:
            run_as(user, home, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def server_user() -> str | None:
    """PostgreSQL refuses to run as root: name another user to run it."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def run_as(user: str | None, home: Path, program: Path, *arguments: str | Path) -> None:
    """Run a program of PostgreSQL under another user, if one is needed, and wait for its end."""
    subprocess.run(
        [program, *arguments],
        user=user,
        extra_groups=[] if user else None,
        cwd=home,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if program.name == "initdb" else subprocess.DEVNULL,
    )
