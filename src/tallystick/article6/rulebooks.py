"""Every rule, and which of them are in force on a day (the rule packs by date)."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any

from tallystick import article6, core, law
from tallystick.core.rules import Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule with the subject it is about and the module in which it stands."""

    subject: str
    module: str
    rule: Rule[Any, Any]

    @property
    def pack(self) -> str:
        """The source of law that the rule cites first, such as 2/CMA.3."""
        return law.decision(self._citations[0]).id

    @property
    def _citations(self) -> list[str]:
        return self.rule.source.split("; ")

    def in_force(self, on: date) -> bool:
        """Whether the rule applies on the day and what it cites first had been adopted."""
        since = law.decision(self._citations[0]).since
        return self.rule.in_force(on) and (since is None or since <= on)


def rulebooks(*above: ModuleType) -> list[Rulebook[Any, Any]]:
    """Find every rulebook of this row of the house and below, and of packages above, by subject."""
    found: dict[int, Rulebook[Any, Any]] = {}
    for package in (core, article6, *above):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, Rulebook):
                    found[id(value)] = value
    return sorted(found.values(), key=lambda book: book.subject)


def entries(*above: ModuleType) -> Iterator[Entry]:
    """Yield every rule in the order of the rule reference."""
    for book in rulebooks(*above):
        for rule in book.rules:
            yield Entry(book.subject, rule.test.__module__, rule)


def in_force(on: date) -> list[Entry]:
    """Return the rules in force on a day, by which packs can be told apart."""
    return [entry for entry in entries() if entry.in_force(on)]
