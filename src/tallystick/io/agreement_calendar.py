"""The calendar of an agreement as an iCalendar file."""

from collections.abc import Iterable
from datetime import date, datetime, time

from tallystick.io.icalendar import Event, icalendar
from tallystick.linking.lifecycle.calendar import Entry


def ics(name: str, entries: Iterable[Entry], stamp: date) -> str:
    """Write entries as whole-day events; the same entries and stamp give the same text."""
    events = (_event(name, index, entry) for index, entry in enumerate(entries))
    return icalendar("Agreement calendar", events, datetime.combine(stamp, time()))


def _event(name: str, index: int, entry: Entry) -> Event:
    source = f" ({entry.source})" if entry.source else ""
    return Event(
        uid=f"{name}-{index}-{entry.on:%Y%m%d}",
        on=entry.on,
        summary=f"{name}: {entry.text.en}",
        description=entry.text.zh + source,
        category=entry.kind,
    )
