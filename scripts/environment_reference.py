"""Write the table of environment variables into the page about operating the pages.

Usage: python scripts/environment_reference.py
"""

import csv
from importlib.resources import files
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs/operating/web.md"
BEGIN, END = "<!-- environment -->\n", "<!-- end -->\n"


def variables() -> list[dict[str, str]]:
    """Return every variable with what it means and what holds without it."""
    text = files("tallystick.web.operation").joinpath("environment.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def table() -> str:
    """Return the table as Markdown."""
    rows = [f"| `{one['name']}` | {one['meaning']} | {one['without']} |" for one in variables()]
    return "\n".join(["| variable | meaning | without it |", "|---|---|---|", *rows]) + "\n"


def page() -> str:
    """Return the page with the table as it should be."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}{table()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
