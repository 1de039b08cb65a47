"""Run every benchmark, or those named, and print one JSON object.

Usage: python -m benchmarks [NAME ...] [--output FILE]
"""

import argparse
import importlib
import json
import pkgutil
import platform
import sys
from pathlib import Path

import benchmarks


def names() -> list[str]:
    """List the benchmarks: the modules of this package."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name for name in found if not name.startswith("_"))


def main() -> int:
    """Run and report; exit 1 when a ratio misses its limit."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[*names(), []], help="only these")
    parser.add_argument("--output", type=Path, help="also write the JSON to this file")
    asked = parser.parse_args()
    results = []
    for name in asked.name or names():
        print(f"{name} ...", file=sys.stderr)
        results.append(importlib.import_module(f"benchmarks.{name}").run())
    report = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "results": results,
    }
    text = json.dumps(report, indent=2)
    print(text)
    if asked.output:
        asked.output.write_text(text + "\n", encoding="utf-8")
    return 0 if all(result["holds"] for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
