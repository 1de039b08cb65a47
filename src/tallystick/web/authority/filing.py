"""From what was typed into a form to the file that the commands read, and back to its findings."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Read = TypeVar("Read")


def read_as_file(told: dict[str, Any], read: Callable[[Path], Read]) -> Read:
    """Read plain data with a reader of files; raises Damaged, as the reader does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.json"
        path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        return read(path)


def lines(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [one.strip() for one in text.splitlines() if one.strip()]


def by_year(text: str) -> dict[str, str]:
    """Return "2025: 100" line by line as values by year, whatever they are."""
    pairs = (one.replace("：", ":").partition(":") for one in lines(text))
    return {year.strip(): value.strip().replace(",", "") for year, _, value in pairs}


def without_empty(told: dict[str, Any]) -> dict[str, Any]:
    """Leave out what was not filled in, which is unknown and not empty."""
    return {name: value for name, value in told.items() if value not in ("", None, [], {})}
