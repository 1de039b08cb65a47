"""Deadlines as an iCalendar file (RFC 5545), one all-day event each."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from tallystick.article6.reports.deadlines import Deadline

LINE_BYTES_MAX = 75
PRODUCT = "-//Tallystick//Article 6 deadlines//EN"


def calendar_text(
    party: str, deadlines: Iterable[Deadline], stamped_at: datetime, language: str
) -> str:
    """Return the calendar of a Party; what has no day is left out.

    `stamped_at` is when the calendar was made, in UTC. An event keeps its identifier as long as
    it keeps its Party, code, day and words, so that a calendar imported again adds nothing.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    for one in deadlines:
        lines += _event(party, one, stamped_at, language)
    folded = (part for line in [*lines, "END:VCALENDAR"] for part in _folded(line))
    return "".join(f"{line}\r\n" for line in folded)


def _event(party: str, deadline: Deadline, stamped_at: datetime, language: str) -> Iterator[str]:
    if deadline.due_on is None:
        return
    title = deadline.title.zh if language == "zh" else deadline.title.en
    identity = "|".join((party, deadline.code, deadline.due_on.isoformat(), deadline.title.en))
    uid = hashlib.sha256(identity.encode()).hexdigest()[:32]
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}@tallystick"
    yield f"DTSTAMP:{stamped_at:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{deadline.due_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{deadline.due_on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{party} {title}')}"
    yield f"DESCRIPTION:{_escaped(deadline.source)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Cut a line into parts of at most 75 bytes, never inside a character."""
    part, room = "", LINE_BYTES_MAX
    for sign in line:
        if len((part + sign).encode()) > room:
            yield part
            part = " "
        part += sign
    yield part
