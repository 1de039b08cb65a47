"""Reading the data files that ship beside this module."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
AGREEMENTS = Path(__file__).parent / "agreements"


def read_json(name: str) -> Any:
    """Return the content of a JSON file of the law data."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def read_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a CSV file of the law data by the names of its header."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
