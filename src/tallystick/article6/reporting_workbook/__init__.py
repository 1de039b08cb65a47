"""Rows 7 to 13 as the Gold Standard and Verra reporting workbook works them out, and beside them
what 2/CMA.3 says. Row 14 of that workbook has the wrong sign and is not reproduced.
"""

from tallystick.article6.reporting_workbook.compare import (
    Comparison,
    compare,
    to_json,
    unread_to_json,
)
from tallystick.article6.reporting_workbook.credits import Credit, Question
from tallystick.article6.reporting_workbook.rows import WorkbookRow, work_out_rows

__all__ = [
    "Comparison",
    "Credit",
    "Question",
    "WorkbookRow",
    "compare",
    "to_json",
    "unread_to_json",
    "work_out_rows",
]
