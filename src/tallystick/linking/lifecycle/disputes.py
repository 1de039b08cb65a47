"""Where a dispute stands: stages follow each other in the order and the days of the clause."""

from datetime import date

from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import Disputes, Stage
from tallystick.linking.agreement.words import Area
from tallystick.linking.lifecycle.notice import add_days


def stages(agreement: Agreement) -> tuple[Stage, ...]:
    """Return the stages of a dispute in the order of the text."""
    said = [clause.params for clause in agreement.clauses_on(Area.DISPUTES)]
    return tuple(stage for one in said if isinstance(one, Disputes) for stage in one.stages)


def schedule(agreement: Agreement, raised_on: date) -> tuple[tuple[date | None, Stage], ...]:
    """Return from which day each stage is open to a dispute raised on a day.

    A stage after one whose length is not fixed has no day: it waits for the one before to fail.
    """
    listed = []
    opens: date | None = raised_on
    for stage in stages(agreement):
        listed.append((opens, stage))
        opens = None if opens is None or stage.days is None else add_days(opens, stage.days)
    return tuple(listed)


def open_stage(agreement: Agreement, raised_on: date, on: date) -> Stage | None:
    """Return the last stage that is open for certain on a day, None before the dispute."""
    begun = [stage for opens, stage in schedule(agreement, raised_on) if opens and opens <= on]
    return begun[-1] if begun else None
