"""The permissions there are: verbs on areas, each with its name in both languages."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tallystick.core.findings import Text


@dataclass(frozen=True, slots=True)
class Permission:
    """A verb on an area, such as `units.transfer`."""

    code: str
    name: Text
    needs_second_factor: bool

    @property
    def area(self) -> str:
        """What the verb acts on."""
        return self.code.partition(".")[0]


@cache
def permissions() -> Mapping[str, Permission]:
    """Return every permission by its code, in the order in which the matrix shows them."""
    text = files(__package__).joinpath("data/permissions.csv").read_text(encoding="utf-8")
    return {
        row["permission"]: Permission(
            row["permission"], Text(row["en"], row["zh"]), row["second_factor"] == "yes"
        )
        for row in csv.DictReader(text.splitlines())
    }
