"""Reading transaction logs from CSV."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.io.replay_file import LARGEST, ROWS, RawRow, ReplayFile
from tallystick.io.workbook.unreadable import Unreadable
from tallystick.ledger.replay_log import BadRows, LogRow

UNITS = "transaction_id,date,type,from_account,to_account,units\n"
RANGES = "transaction_id,date,type,from_account,to_account,series,start,end\n"
BOTH = "transaction_id,date,type,from_account,to_account,units,series,start,end\n"

Read = Callable[[str | bytes], list[LogRow | BadRows]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.csv"


@pytest.fixture
def read(path: Path) -> Read:
    def write_and_read(text: str | bytes) -> list[LogRow | BadRows]:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(ReplayFile(path))

    return write_and_read


def codes(read: list[LogRow | BadRows]) -> list[tuple[str, object, object]]:
    return [
        (finding.code, finding.where.get("line"), finding.where.get("column"))
        for one in read
        if isinstance(one, BadRows)
        for finding in one.findings
    ]


def test_a_row_of_units_is_read(read: Read) -> None:
    (row,) = read(UNITS + "T1,2018-12-19,10-0,A,B,25000\n")
    assert row == LogRow(
        line=2,
        transaction_id="T1",
        on=date(2018, 12, 19),
        type="10-0",
        from_account="A",
        to_account="B",
        units=25_000,
    )


def test_a_row_of_serials_is_read_with_their_number(read: Read) -> None:
    (row,) = read(RANGES + "T1,2024-01-31,issuance,,B,S,11,20\n")
    assert isinstance(row, LogRow)
    assert (row.series, row.first, row.last, row.units) == ("S", 11, 20, 10)
    assert row.issues


def test_a_log_may_have_both_and_further_columns_in_any_order(read: Read) -> None:
    header = "note,units,start,end,series,to_account,from_account,type,date,Transaction_ID\n"
    rows = read(header + "x,5,,,,B,A,t,2024-01-31,T1\ny,,1,5,S,B,A,t,2024-01-31,T2\n")
    assert [(row.units, row.series) for row in rows if isinstance(row, LogRow)] == [
        (5, None),
        (5, "S"),
    ]


@pytest.mark.parametrize(
    ("text", "on", "at"),
    [
        ("2018-12-19", date(2018, 12, 19), None),
        ("2018-12-19 09:53:59.29", date(2018, 12, 19), time(9, 53, 59, 290_000)),
        ("2018-12-19T09:53", date(2018, 12, 19), time(9, 53)),
    ],
)
def test_dates_are_iso_with_or_without_a_time(
    read: Read, text: str, on: date, at: time | None
) -> None:
    (row,) = read(UNITS + f"T1,{text},t,A,B,1\n")
    assert isinstance(row, LogRow)
    assert (row.on, row.at) == (on, at)


@pytest.mark.parametrize("value", ["31.12.2018", "2018-13-01", "2018-12", "yesterday"])
def test_another_form_of_date_is_refused(read: Read, value: str) -> None:
    assert codes(read(UNITS + f"T1,{value},t,A,B,1\n")) == [("SYNTAX", 2, "date")]


@pytest.mark.parametrize("value", ["0", "-5", "1.5", "1_000", "ten", "٣", str(LARGEST + 1)])
def test_units_that_are_no_whole_number_above_zero_are_refused(read: Read, value: str) -> None:
    assert codes(read(UNITS + f"T1,2024-01-31,t,A,B,{value}\n")) == [("SYNTAX", 2, "units")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",2024-01-31,t,A,B,1", "transaction_id"),
        ("T1,,t,A,B,1", "date"),
        ("T1,2024-01-31,,A,B,1", "type"),
        ("T1,2024-01-31,t,A,B,", "units"),
    ],
)
def test_an_empty_cell_that_is_needed_is_refused(read: Read, row: str, column: str) -> None:
    assert codes(read(UNITS + row + "\n")) == [("SYNTAX", 2, column)]


def test_an_empty_account_is_left_to_the_replay(read: Read) -> None:
    (row,) = read(UNITS + "T1,2024-01-31,t,,B,1\n")
    assert isinstance(row, LogRow)
    assert not row.names_accounts


def test_half_a_range_is_refused(read: Read) -> None:
    assert codes(read(RANGES + "T1,2024-01-31,t,A,B,S,5,\n")) == [("SYNTAX", 2, "end")]


@pytest.mark.rule("fail", "BLOCK_RANGE")
def test_serials_the_wrong_way_round_are_refused(read: Read) -> None:
    assert codes(read(RANGES + "T1,2024-01-31,t,A,B,S,5,4\n")) == [("BLOCK_RANGE", 2, None)]


@pytest.mark.rule("fail", "BLOCK_QTY")
def test_units_that_are_not_the_length_of_the_range_are_refused(read: Read) -> None:
    rows = read(BOTH + "T1,2024-01-31,t,A,B,4,S,1,5\nT2,2024-01-31,t,A,B,5,S,1,5\n")
    assert codes(rows) == [("BLOCK_QTY", 2, None)]
    assert isinstance(rows[1], LogRow)


@pytest.mark.parametrize("column", UNITS.strip().split(","))
def test_a_missing_column_refuses_every_row_once(read: Read, column: str) -> None:
    header = ",".join(name for name in UNITS.strip().split(",") if name != column)
    (bad,) = read(f"{header}\na,b,c,d,e\nf,g,h,i,j\n")
    assert codes([bad]) == [("SYNTAX", 1, None)]
    assert isinstance(bad, BadRows)
    assert bad.count == 2


def test_a_row_with_more_or_fewer_cells_is_refused_and_the_rest_read(read: Read) -> None:
    rows = read(UNITS + "T1,2024-01-31\nT2,2024-01-31,t,A,B,1,more\n\nT3,2024-01-31,t,A,B,1\n")
    assert codes(rows) == [("SYNTAX", 2, None), ("SYNTAX", 3, None)]
    assert isinstance(rows[2], LogRow)
    assert rows[2].line == 5


def test_a_log_can_be_read_twice(read: Read, path: Path) -> None:
    first = read("\ufeff" + UNITS + "T1,2024-01-31,t,A,B,1\r\n")
    log = ReplayFile(path)
    assert list(log) == list(log) == first


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (UNITS.encode() + b"T1,\xff", "UTF-8"),
        (UNITS.encode() + b'T1,"', "CSV"),
        (UNITS.encode() + b"x" * 200_000, "CSV"),
    ],
)
def test_what_is_no_csv_is_unreadable(read: Read, content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(content)


def test_a_file_that_is_none_is_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.csv", tmp_path / "nowhere" / "log.csv"):
        with pytest.raises(Unreadable):
            list(ReplayFile(path))


CELLS = st.sampled_from(["", "T1", "2024-01-31", "0", "1", "7", "9" * 30, "-1", "2024-01-31T10:00"])


@given(cells=st.dictionaries(st.sampled_from(BOTH.strip().split(",")), CELLS))
def test_a_row_without_a_finding_has_everything_that_is_needed(cells: dict[str, str]) -> None:
    raw = RawRow({"line": 2}, cells)
    if not ROWS.judge(raw, None):
        assert raw.moment
        assert raw["transaction_id"]
        assert raw["type"]
        assert raw.whole("units") or (raw["series"] and raw.whole("start") and raw.whole("end"))
