"""One step in the life of an agreement, and the course that steps make up."""

from dataclasses import dataclass
from datetime import date

from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import Suspension, Treatment
from tallystick.linking.agreement.words import Area, Status
from tallystick.linking.lifecycle.change import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change of status on a day, with what shows that it may happen; None is unknown.

    `change` names the change for which a side suspends, `event_on` the day that brings the
    agreement into force, `agreed` what is agreed at the end about what is left, beyond the clauses,
    `from_file` marks a step that a file tells, whose silence is unknown.
    """

    to: Status
    on: date
    party: str | None = None
    notified_on: date | None = None
    event_on: date | None = None
    conditions_met: bool | None = None
    registries_connected: bool | None = None
    ground: str | None = None
    change: str | None = None
    agreed: tuple[Treatment, ...] = ()
    successor: Agreement | None = None
    from_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Where an agreement stands after its steps, and the changes that were notified."""

    agreement: Agreement
    status: Status = Status.EXPLORING
    since: date = date.min
    steps: tuple[Step, ...] = ()
    changes: tuple[Change, ...] = ()

    def change(self, name: str) -> Change | None:
        """Return a change by its id."""
        return next((one for one in self.changes if one.id == name), None)


def suspension_clause(agreement: Agreement, ground: str | None) -> Suspension | None:
    """Return the clause that lets a side suspend on a ground, the only one where none names it."""
    said = [
        clause.params
        for clause in agreement.clauses_on(Area.SUSPENSION)
        if isinstance(clause.params, Suspension)
    ]
    naming = [one for one in said if ground in one.grounds]
    return naming[0] if naming else said[0] if len(said) == 1 else None
