"""Who is related to whom: pairs on a list, followed from one to the next."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relation:
    """Two that are not independent of each other, and how, such as "parent"."""

    one: str
    other: str
    kind: str


class Relations:
    """The groups that the pairs of a relation list form; a related party's related party is one."""

    def __init__(self, listed: Iterable[Relation]) -> None:
        self._above: dict[str, str] = {}
        for relation in listed:
            self._above[self.group(relation.other)] = self.group(relation.one)

    def group(self, name: str) -> str:
        """Return the name that stands for the whole group of somebody."""
        while (above := self._above.get(name, name)) != name:
            self._above[name] = self._above.get(above, above)  # so that long chains grow short
            name = above
        return name

    def related(self, one: str, other: str) -> bool:
        """Whether two are the same or related."""
        return self.group(one) == self.group(other)
