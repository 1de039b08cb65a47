"""A job that tests can hold fast in the middle."""

import time
from pathlib import Path

from django_tasks import task

PATIENCE_SECONDS = 180
QUEUE = "held"
"""Of its own, so that the server that other tests share leaves it alone."""


@task(queue_name=QUEUE)
def wait_for_go(folder: str) -> None:
    """Note the beginning, wait until told to go on, and note the end."""
    with Path(folder, "begun").open("a", encoding="utf-8") as begun:
        begun.write("begun\n")
    until = time.monotonic() + PATIENCE_SECONDS
    while not Path(folder, "go").exists():
        if time.monotonic() > until:
            raise TimeoutError("nobody told the job to go on")
        time.sleep(0.05)
    Path(folder, "ended").touch()
