"""PostgreSQL servers that can be killed, started again, copied to a standby and promoted."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from time import monotonic, sleep

import psycopg

from postgresql import OWNER, Server, binaries, run_as, server_user

STANDBY = "standby"
WAIT_SECONDS = 60
PAUSE_SECONDS = 0.02


class Killable(Server):
    """A server with durable commits, on a socket of its own."""

    def __init__(self, programs: Path) -> None:
        self._user = server_user()
        self.home = Path(mkdtemp(prefix="tallystick-pg-", dir="/tmp"))
        super().__init__(self.home)
        if self._user is not None:
            shutil.chown(self.home, self._user)
        self._programs = programs
        self.data = self.home / "data"
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Make an empty server and start it."""
        self._do("initdb", "-D", self.data, "-U", OWNER, "-A", "trust", "-E", "UTF8",
                 "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        self.start()

    def start(self) -> None:
        """Start the server, recovering what a kill has left, and wait until it answers.

        It is a child of this process, so that its id is free again once it was killed. No client
        waits for a lock for ever.
        """
        options = ["-D", str(self.data), "-k", str(self.home), "-c", "listen_addresses="]
        options += ["-c", f"lock_timeout={WAIT_SECONDS}s"]
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", *options],
                user=self._user,
                extra_groups=[] if self._user else None,
                cwd=self.home,
                stdout=log,
                stderr=log,
            )
        wait_until(lambda: self.ask("SELECT 1") == [1])

    def follow(self, primary: "Killable") -> None:
        """Become the synchronous standby of a primary, and wait until it counts on this one."""
        source = f"host={primary.home} user={OWNER} application_name={STANDBY}"
        self._do("pg_basebackup", "-D", self.data, "-d", source, "-R", "-X", "stream",
                 "--checkpoint=fast", "--no-sync")  # fmt: skip
        self.start()
        primary.run(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'")
        primary.run("SELECT pg_reload_conf()")
        wait_until(lambda: primary.ask("SELECT sync_state FROM pg_stat_replication") == ["sync"])

    def promote(self) -> None:
        """Turn a standby into a server that is written to."""
        self._do("pg_ctl", "-D", self.data, "-w", "promote")

    def ask(self, query: str) -> list[object]:
        """Return the first column of what a query finds."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            return [row[0] for row in connection.execute(query.encode())]

    def clients(self) -> list[int]:
        """List the server's processes that serve clients of the ledger."""
        found = self.ask("SELECT pid FROM pg_stat_activity WHERE datname LIKE 'ledger%'")
        return [int(str(pid)) for pid in found]

    def rest(self) -> None:
        """Wait until no client is served, so that what is there stays as it is."""
        wait_until(lambda: not self.clients())

    def kill_backend(self, random: Random) -> None:
        """Kill a process that serves a client; the server ends all and recovers by itself.

        A connection of its own tells when the server has noticed, since until then it still takes
        new clients, whom it then ends too.
        """
        serving = self.clients()
        if serving:
            with psycopg.connect(self.url("postgres"), autocommit=True) as witness:
                os.kill(random.choice(serving), signal.SIGKILL)
                wait_until(lambda: _lost(witness))
        wait_until(lambda: self.ask("SELECT 1") == [1])

    def kill(self) -> None:
        """Kill the server with all its processes."""
        if self._process is None:
            return
        first = self._process.pid
        os.kill(first, signal.SIGSTOP)  # or it would make new ones meanwhile
        children = _children(first)
        for process in [*children, first]:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._process.wait()
        self._process = None
        wait_until(lambda: not any(map(_lives, children)))

    def end(self) -> None:
        """Stop the server, if it runs, and remove all of it."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def _do(self, program: str, *arguments: str | Path) -> None:
        run_as(self._user, self.home, self._programs / program, *arguments)


@contextmanager
def killable(number: int = 1) -> Iterator[list[Killable]]:
    """Make places for servers, begin none, and end all."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    servers = [Killable(programs) for _ in range(number)]
    try:
        yield servers
    finally:
        for server in servers:
            server.end()


def _children(process: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            after_name = status.read_text().rpartition(")")[2].split()
            if int(after_name[1]) == process:
                found.append(int(status.parent.name))
    return found


def _lives(process: int) -> bool:
    """Whether a process is there and more than an entry that its parent has yet to read."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _lost(connection: psycopg.Connection) -> bool:
    with suppress(psycopg.Error):
        connection.execute("SELECT 1")
    return connection.closed


def wait_until(holds: Callable[[], bool]) -> None:
    """Ask again until it holds; a server that does not answer yet is asked again too."""
    until = monotonic() + WAIT_SECONDS
    while monotonic() < until:
        with suppress(psycopg.Error):
            if holds():
                return
        sleep(PAUSE_SECONDS)
    raise TimeoutError(f"a server did not come to what was expected in {WAIT_SECONDS} s")
