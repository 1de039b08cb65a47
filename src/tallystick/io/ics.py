"""Calendars as iCalendar text (RFC 5545), for the calendars that people use."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tallystick.linking.lifecycle.calendar import Entry

LINE_OCTETS = 75
ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def ics(name: str, entries: Iterable[Entry], stamp: date) -> str:
    """Write entries as whole-day events; the same entries and stamp give the same text."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tallystick//Agreement calendar//EN"]
    for index, entry in enumerate(entries):
        lines.extend(_event(f"{name}-{index}-{entry.on:%Y%m%d}@tallystick", name, entry, stamp))
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(uid: str, name: str, entry: Entry, stamp: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}"
    if entry.on < date.max:
        yield f"DTEND;VALUE=DATE:{entry.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{name}: {entry.text.en}')}"
    source = f" ({entry.source})" if entry.source else ""
    yield f"DESCRIPTION:{_escaped(entry.text.zh + source)}"
    yield f"CATEGORIES:{_escaped(entry.kind)}"
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
