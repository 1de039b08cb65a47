"""The day by which the most recent inventory report was due (18/CMA.1 para 3)."""

from datetime import date

from tallystick import law
from tallystick.article6.participation.record import Record


def latest_inventory_due(record: Record, on: date) -> date | None:
    """Return the last due day before a day, from the general rule or the record, None before any.

    A report is overdue from the day after it was due.
    """
    first = date.fromisoformat(str(law.parameter("first_inventory_due")))
    interval = int(law.parameter("inventory_interval"))
    general = [first.replace(year=year) for year in range(first.year, on.year + 1, interval)]
    recorded = [one.due_on for one in record.inventories or ()]
    return max((day for day in (*general, *recorded) if day < on), default=None)
