"""The parts of a posting whose units are alike, and whether all of it moves as it says."""

import numpy as np
import polars as pl

from tallystick.article6.postings.units import Underlying, Units
from tallystick.core.identifiers import Block
from tallystick.ledger.importing.columns import series_of
from tallystick.ledger.importing.pieces import NONE, Flags, Ints, Pieces
from tallystick.ledger.importing.unusual import Broken

NO_DAY = np.iinfo(np.int64).min


def require_moves(acts: pl.DataFrame, pieces: Pieces) -> None:
    """Raise Broken unless every piece is new, or given by who received it, not before it did."""
    accounts = pl.concat([acts["giver"].fill_null(""), acts["taker"]]).cast(pl.Categorical)
    numbers = accounts.to_physical().to_numpy()
    givers, takers = numbers[: acts.height], numbers[acts.height :]
    days, article6, new = _days(acts["on"]), is_article6(acts), is_new(acts)
    row, before = pieces.row, pieces.before
    there = before != NONE
    given = ~there | (
        (takers[before] == givers[row])
        & (days[before] <= days[row])
        & (article6[pieces.origin] == article6[row])
    )
    if not (np.all(there != new[row]) and np.all(given)):
        raise Broken("pieces that do not move as they should")
    expected = acts.filter(
        pl.col("expected").is_not_null() & (pl.col("expected") != pl.col("giver"))
    )
    if expected.height:
        raise Broken("an expected holder")


def is_article6(acts: pl.DataFrame) -> Flags:
    """Tell the acts on units under an authorization."""
    return acts["approach"].is_not_null().to_numpy()


def is_new(acts: pl.DataFrame) -> Flags:
    """Tell the acts that bring units into being."""
    return (
        acts.select((pl.col("kind") == "issuance") | (pl.col("giver") == "")).to_series().to_numpy()
    )


def find_runs(
    acts: pl.DataFrame, pieces: Pieces, transferring: Flags, lots: pl.DataFrame
) -> pl.DataFrame:
    """Join the pieces of each act that differ in nothing into runs.

    `transferring` are the pieces whose act first transfers them unless they are so already. A run
    has the `row` of its act, its serials, the rows of the lots of its first and last piece, the day
    of an earlier first transfer (`since`), and whether the act is the first transfer (`transfers`).
    """
    row, article6, days = pieces.row, is_article6(acts)[pieces.row], _days(acts["on"])
    by = pieces.earliest(transferring)
    transfers = article6 & (by == row)
    earlier = article6 & (by != NONE) & (by < row)
    since = np.where(earlier, days[by], NO_DAY)
    lot = np.where(article6, pieces.origin, NONE)
    breaks = np.ones(len(row), dtype=np.bool_)
    same = (row[1:] == row[:-1]) & (since[1:] == since[:-1]) & (transfers[1:] == transfers[:-1])
    breaks[1:] = ~(same & _continue(lot, same, lots))
    starts = np.flatnonzero(breaks)
    ends = np.flatnonzero(np.roll(breaks, -1))
    return pl.DataFrame(
        {
            "row": row[starts],
            "run_first": pieces.first[starts],
            "run_last": pieces.last[ends],
            "lot": lot[starts],
            "lot_of_last": lot[ends],
            "since": _as_days(since[starts]),
            "transfers": transfers[starts],
        }
    )


def _days(days: pl.Series) -> Ints:
    return days.to_physical().to_numpy().astype(np.int64)


def _as_days(days: Ints) -> pl.Series:
    numbers = pl.Series(days).to_frame("day")
    there = pl.when(pl.col("day") != NO_DAY).then("day")
    return numbers.select(there.cast(pl.Int32).cast(pl.Date)).to_series()


def _continue(lot: Ints, same: Flags, lots: pl.DataFrame) -> Flags:
    """Tell where a piece is of the same lot as the one before, or of one that continues it."""
    continues = np.asarray(lot[1:] == lot[:-1])
    asked = np.flatnonzero(same & ~continues)
    pairs = {(int(lot[at]), int(lot[at + 1])) for at in asked}
    units = {number: _lot(lots, number) for pair in pairs for number in pair}
    joined = {pair for pair in pairs if units[pair[0]].followed_by(units[pair[1]]) is not None}
    for at in asked:
        continues[at] = (int(lot[at]), int(lot[at + 1])) in joined
    return continues


def _lot(lots: pl.DataFrame, number: int) -> Units:
    row = lots.row(by_predicate=pl.col("row") == number, named=True)
    registry = row["unit_registry"]
    backing = Underlying(registry, row["first_unit"], row["last_unit"]) if registry else None
    return Units(
        block=Block(series_of(row), row["first"], row["last"]),
        authorization=row["authorization"],
        metric=row["metric"],
        mitigation_type=row["mitigation_type"],
        underlying=backing,
    )
