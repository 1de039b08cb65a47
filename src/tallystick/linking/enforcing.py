"""How far every clause can be enforced: the force of the form, its words, and who decides."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tallystick import law
from tallystick.linking.agreement.agreement import Agreement, Clause
from tallystick.linking.agreement.params import Disputes
from tallystick.linking.agreement.words import Area, Binding, DisputeStage


class Enforceability(StrEnum):
    """What a side can do when the other does not keep a clause."""

    ENFORCEABLE = "enforceable"
    BINDING_WITHOUT_FORUM = "binding_without_forum"
    SOFT = "soft"
    NONE = "none"
    UNKNOWN = "unknown"


FORUMS = frozenset({DisputeStage.ARBITRATION, DisputeStage.COURT})
SOFT = frozenset({Binding.SHOULD, Binding.MAY})


@dataclass(frozen=True, slots=True)
class Enforcement:
    """One clause by its place in the file, how its words bind, and what follows from that."""

    path: str
    clause: Clause
    enforceability: Enforceability

    def to_json(self) -> dict[str, Any]:
        """Return the clause as `agreement force` prints it."""
        return {
            "path": self.path,
            "area": self.clause.area.value,
            "ref": self.clause.ref,
            "binding": self.clause.binding.value if self.clause.binding else None,
            "enforceability": self.enforceability.value,
        }


def enforcement(agreement: Agreement) -> tuple[Enforcement, ...]:
    """Say of every clause how far it can be enforced, in the order of the file.

    A duty in a binding form is enforceable where arbitrators or a court decide in the end; in a
    political form every clause is soft, and recitals bind nobody (Yang 2025 section 3.2.3).
    """
    return tuple(
        Enforcement(f"clauses[{index}]", clause, _of(agreement, clause))
        for index, clause in enumerate(agreement.clauses)
    )


def _of(agreement: Agreement, clause: Clause) -> Enforceability:
    if clause.binding is None:
        return Enforceability.UNKNOWN
    if clause.binding is Binding.RECITAL:
        return Enforceability.NONE
    if clause.binding in SOFT or law.legal_force(agreement.form) == "political":
        return Enforceability.SOFT
    if has_forum(agreement):
        return Enforceability.ENFORCEABLE
    return Enforceability.BINDING_WITHOUT_FORUM


def has_forum(agreement: Agreement) -> bool:
    """Whether somebody outside the parties decides disputes in the end."""
    return any(
        stage.stage in FORUMS
        for clause in agreement.clauses_on(Area.DISPUTES)
        if isinstance(clause.params, Disputes)
        for stage in clause.params.stages
    )
