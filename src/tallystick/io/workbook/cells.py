"""What a cell of a workbook can hold, and the date that our workbooks carry."""

import datetime as dt

CREATED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 (a workbook's clock has no zone)
"""The date of creation that a workbook carries unless the caller says another: the oldest one."""

LONGEST_TEXT = 32_767
LARGEST_NUMBER = 2**53
