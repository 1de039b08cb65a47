"""What a rule may know about the world around an agreement, and the rulebooks that use it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from tallystick.article6.participation import Record
from tallystick.core.rules import Rulebook
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.legality.reports import Reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """The day, the other agreements, the systems there are, and what Parties did and reported.

    `systems` is None where no list of systems is at hand.
    """

    on: date
    others: tuple[Agreement, ...] = ()
    systems: frozenset[str] | None = None
    participation: Mapping[str, Record] = field(default_factory=dict)
    reports: Mapping[str, Reported] = field(default_factory=dict)

    def other(self, name: str) -> Agreement | None:
        """Return another agreement by its id or an alias."""
        known = (one for one in self.others if name == one.id or name in one.aliases)
        return next(known, None)


AgreementRules: TypeAlias = Rulebook[Agreement, Circumstances]
