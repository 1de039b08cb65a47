"""Terms that differ by group of Parties: exemptions and parameters, set by an agreement.

Who is in a group comes from dated lists, and what a group is given from the agreement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from tallystick.article6.parties import PARTIES


class Group(StrEnum):
    """Groups of Parties that agreements give terms of their own."""

    LDC = "LDC"
    SIDS = "SIDS"


def groups(code: str, on: date) -> frozenset[Group]:
    """Return the groups a Party was in on a day; raises KeyError for a code that is none."""
    party = PARTIES[code]
    found = {
        Group.LDC: party.is_least_developed_on(on),
        Group.SIDS: party.small_island,
    }
    return frozenset(group for group, there in found.items() if there)


@dataclass(frozen=True, slots=True)
class Differentiated:
    """A parameter of an agreement for all Parties, with other values for some groups."""

    name: str
    general: Fraction
    by_group: Mapping[Group, Fraction]

    def value(self, party: str, on: date) -> Fraction:
        """Return the value for a Party on a day, the lowest where several groups apply.

        Raises KeyError when groups have values of their own and the code is none.
        """
        of = groups(party, on) if self.by_group else ()
        return min(self._special(of), default=self.general)

    def _special(self, of: Iterable[Group]) -> list[Fraction]:
        return [self.by_group[group] for group in of if group in self.by_group]
