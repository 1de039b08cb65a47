"""Serve the pages with gunicorn in this process.

The command line does not import the pages: it names the application, as any server does.
"""

import os
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

APPLICATION = "tallystick.web.wsgi:application"
GRACE_SECONDS = 30


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn with its options given here and not on a command line."""

    def __init__(self, host: str, port: int, workers: int, threads: int) -> None:
        self.address, self.workers, self.threads = f"{host}:{port}", workers, threads
        super().__init__()

    def load_config(self) -> None:
        """Bind the address; who stops the server waits until what was asked is answered."""
        self.cfg.set("bind", self.address)
        self.cfg.set("workers", self.workers)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", self.threads)
        self.cfg.set("graceful_timeout", GRACE_SECONDS)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)
        self.cfg.set("post_worker_init", _work)

    def load(self) -> Any:
        """Load Django only in the worker."""
        return import_app(APPLICATION)


def _work(_worker: Any) -> None:
    """Run background jobs in a thread beside the pages."""
    from django.core.management import call_command

    call_command("work", thread=True)


def serve(ledger: str, host: str, port: int, workers: int, threads: int) -> None:
    """Serve one ledger until the process is told to stop."""
    os.environ["TALLYSTICK_DB"] = ledger
    Server(host, port, workers, threads).run()
