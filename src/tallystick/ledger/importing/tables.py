"""The tables of a ledger as frames, ready to be loaded in their order."""

from dataclasses import dataclass

import polars as pl

from tallystick.article6.postings.facts import Facts
from tallystick.ledger.drafting import draft
from tallystick.ledger.entries import Leg
from tallystick.ledger.importing.classes import LEG, LEG_SCHEMA
from tallystick.ledger.importing.records import Records
from tallystick.ledger.importing.underlying import unit
from tallystick.ledger.plans import Plan


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a table; days are text, and `true` stands for yes."""

    name: str
    rows: pl.DataFrame


BYTES = frozenset({"leaf_hash", "hash", "peaks"})
"""Columns of bytes, which tables hold in hexadecimal."""

SAME = ("series", "account", "received_on", "lot", "first_transferred_on", "ended")
"""What neighbouring ranges have in common that are one."""


OF_RUNS = (
    "class", "seq", "on", "since", "giver", "taker", "entity", "series", "run_first", "run_last",
    "metric", "mitigation_type", "unit_registry", "first_unit", "last_unit", "stem", "width",
    "first_no", "lot_first", "units", "unit_type",
)  # fmt: skip
"""What the journal entries of a run take from it."""


def joined(pieces: pl.DataFrame) -> pl.DataFrame:
    """Join pieces, in order, that follow each other and differ in nothing."""
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in SAME)
    gap = (pl.col("first_serial") != pl.col("last_serial").shift() + 1).fill_null(value=True)
    ordered = pieces.sort("series", "first_serial").with_columns(range=(differs | gap).cum_sum())
    return ordered.group_by("range", maintain_order=True).agg(
        pl.col("first_serial").first(),
        pl.col("last_serial").last(),
        *(pl.col(name).first() for name in SAME),
    )


def numbered_series(named: pl.DataFrame) -> pl.DataFrame:
    """Number the series, from 1, in the order in which they appear."""
    return named.select(name=pl.col("series").unique(maintain_order=True)).with_row_index("id", 1)


def entries_of_acts(runs: pl.DataFrame, patterns: pl.DataFrame) -> pl.DataFrame:
    """Write the journal entries of all runs, in their order, by the patterns of their classes."""
    said = patterns.rename({name: f"leg_{name}" for name in LEG})
    entries = runs.select(OF_RUNS).join(said, on="class", how="left", maintain_order="left_right")
    return entries.select(
        "seq",
        effective_on=_day("on"),
        **{name: pl.col(f"leg_{name}") for name in ("type", "party", "counterparty")},
        from_account=_account("leg_from_account"),
        to_account=_account("leg_to_account"),
        **{
            name: pl.col(f"leg_{name}")
            for name in ("authorized_on", "subtype", "purpose", "use_year")
        },
        entity=pl.when(pl.col("leg_entity").is_not_null()).then("entity"),
        authorization_id="leg_authorization_id",
        series="series",
        first_serial="run_first",
        last_serial="run_last",
        metric="metric",
        mitigation_type="mitigation_type",
        unit_registry="unit_registry",
        first_unit=_unit("first_unit", "run_first", "lot_first"),
        last_unit=_unit("last_unit", "run_last", "lot_first"),
        first_transferred_on=pl.when(pl.col("since_is") == "on")
        .then(_day("on"))
        .when(pl.col("since_is") == "since")
        .then(_day("since")),
        quantity="units",
        unit_type="unit_type",
    )  # fmt: skip


def entries_of_records(records: Records) -> pl.DataFrame:
    """Write the journal entries of the records."""
    nothing = Facts(parties={}, first_vintage=None)
    legs = [
        (place, *_columns(leg))
        for place, record in records.placed
        for drafted in draft(record, nothing)
        for leg in drafted.legs
    ]
    return pl.DataFrame(legs, schema={"seq": pl.Int64, **LEG_SCHEMA}, orient="row")


def _columns(leg: Leg) -> tuple[str | int | None, ...]:
    plan = Plan(0)
    plan.enter(leg)
    return plan.entries[0][2:]


def _account(column: str) -> pl.Expr:
    return (
        pl.when(pl.col(column) == "giver")
        .then("giver")
        .when(pl.col(column) == "taker")
        .then("taker")
    )


def _day(column: str) -> pl.Expr:
    return pl.col(column).dt.to_string("%Y-%m-%d")


def _unit(column: str, serial: str, lot_first: str) -> pl.Expr:
    """Name the underlying unit of a serial; where none are numbered, as the lot has it."""
    number = pl.col("first_no") + pl.col(serial) - pl.col(lot_first)
    numbered = unit(pl.col("stem"), number, pl.col("width"))
    return pl.when(pl.col("first_no").is_not_null()).then(numbered).otherwise(pl.col(column))
