import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.io.workbook.text import blanks_to_null, cell_text, column_text, said

STAMP = dt.datetime(2024, 7, 4, 23, 59, 59)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5.0, "5"),
        (-3, "-3"),
        (1e21, "1" + "0" * 21),
        (9007199254740992.0, "9007199254740992"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (12.5, "12.5"),
        (float("inf"), "inf"),
        (True, "TRUE"),
        (dt.date(2024, 7, 4), "2024-07-04"),
        (dt.datetime(2024, 7, 4), "2024-07-04"),
        (STAMP, "2024-07-04T23:59:59"),
        (STAMP.replace(microsecond=499_999), "2024-07-04T23:59:59"),
        (STAMP.replace(microsecond=500_000), "2024-07-05"),
        (dt.datetime.max, "9999-12-31T23:59:59"),  # noqa: DTZ901 (no zone is meant)
        (dt.time(10, 30), "10:30:00"),
        (dt.timedelta(hours=36), "1 day, 12:00:00"),
        ("０１２", "０１２"),
    ],
)
def test_cell_is_written_the_canonical_way(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "NA", "na", "Na", "N/A", "n/a", " NA\u00a0"])
def test_blank_and_not_applicable_are_null(blank: str) -> None:
    column = column_text("a", [blank, "NAM", f" {blank}x"])
    assert blanks_to_null(column.to_frame())["a"].to_list() == [None, "NAM", said(f"{blank}x")]
    assert said(blank) is None


def test_column_of_mixed_cells_is_text() -> None:
    column = column_text("a", ["x", 2024.0, True, dt.date(2024, 1, 1), ""])
    assert column.dtype == pl.String
    assert column.to_list() == ["x", "2024", "TRUE", "2024-01-01", ""]


@given(st.lists(st.one_of(st.text(), st.floats(), st.booleans(), st.datetimes(), st.dates())))
def test_any_column_becomes_text(values: list[object]) -> None:
    assert column_text("a", values).len() == len(values)


@given(st.integers(-(2**53), 2**53))
def test_whole_numbers_keep_every_digit(number: int) -> None:
    assert cell_text(float(number)) == str(number)
