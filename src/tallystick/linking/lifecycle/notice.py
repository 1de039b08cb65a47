"""Periods of notice and days of entry, counted as treaties count them."""

from calendar import monthrange
from datetime import date, timedelta

from tallystick.linking.agreement.params import (
    EntryIntoForce,
    Suspension,
    Termination,
    Withdrawal,
)

MONTHS = 12


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month.

    What lies beyond the calendar is its last day.
    """
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = day.year + years
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """Return the day some days later; what lies beyond the calendar is its last day."""
    return date.max if days > (date.max - day).days else day + timedelta(days=days)


def notice_ends(given: date, clause: Suspension | Termination | Withdrawal) -> date | None:
    """Return the first day on which what was notified may happen, None if no period is known."""
    if clause.notice_months is not None:
        return add_months(given, clause.notice_months)
    if clause.notice_days is not None:
        return add_days(given, clause.notice_days)
    return None


def entry_day(event: date, clause: EntryIntoForce) -> date:
    """Return the day of entry into force that an event leads to."""
    day = add_days(event, clause.days_after or 0)
    if clause.on_first_january and (day.month, day.day) != (1, 1):
        return add_months(date(day.year, 1, 1), MONTHS)
    return day
