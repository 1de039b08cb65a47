"""Agreements with special clauses, and what rules say of practice under them."""

from datetime import date
from typing import Any

from tallystick.core.findings import Outcome
from tallystick.core.rules import Rulebook
from tallystick.linking.agreement import (
    Agreement,
    Clause,
    Dates,
    Day,
    Event,
    PartyTo,
    Recognition,
)
from tallystick.linking.agreement.params import Other
from tallystick.linking.agreement.words import Area, Form, Level, SpecialClause, Status
from tallystick.linking.practice import Around

ON = date(2026, 6, 1)
FAIL, UNKNOWN = Outcome.FAIL, Outcome.NOT_DETERMINABLE


def linked(*clauses: Clause, suspended: bool = False, **changed: Any) -> Agreement:
    """A link of two Parties in force since 2020, suspended since 2026-05 if asked."""
    event = Event(status=Status.SUSPENDED, on=Day(2026, 5, 1))
    values: dict[str, Any] = {
        "id": "sample",
        "form": Form.TREATY,
        "parties": (
            PartyTo(id="EUE", level=Level.SUPRANATIONAL, systems=("eu_ets",)),
            PartyTo(id="GBR", level=Level.NATIONAL, systems=("gbr_ets",)),
        ),
        "dates": Dates(signed=Day(2019, 5, 1), in_force=Day(2020, 1, 1)),
        "history": (event,) if suspended else (),
        "recognition": (Recognition(origin="gbr_ets", destination="eu_ets"),),
        "clauses": clauses,
    }
    return Agreement(**{**values, **changed})


def special(kind: SpecialClause, **said: Any) -> Clause:
    """A special clause."""
    return Clause(area=Area.OTHER, params=Other(special=kind, **said))


def under(*clauses: Clause, on: date = ON, **changed: Any) -> Around:
    """A day under such a link."""
    return Around(on=on, agreement=linked(*clauses, **changed))


NOWHERE = Around(on=ON)


def judged(book: Rulebook[Any, Any], subject: Any, around: Any) -> list[tuple[str, Outcome]]:
    """Return the code and outcome of every finding."""
    return [(one.code, one.outcome) for one in book.judge(subject, around)]
