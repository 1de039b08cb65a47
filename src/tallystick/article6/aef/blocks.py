"""The rows of tables 3 and 4 as blocks of units, and whether each can be relied on."""

import polars as pl

from tallystick import law
from tallystick.article6.aef.segments import SERIES
from tallystick.core.actions import ActionType

COMPONENTS = dict(zip(SERIES, ("approach", "registry", "party", "vintage"), strict=True))
"""The part of a full identifier that each column of the series repeats."""

ENDS = ("first_id", "last_id")

KIND = pl.Enum(ActionType)
"""What millions of rows repeat is kept as a number, not as text."""

ACTION = ["acted_at", "action_type", "action_subtype", *SERIES, "first", "last"]
"""What makes two rows the same action on the same units."""


def blocks(actions: pl.DataFrame, holdings: pl.DataFrame, headers: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of tables 3 and 4 of the compared files, numbered in `block`.

    `filer` and `year` come from table 1; `on` is when the row speaks, a holding at the end of the
    year; `kind` is the action type as a value of `ActionType`;
    `first` and `last` are the serials of the two identifiers. A block is `sound` when its row has
    no unreadable cell and does not contradict itself about the units. `repeats` is the block of
    the first row with the same action.
    """
    tables = {"actions": actions, "holdings": holdings}
    rows = pl.concat(
        [frame.with_columns(table=pl.lit(name)) for name, frame in tables.items()],
        how="diagonal",
    )
    numbered = _filed(rows, headers).with_row_index("block")
    return _with_repeats(
        numbered.with_columns(
            on=pl.coalesce("acted_at", pl.datetime(pl.col("year"), 12, 31, 23, 59, 59)),
            kind=pl.col("action_type").replace_strict(_kinds(), default=None, return_dtype=KIND),
            first=pl.col("first_id").struct.field("serial"),
            last=pl.col("last_id").struct.field("serial"),
        ).with_columns(sound=~pl.col("faulty") & ~contradicts_itself())
    )


def _filed(rows: pl.DataFrame, headers: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the compared files beside who filed them for which year."""
    compared = headers["compared"].gather(rows["file"])
    kept = rows if compared.all() else rows.filter(compared)
    filer, year = (headers[name].gather(kept["file"]) for name in ("party", "reported_year"))
    return kept.with_columns(filer=filer, year=year)


def _kinds() -> dict[str, str]:
    return {word: word.lower().replace(" ", "_") for word in law.nomenclature("action_type")}


def contradicts_itself() -> pl.Expr:
    """Whether the row says two things about which units it is about, or nothing."""
    differs = [disagrees(end, column) for end in ENDS for column in SERIES]
    placed = pl.all_horizontal(pl.col(*SERIES, "first", "last").is_not_null())
    return pl.any_horizontal(*differs) | (pl.col("first") > pl.col("last")) | ~placed


def disagrees(end: str, column: str) -> pl.Expr:
    """Whether a full identifier has another component than the column beside it."""
    inside = pl.col(end).struct.field(COMPONENTS[column])
    return (inside != pl.col(column)).fill_null(value=False)


def _with_repeats(numbered: pl.DataFrame) -> pl.DataFrame:
    """Add the first row with the same action; numbers say cheaply which rows can have one."""
    acted = numbered.select("block", "sound", "table", "kind", *ACTION).filter(
        "sound", table="actions"
    )
    alike = acted.select(pl.struct("first", "last", "acted_at", "kind").hash()).to_series()
    if alike.n_unique() == alike.len():
        return numbered.with_columns(repeats=pl.lit(None, pl.UInt32))
    same = acted.filter(alike.is_duplicated())
    original = same.with_columns(repeats=pl.col("block").min().over(ACTION))
    repeats = original.filter(pl.col("repeats") != pl.col("block")).select("block", "repeats")
    return numbered.join(repeats, on="block", how="left", maintain_order="left")


def ranges(numbered: pl.DataFrame) -> pl.DataFrame:
    """Return the range of each sound block, and of the others every range they may mean."""
    sound = numbered.filter("sound").select("block", "sound", *SERIES, "first", "last")
    doubtful = (
        numbered.filter(~pl.col("sound"))
        .drop_nulls(["first", "last"])
        .with_columns(
            first=pl.min_horizontal("first", "last"), last=pl.max_horizontal("first", "last")
        )
    )
    named = [doubtful.select(sound.columns)]
    for end in ENDS:
        inside = {name: pl.col(end).struct.field(part) for name, part in COMPONENTS.items()}
        named.append(doubtful.with_columns(**inside).select(sound.columns))
    return pl.concat([sound, pl.concat(named).drop_nulls().unique()])
