"""What a file of practice comes to: findings section by section, and the figures behind them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from tallystick.core.findings import Finding, Outcome, worst
from tallystick.core.rules import Rulebook
from tallystick.linking.practice.actors import (
    CHECKLISTS,
    NEEDS,
    ROLES,
    VOICES,
    Roles,
)
from tallystick.linking.practice.allocation import ALLOTMENTS, MIXES, PLANS
from tallystick.linking.practice.around import Around
from tallystick.linking.practice.auction import AUCTIONS
from tallystick.linking.practice.aviation import AVIATION_CREDITS
from tallystick.linking.practice.border import IMPORTS, MEASURES
from tallystick.linking.practice.consent import ACTIVATIONS, EXEMPTIONS, SALES
from tallystick.linking.practice.credits import CARRY_OVERS, OFFSETS, OUTPUTS
from tallystick.linking.practice.energy import CONTROLS, FOOTPRINTS, GENERATIONS
from tallystick.linking.practice.figures import figures
from tallystick.linking.practice.flows import FLOWS, treated
from tallystick.linking.practice.legacy import LEGACY
from tallystick.linking.practice.liability import INVALIDATIONS
from tallystick.linking.practice.obligations import OBLIGATIONS
from tallystick.linking.practice.record import Practice
from tallystick.linking.practice.venues import VENUE_TRADES

Subject = TypeVar("Subject")


def _each(
    book: Rulebook[Subject, Around], subjects: Iterable[Subject], around: Around
) -> list[Finding]:
    return [finding for one in subjects for finding in book.judge(one, around)]


def _allotments(practice: Practice, around: Around) -> list[Finding]:
    own = _each(ALLOTMENTS, practice.allotments, around)
    return own + MIXES.judge(practice.allotments, around)


def _flows(practice: Practice, around: Around) -> list[Finding]:
    guarded = [one for each in treated(practice.flows, around) for one in each.findings]
    return _each(FLOWS, practice.flows, around) + guarded


SECTIONS: Mapping[str, Callable[[Practice, Around], list[Finding]]] = {
    "obligations": lambda one, around: _each(OBLIGATIONS, one.obligations, around),
    "allotments": _allotments,
    "plans": lambda one, around: _each(PLANS, one.plans, around),
    "exemptions": lambda one, around: _each(EXEMPTIONS, one.exemptions, around),
    "activations": lambda one, around: _each(ACTIVATIONS, one.activations, around),
    "sales": lambda one, around: _each(SALES, one.sales, around),
    "invalidations": lambda one, around: _each(INVALIDATIONS, one.invalidations, around),
    "flows": _flows,
    "measures": lambda one, around: _each(MEASURES, one.measures, around),
    "imports": lambda one, around: _each(IMPORTS, one.imports, around),
    "generation": lambda one, around: _each(GENERATIONS, one.generation, around),
    "footprints": lambda one, around: _each(FOOTPRINTS, one.footprints, around),
    "controls": lambda one, around: _each(CONTROLS, one.controls, around),
    "offsets": lambda one, around: _each(OFFSETS, one.offsets, around),
    "aviation": lambda one, around: _each(AVIATION_CREDITS, one.aviation, around),
    "kyoto": lambda one, around: _each(CARRY_OVERS, one.kyoto, around),
    "legacy": lambda one, around: _each(LEGACY, one.legacy, around),
    "outputs": lambda one, around: _each(OUTPUTS, one.outputs, around),
    "auctions": lambda one, around: _each(AUCTIONS, one.auctions, around),
    "trades": lambda one, around: _each(VENUE_TRADES, one.trades, around),
    "roles": lambda one, around: ROLES.judge(Roles(held=one.roles), around),
    "voices": lambda one, around: _each(VOICES, one.voices, around),
    "needs": lambda one, around: _each(NEEDS, one.needs, around),
    "checklists": lambda one, around: _each(CHECKLISTS, one.checklists, around),
}
"""How each list of a file is judged, in printed order; the names are those of its keys."""


@dataclass(frozen=True, slots=True)
class PracticeChecked:
    """The answers on one file on one day."""

    practice: Practice
    around: Around
    sections: Mapping[str, tuple[Finding, ...]]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, section by section."""
        return tuple(finding for found in self.sections.values() for finding in found)

    @property
    def outcome(self) -> Outcome:
        """All sections together."""
        return worst(self.findings)

    def to_json(self) -> dict[str, Any]:
        """Return answers and figures as `practice check --json` prints them."""
        return {
            "on": self.around.on.isoformat(),
            "agreement": self.around.agreement.id if self.around.agreement else None,
            "outcome": self.outcome.value,
            "sections": {name: worst(found).value for name, found in self.sections.items()},
            "report": figures(self.practice, self.around),
            "findings": [finding.to_json() for finding in self.findings],
        }


def check_practice(practice: Practice, around: Around) -> PracticeChecked:
    """Judge every list that a file holds, on a day and under an agreement."""
    held = [name for name in SECTIONS if getattr(practice, name)]
    return PracticeChecked(
        practice, around, {name: tuple(SECTIONS[name](practice, around)) for name in held}
    )
