"""Checking by columns and posting one by one come to the same verdict and the same tables."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import HealthCheck, given, settings

from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.records import Posting
from tallystick.ledger import Receipt, open_ledger
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.importing.checking import check
from tallystick.ledger.importing.journal import read_journal
from tallystick.ledger.importing.referee import judge_one_by_one
from tallystick.ledger.importing.tables import Table, joined
from tallystick.ledger.importing.unusual import Broken, Unusual

from .journals import journals, leaves

UNORDERED = ("ledger_account", "ledger_authorization", "ledger_lot", "ledger_backing")


def by_columns(told: list[str]) -> dict[str, pl.DataFrame] | str:
    try:
        return named(check(read_journal(pl.Series(told, dtype=pl.String)), PARTIES))
    except (Broken, LedgerError):
        return "refused"
    except Unusual:
        return "unusual"


def one_by_one(told: list[str]) -> dict[str, pl.DataFrame] | str:
    judged = judge_one_by_one(told, PARTIES)
    return "refused" if judged.findings else named(judged.tables)


def named(tables: Iterable[Table]) -> dict[str, pl.DataFrame]:
    return {table.name: table.rows for table in tables}


def comparable(tables: dict[str, pl.DataFrame]) -> dict[str, list[object]]:
    """Bring tables into one form: ranges joined, series by name, empty balances left out."""
    series = dict(tables["ledger_series"].select("id", "name").iter_rows())

    def placed(name: str) -> pl.DataFrame:
        rows = tables[name].with_columns(
            pl.col("series_id").replace_strict(series, default=None, return_dtype=pl.String)
        )
        return rows.rename({"series_id": "series"})

    held = placed("ledger_holding").with_columns(pl.col("ended").cast(pl.Int64))
    frames = {
        "posting": tables["ledger_posting"],
        "entry": tables["ledger_entry"],
        "state": tables["ledger_state"],
        "holding": joined(held).drop("range").sort("series", "first_serial"),
        "balance": tables["ledger_balance"].filter(pl.col("units") > 0).sort(pl.all()),
        "lot": placed("ledger_lot"),
        **{name: tables[name] for name in UNORDERED if name != "ledger_lot"},
    }
    assert not any(kind.is_float() for frame in frames.values() for kind in frame.dtypes)
    told = {name: frame.select(sorted(frame.columns)).rows() for name, frame in frames.items()}
    return {
        name: [*rows] if name in {"posting", "entry"} else sorted(rows, key=repr)
        for name, rows in told.items()
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(journals())
def test_columns_and_the_ledger_agree(journal: list[Posting]) -> None:
    told = leaves(journal)
    found, right = by_columns(told), one_by_one(told)
    if found == "unusual":
        return
    if isinstance(found, str) or isinstance(right, str):
        assert found == right
    else:
        assert comparable(found) == comparable(right)


def lawful(journal: Sequence[Posting]) -> list[Posting]:
    """Leave out what the ledger refuses."""
    with TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger.db") as ledger:
        ledger.create()
        answers = ledger.post_many((str(place), one) for place, one in enumerate(journal))
        return [
            one for one, told in zip(journal, answers, strict=True) if isinstance(told, Receipt)
        ]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(journals())
def test_what_the_ledger_let_through_comes_to_the_same_tables(journal: list[Posting]) -> None:
    told = leaves(lawful(journal))
    found, right = by_columns(told), one_by_one(told)
    assert found != "refused"
    if not isinstance(found, str):
        assert not isinstance(right, str)
        assert comparable(found) == comparable(right)
