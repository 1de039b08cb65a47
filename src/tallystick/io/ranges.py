"""Files of serial ranges: CSV or Parquet, with columns of our own or as the registries publish.

Our own columns are series, start, end and perhaps quantity. A list published by a registry has a
column of printed serial numbers instead. Nothing is dropped: what cannot be read is counted and
named, row by row.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path

import polars as pl

from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.core.overlaps import FIRST
from tallystick.core.serials.defects import LAYOUT, RangeTable, Rows
from tallystick.core.serials.form import SerialError
from tallystick.core.serials.registries import parse
from tallystick.io.workbook import unreadable as why
from tallystick.io.workbook.unreadable import Unreadable

COLUMNS = ("series", "start", "end")
PRINTED = ("serial", "serial number", "credit serial numbers", "offset credit serial numbers")
"""What registries head their column of serial numbers with."""

QUANTITIES = ("quantity", "quantity of credits", "quantity of offset credits", "quantity issued")
BOUNDS = ("from", "to")
"""Where a registry prints the running numbers beside the serial number."""

BLANK = Text("{column} is empty", "{column} 为空")
NOT_WHOLE = Text(
    '{column} "{value}" is not a whole number of at most 63 bits',
    "{column}“{value}”不是 63 位以内的整数",
)
NOT_A_TABLE = Text(
    "it is neither Parquet nor CSV in UTF-8 with as many cells in each row as in the first",
    "它既不是 Parquet，也不是 UTF-8 编码且各行单元格数与首行一致的 CSV",
)
SUPPLY = Text(
    "supply a CSV file in UTF-8 or a Parquet file", "请提供 UTF-8 编码的 CSV 文件或 Parquet 文件"
)

_PARQUET = b"PAR1"
_HEAD = 4096
"""How much of a file tells text from anything else."""

_EXACT = 1 << 53
"""Up to here a floating-point number tells every whole number from the next."""

_SCHEMA = {
    "row": pl.UInt32,
    "series": pl.Categorical,
    "start": pl.Int64,
    "end": pl.Int64,
}
_NUMBERS = (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32)
_NONE = Rows(0, ())
_BROKEN = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


def read_ranges(paths: Sequence[Path]) -> tuple[RangeTable, list[Finding]]:
    """Read the ranges of all files, and say which files cannot be read at all."""
    tables, refused = [], []
    for path in paths:
        try:
            tables.append(_read(path))
        except Unreadable as refusal:
            refused.append(refusal.finding)
    return _together(tables), refused


def _read(path: Path) -> RangeTable:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if not head:
            raise _unreadable(path, why.EMPTY)
        if head.startswith(_PARQUET):
            return _table(path, pl.scan_parquet(path, glob=False), first_row=1)
        if b"\0" in head:
            raise _unreadable(path, NOT_A_TABLE)
        return _table(path, pl.scan_csv(path, infer_schema=False, glob=False), first_row=2)
    except (FileNotFoundError, NotADirectoryError):
        raise _unreadable(path, why.MISSING) from None
    except IsADirectoryError:
        raise _unreadable(path, why.NOT_A_FILE) from None
    except PermissionError:
        raise _unreadable(path, why.DENIED) from None
    except _BROKEN:
        raise _unreadable(path, NOT_A_TABLE) from None


def _unreadable(path: Path, reason: Text) -> Unreadable:
    message = Text(
        why.MESSAGE.en.format(path=path, reason=reason.en),
        why.MESSAGE.zh.format(path=path, reason=reason.zh),
    )
    where = {"file": str(path)}
    return Unreadable(
        Finding(why.CODE, Outcome.FAIL, Severity.ERROR, message, SUPPLY, LAYOUT, where)
    )


def _table(path: Path, lines: pl.LazyFrame, first_row: int) -> RangeTable:
    """Read one file by our own columns, or else by the printed numbers of a registry."""
    names = {name.strip().casefold(): name for name in lines.collect_schema().names()}
    numbered = lines.with_row_index("row", offset=first_row)
    stated = [names[heading] for heading in QUANTITIES if heading in names][:1]
    quantity = [pl.col(name).alias("quantity") for name in stated]
    missing = [column for column in COLUMNS if column not in names]
    if not missing:
        own = [pl.col(names[column]).alias(column) for column in COLUMNS]
        return _own_columns(path, numbered.select("row", *own, *quantity))
    printed = [pl.col(names[heading]) for heading in PRINTED if heading in names][:1]
    if printed and names.keys() >= {*BOUNDS}:
        printed = [pl.format("{} {} to {}", *printed, *(pl.col(names[name]) for name in BOUNDS))]
    if printed:
        return _printed(path, numbered.select("row", printed[0].alias("serial"), *quantity))
    return RangeTable(
        pl.DataFrame(schema=_SCHEMA),
        files=(str(path),),
        rows=lines.select(pl.len()).collect().item(),
        missing_columns=[{"file": str(path), "column": column} for column in missing],
    )


def _own_columns(path: Path, cells: pl.LazyFrame) -> RangeTable:
    schema = cells.collect_schema()
    ranges = cells.select(
        "row",
        _series(schema["series"]),
        *(_whole(name, schema[name]) for name in schema.names()[2:]),
    ).collect(engine="streaming")
    unread = [rows for column in COLUMNS for rows in _lost(path, cells, ranges, column)]
    return _sorted_out(path, cells, ranges, unread)


def _printed(path: Path, cells: pl.LazyFrame) -> RangeTable:
    """Take the numbers of a registry apart; its quantities may have thousands separators."""
    if "quantity" in cells.collect_schema():
        cells = cells.with_columns(pl.col("quantity").cast(pl.String).str.replace_all(",", ""))
    given = cells.collect()
    parts: list[tuple[object, ...]] = []
    problems: list[tuple[int, Text]] = []
    for row, text in given.select("row", pl.col("serial").cast(pl.String)).iter_rows():
        try:
            numbers = parse(text or "")
            parts.append((row, numbers.series, numbers.start, numbers.end))
        except SerialError as error:
            problems.append((row, error.message))
            parts.append((row, None, None, None))
    ranges = pl.DataFrame(parts, schema=_SCHEMA, orient="row")
    if "quantity" in given.columns:
        ranges = ranges.with_columns(given.select(_whole("quantity", pl.String())).to_series())
    return _sorted_out(path, cells, ranges, [_rows(path, "serial", problems)])


def _sorted_out(
    path: Path, cells: pl.LazyFrame, ranges: pl.DataFrame, unread: Iterable[Rows]
) -> RangeTable:
    """Keep the ranges that can be compared, and note what the others lack."""
    backwards = ranges.filter(pl.col("start") > pl.col("end"))
    whole = ranges.drop_nulls(COLUMNS)
    if backwards.height:
        whole = whole.filter(pl.col("start") <= pl.col("end"))
    unstated, unclear = (
        _lost(path, cells, ranges, "quantity") if "quantity" in ranges.columns else (_NONE, _NONE)
    )
    return RangeTable(
        whole,
        files=(str(path),),
        rows=ranges.height,
        unread=[rows for rows in (*unread, unclear) if rows.count],
        backwards=[_backwards(path, backwards)] if backwards.height else [],
        unstated=[unstated] if unstated.count else [],
    )


def _series(dtype: pl.DataType) -> pl.Expr:
    """Tell series apart by number where they are numbers, and by text otherwise."""
    if dtype in _NUMBERS:
        return pl.col("series").cast(pl.Int64)
    text = pl.col("series").cast(pl.String, strict=False).cast(pl.Categorical)
    return pl.when(text != "").then(text).alias("series")


def _whole(name: str, dtype: pl.DataType) -> pl.Expr:
    """Read whole numbers; null where a cell is none."""
    cell = pl.col(name)
    if dtype.is_integer():
        return cell.cast(pl.Int64, strict=False)
    if dtype.is_float():
        exact = (cell == cell.floor()) & (cell.abs() <= _EXACT)
        return pl.when(exact).then(cell).cast(pl.Int64, strict=False).alias(name)
    return cell.cast(pl.String, strict=False).str.strip_chars().cast(pl.Int64, strict=False)


def _lost(path: Path, cells: pl.LazyFrame, ranges: pl.DataFrame, column: str) -> tuple[Rows, Rows]:
    """Return the rows whose cell in a column is empty, and those where it is not a number."""
    if not ranges[column].null_count():
        return _NONE, _NONE
    lost = ranges.filter(pl.col(column).is_null())["row"]
    value = pl.col(column).cast(pl.String, strict=False)
    written = cells.select("row", value=value).filter(pl.col("row").is_in(lost.implode())).collect()
    blank = pl.col("value").fill_null("").str.strip_chars() == ""
    empty, wrong = written.filter(blank), written.filter(~blank)
    return (
        _rows(path, column, [(row, BLANK.fill({"column": column})) for row in empty["row"]]),
        _rows(
            path,
            column,
            [
                (row, NOT_WHOLE.fill({"column": column, "value": value}))
                for row, value in wrong.iter_rows()
            ],
        ),
    )


def _rows(path: Path, column: str, problems: Sequence[tuple[int, Text]]) -> Rows:
    return Rows(
        len(problems),
        [
            (
                {"file": str(path), "row": row, "column": column},
                {"problem": problem.en, "problem_zh": problem.zh},
            )
            for row, problem in problems[:FIRST]
        ],
    )


def _backwards(path: Path, ranges: pl.DataFrame) -> Rows:
    first = ranges.head(FIRST).select("row", "series", "start", "end").iter_rows(named=True)
    return Rows(ranges.height, [({"file": str(path), **row}, row) for row in first])


def _together(tables: Sequence[RangeTable]) -> RangeTable:
    """Put the ranges of several files into one table, where series compare across files."""
    frames = [table.ranges for table in tables if table.ranges.height]
    if len({frame.schema["series"] for frame in frames}) > 1:
        frames = [frame.with_columns(_series(pl.String())) for frame in frames]
    heights = [table.ranges.height for table in tables]
    return RangeTable(
        pl.concat(frames, how="diagonal") if frames else pl.DataFrame(schema=_SCHEMA),
        files=[file for table in tables for file in table.files],
        begins=list(accumulate(heights, initial=0))[: len(tables)],
        rows=sum(table.rows for table in tables),
        missing_columns=[place for table in tables for place in table.missing_columns],
        unread=[rows for table in tables for rows in table.unread],
        backwards=[rows for table in tables for rows in table.backwards],
        unstated=[rows for table in tables for rows in table.unstated],
    )
