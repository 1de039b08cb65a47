"""Whole-day events as an iCalendar file (RFC 5545), for the calendars that people use."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LINE_OCTETS = 75
ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day with its words; the same `uid` is the same event when it comes again."""

    uid: str
    on: date
    summary: str
    description: str
    category: str | None = None


def icalendar(product: str, events: Iterable[Event], stamped_at: datetime) -> str:
    """Write events, made at an instant in UTC; the same events and instant give the same text."""
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Tallystick//{product}//EN",
        "CALSCALE:GREGORIAN",
    ]
    lines = [*head, *(line for one in events for line in _event(one, stamped_at)), "END:VCALENDAR"]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(event: Event, stamped_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}@tallystick"
    yield f"DTSTAMP:{stamped_at:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    if event.on < date.max:
        yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    yield f"DESCRIPTION:{_escaped(event.description)}"
    if event.category is not None:
        yield f"CATEGORIES:{_escaped(event.category)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    return "".join(ESCAPED.get(character, character) for character in text)


def _folded(line: str) -> Iterator[str]:
    """Break a line so that no part is longer than the standard allows, between characters."""
    part = ""
    for character in line:
        if len((part + character).encode()) > LINE_OCTETS:
            yield part
            part = " "
        part += character
    yield part
