"""The pages as the command line sees them: a program with commands of its own.

Applications do not import each other, and what one ledger's pages have loaded never reaches
another's: each command is a process.
"""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from typing import Any, NoReturn

from tallystick.cli.output import Exit, stop

PROGRAM = "tallystick.web"


def run(db: str, *words: str) -> dict[str, Any]:
    """Run a command of the pages over a ledger and return the JSON that it answers, if any.

    What it refuses ends this command with the same exit code.
    """
    done = subprocess.run(  # noqa: S603 (our own program)
        _program(*words),
        env=_environment(db),
        stdout=subprocess.PIPE,
        check=False,
        text=True,
    )
    if done.returncode:
        raise SystemExit(done.returncode)
    told: dict[str, Any] = json.loads(done.stdout or "{}")
    return told


def become(db: str, *words: str) -> NoReturn:
    """Run a command of the pages in place of this process."""
    os.execve(sys.executable, _program(*words), _environment(db))  # noqa: S606 (no shell is meant)


def _program(*words: str) -> list[str]:
    if find_spec("django") is None or find_spec("allauth") is None:
        stop(Exit.USAGE, "the pages need the web extra: make install")
    return [sys.executable, "-m", PROGRAM, *words]


def _environment(db: str) -> dict[str, str]:
    return {**os.environ, "TALLYSTICK_DB": db}
