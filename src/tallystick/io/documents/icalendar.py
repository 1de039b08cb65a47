"""Deadlines of a Party as an iCalendar file."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from tallystick.article6.reports.deadlines import Deadline
from tallystick.io.icalendar import Event, icalendar


def calendar_text(
    party: str, deadlines: Iterable[Deadline], stamped_at: datetime, language: str
) -> str:
    """Return the calendar of a Party; what has no day is left out.

    `stamped_at` is when the calendar was made, in UTC. An event keeps its identifier as long as
    it keeps its Party, code, day and words, so that a calendar imported again adds nothing.
    """
    dated = ((one, one.due_on) for one in deadlines)
    events = (_event(party, one, due_on, language) for one, due_on in dated if due_on is not None)
    return icalendar("Article 6 deadlines", events, stamped_at)


def _event(party: str, deadline: Deadline, due_on: date, language: str) -> Event:
    title = deadline.title.zh if language == "zh" else deadline.title.en
    identity = "|".join((party, deadline.code, due_on.isoformat(), deadline.title.en))
    uid = hashlib.sha256(identity.encode()).hexdigest()[:32]
    return Event(uid, due_on, f"{party} {title}", deadline.source)
