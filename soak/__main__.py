"""Run every soak, or those named, and print one JSON object; exit 1 when something does not hold.

Usage: python -m soak [NAME ...] [--times N] [--seconds S] [--output FILE]
"""

import argparse
import importlib
import json
import os
import pkgutil
import platform
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import soak
from postgresql import binaries

SECONDS = 1800
GRACE_SECONDS = 300
"""What a soak may take beyond its time to end what it began, before it is ended."""


def names() -> list[str]:
    """List the soaks: the modules of this package."""
    found = (module.name for module in pkgutil.iter_modules(soak.__path__))
    return sorted(name for name in found if not name.startswith("_"))


def ask() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[*names(), []], help="only these")
    parser.add_argument("--times", type=_count, help="how often each does its worst")
    parser.add_argument("--seconds", type=_count, default=SECONDS, help="the most each may take")
    parser.add_argument("--output", type=Path, help="also write the JSON to this file")
    if binaries() is None:
        parser.error("PostgreSQL is not installed; scripts/system-packages postgresql installs it")
    return parser.parse_args()


def main() -> int:
    """Run and report; exit 1 when something does not hold."""
    asked = ask()
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGALRM, _leave)
    results: list[dict[str, Any]] = []
    for name in asked.name or names():
        sys.stderr.write(f"{name} ...\n")
        signal.alarm(asked.seconds + GRACE_SECONDS)
        module = importlib.import_module(f"soak.{name}")
        results += module.run(asked.times or module.TIMES, asked.seconds)
    report = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "results": results,
    }
    text = json.dumps(report, indent=2) + "\n"
    sys.stdout.write(text)
    if asked.output:
        asked.output.write_text(text, encoding="utf-8")
    return 0 if all(result["holds"] for result in results) else 1


def _leave(number: int, _: FrameType | None) -> NoReturn:
    """End by an exception, so that servers are stopped and files removed on the way."""
    sys.exit(128 + number)


def _count(text: str) -> int:
    """Read a whole number above 0."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number above 0')
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
