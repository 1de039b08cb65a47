"""When annual and biennial reports are due, and what is counted back from them."""

from datetime import date

from tallystick import law
from tallystick.core.periods import NdcPeriod


def annual_due(year: int) -> date:
    """Return the last day for the annual information on a year (2/CMA.3 annex para 20)."""
    return date(year + 1, int(law.parameter("aef_due_month")), int(law.parameter("aef_due_day")))


def report_year_from(year: int) -> int:
    """Return the first year, not before a year, in which a report is due (18/CMA.1 para 3)."""
    first = date.fromisoformat(str(law.parameter("first_btr_due"))).year
    interval = int(law.parameter("btr_interval"))
    wanted = max(year, first)
    return wanted + (first - wanted) % interval


def report_due(year: int) -> date:
    """Return the last day for the report of a year (2/CMA.3 annex para 21)."""
    return date(year, int(law.parameter("btr_due_month")), int(law.parameter("btr_due_day")))


def closing_report_year(period: NdcPeriod) -> int:
    """Return the year of the report that closes a period: the first that can show its last year.

    An inventory ends some years before its submission (18/CMA.1 annex para 58), so the report on
    the end year is the first one due after that lag.
    """
    return report_year_from(period.last_year + int(law.parameter("inventory_lag")))


def oimp_first_transfer_due(period: NdcPeriod) -> date:
    """Return the last day to record first transfers for OIMP of a period (4/CMA.6 para 14)."""
    month, day = (
        int(law.parameter(f"oimp_first_transfer_due_{part}")) for part in ("month", "day")
    )
    return date(closing_report_year(period) - 1, month, day)
