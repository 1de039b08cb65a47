"""Tables as CSV or Parquet whose cells are read as the fields of records are."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import polars as pl

from tallystick.article6.safeguards import Relation, Trade
from tallystick.article6.safeguards.claims import Ended
from tallystick.article6.safeguards.liquidity import Quote
from tallystick.core.findings import Text
from tallystick.io.integrity_terms import AMOUNT, CURRENCY
from tallystick.io.ranges import NOT_A_TABLE, SUPPLY
from tallystick.io.safeguards.forms import RENAMED, Entry, Forms
from tallystick.io.safeguards.legal import CLAIM
from tallystick.io.yamlfile.damage import MISSING, WRONG, Damage, Damaged
from tallystick.io.yamlfile.fields import shortened
from tallystick.io.yamlfile.forms import DATE, NATURAL, POSITIVE, TEXT, Form, one_of
from tallystick.io.yamlfile.source import unreadable


class Side(StrEnum):
    """The side of a standing order."""

    BID = "bid"
    ASK = "ask"


TRADE: Forms = {"id": TEXT, "date": DATE, "seller": TEXT, "buyer": TEXT, "quantity_t": POSITIVE}
TRADE_MAYBE: Forms = {
    "price": AMOUNT,
    "reference": AMOUNT,
    "currency": CURRENCY,
    "series": TEXT,
    "start": NATURAL,
    "end": NATURAL,
}
QUOTE: Forms = {"side": one_of(Side), "price": AMOUNT, "quantity_t": POSITIVE}
RELATION: Forms = {"one": TEXT, "other": TEXT, "kind": TEXT}
END = Text("a number not below start", "不小于start的编号")
_PARQUET = b"PAR1"
_BROKEN = (pl.exceptions.PolarsError, pl.exceptions.PanicException)

Row = tuple[int, Mapping[str, str]]


def read_trades(path: Path) -> tuple[Trade, ...]:
    """Read a table of trades; raises Damaged."""

    def make(row: int, **values: Any) -> Trade:
        return Trade(**values, origin={"file": str(path), "row": row})

    trades, damage = _table(path, make, TRADE, TRADE_MAYBE), Damage(str(path))
    for row, end in ((one.origin["row"], one.end) for one in trades if _runs_backwards(one)):
        damage.add(WRONG, int(str(row)), name="end", value=end, expected=END.en, expected_zh=END.zh)
    if damage.findings:
        raise Damaged(damage.findings)
    return trades


def _runs_backwards(trade: Trade) -> bool:
    return trade.range is not None and trade.range[1] > trade.range[2]


def read_quotes(path: Path) -> tuple[Quote, ...]:
    """Read a table of standing orders; raises Damaged."""

    def make(_: int, side: Side, price: Decimal, quantity_t: int) -> Quote:
        return Quote(side is Side.BID, price, quantity_t)

    return _table(path, make, QUOTE, {})


def read_relations(path: Path) -> tuple[Relation, ...]:
    """Read a list of related parties; raises Damaged."""
    return _table(path, lambda row, **values: Relation(**values), RELATION, {})


def read_ended(path: Path) -> tuple[Ended, ...]:
    """Read a table of units used or cancelled for those who claim; raises Damaged."""
    return _table(path, lambda row, **values: Ended(**values), CLAIM, {})


def _table(
    path: Path, make: Callable[..., Entry], needed: Forms, maybe: Forms
) -> tuple[Entry, ...]:
    damage = Damage(str(path))
    forms, found = {**needed, **maybe}, []
    for row, cells in _rows(path, needed, forms, damage):
        read = {
            name: _cell(name, cells.get(name), form, row, damage) for name, form in forms.items()
        }
        for name in needed:
            if cells.get(name) is None:
                _missing(name, forms[name], row, damage)
        if all(read[name] is not None for name in needed):
            found.append(make(row, **{RENAMED.get(name, name): one for name, one in read.items()}))
    if damage.findings:
        raise Damaged(damage.findings)
    return tuple(found)


def _cell(name: str, text: str | None, form: Form[Any], row: int, damage: Damage) -> Any:
    if text is None:
        return None
    try:
        return form.read(text)
    except ValueError:
        expected = {"expected": form.expected.en, "expected_zh": form.expected.zh}
        damage.add(WRONG, row, name=name, value=shortened(text), **expected)
        return None


def _missing(name: str, form: Form[Any], row: int | None, damage: Damage) -> None:
    expected = {"expected": form.expected.en, "expected_zh": form.expected.zh}
    damage.add(MISSING, row, name=name, **expected)


def _rows(path: Path, needed: Forms, forms: Forms, damage: Damage) -> Iterator[Row]:
    """Yield every row by its number in the file, with the cells that are not empty as text."""
    lines, first_row = _lines(path)
    headed = {" ".join(name.split()).casefold(): name for name in lines.columns}
    lacking = [name for name in needed if name not in headed]
    for name in lacking:
        _missing(name, forms[name], None, damage)
    if lacking:
        return
    there = [name for name in forms if name in headed]
    texts = lines.select(
        pl.col(headed[name]).cast(pl.String).str.strip_chars().alias(name) for name in there
    )
    for row, cells in enumerate(texts.iter_rows(), first_row):
        yield row, {name: cell for name, cell in zip(there, cells, strict=True) if cell}


def _lines(path: Path) -> tuple[pl.DataFrame, int]:
    """Return the whole table and the number of its first row."""
    try:
        with path.open("rb") as file:
            parquet = file.read(len(_PARQUET)) == _PARQUET
        if parquet:
            return pl.read_parquet(path, glob=False), 1
        return pl.read_csv(path, infer_schema=False, glob=False), 2
    except OSError as error:
        reason = error.strerror or str(error)
        raise unreadable(path, Text(reason, reason), SUPPLY) from error
    except _BROKEN as error:
        raise unreadable(path, NOT_A_TABLE, SUPPLY) from error
