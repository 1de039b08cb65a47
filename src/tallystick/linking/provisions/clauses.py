"""The typed terms of clauses, and where in the file they stand."""

from collections.abc import Iterator
from typing import TypeVar

from tallystick.core.rules import Rulebook
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.words import Level
from tallystick.linking.circumstances import AgreementRules, Circumstances
from tallystick.linking.legality.concerned import taking_part

Params = TypeVar("Params")

DESIGN = "Tallystick design"
OPERATING: AgreementRules = Rulebook("operating provisions")


def terms(agreement: Agreement, kind: type[Params]) -> Iterator[tuple[str, Params]]:
    """Yield the terms of a kind with their place in the file."""
    for index, clause in enumerate(agreement.clauses):
        if isinstance(clause.params, kind):
            yield f"clauses[{index}].params", clause.params


def governments(agreement: Agreement, facts: Circumstances) -> tuple[str, ...]:
    """Return the ids of the governments that are party on the day."""
    present = (party for _, party in taking_part(agreement, facts))
    return tuple(party.id for party in present if party.level is not Level.NON_STATE)
