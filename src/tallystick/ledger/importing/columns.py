"""Postings that move units as rows of one table, and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from tallystick.article6.postings.movements import (
    Cancel,
    Issue,
    Movement,
    Transfer,
    UnitPosting,
    Use,
)
from tallystick.article6.postings.plain import Move, MoveUnits, PlainPosting
from tallystick.article6.postings.records import Posting
from tallystick.core.identifiers import Series
from tallystick.ledger.bodies import KINDS, read_plain

SERIES = ("approach", "party", "registry", "vintage")

SCHEMA: Mapping[str, Any] = {
    "seq": pl.Int64,
    "part": pl.Int64,
    "kind": pl.String,
    "on": pl.Date,
    "approach": pl.String,
    "party": pl.String,
    "registry": pl.String,
    "vintage": pl.Int64,
    "series": pl.String,
    "first": pl.Int64,
    "last": pl.Int64,
    "giver": pl.String,
    "taker": pl.String,
    "authorization": pl.String,
    "mitigation_type": pl.String,
    "unit_registry": pl.String,
    "first_unit": pl.String,
    "last_unit": pl.String,
    "purpose": pl.String,
    "year": pl.Int64,
    "entity": pl.String,
    "subtype": pl.String,
    "voluntary": pl.Boolean,
    "expected": pl.String,
    "units": pl.Int64,
    "unit_type": pl.String,
}
"""The columns of a part of a posting: where it stands in the log, and what it says."""


def row_of(posting: Posting) -> dict[str, Any]:
    """Return what a posting that moves units says, by column."""
    row: dict[str, Any] = {"kind": posting.kind, "on": posting.on}
    match posting:
        case UnitPosting():
            return row | _of_units(posting)
        case PlainPosting():
            return row | _plain(posting)
    return row


def _of_units(posting: UnitPosting) -> dict[str, Any]:
    block, series = posting.block, posting.block.series
    row: dict[str, Any] = {name: getattr(series, name) for name in SERIES}
    row |= {"series": str(series), "first": block.first, "last": block.last}
    row["taker"] = posting.to_account
    if isinstance(posting, Movement):
        row["giver"] = posting.from_account
    match posting:
        case Issue(underlying=backing):
            row |= {name: getattr(posting, name) for name in ("authorization", "mitigation_type")}
            row["unit_registry"] = backing and backing.registry
            row |= {
                name: backing and getattr(backing, name) for name in ("first_unit", "last_unit")
            }
        case Use() | Cancel():
            row |= {"purpose": posting.purpose and posting.purpose.value, "entity": posting.entity}
    match posting:
        case Use():
            row["year"] = posting.year
        case Cancel():
            row |= {"subtype": posting.subtype.value, "voluntary": posting.voluntary}
        case Transfer(subtype=subtype):
            row["subtype"] = subtype and subtype.value
    return row


def _plain(posting: PlainPosting) -> dict[str, Any]:
    row: dict[str, Any] = {"giver": posting.from_account, "taker": posting.to_account}
    match posting:
        case Move(range=moved):
            row |= {"series": moved.series, "first": moved.first, "last": moved.last}
            row["expected"] = posting.expected
        case MoveUnits(amount=amount):
            row |= {"units": amount.units, "unit_type": amount.unit_type}
    return row


def posting_of(row: Mapping[str, Any]) -> Posting:
    """Return the posting that a row tells of; raises ValueError where there can be none."""
    said: dict[str, Any] = {"kind": row["kind"], "on": _day(row["on"])}
    said["to_account"] = row["taker"]
    if row["giver"] is not None:
        said["from_account"] = row["giver"]
    said |= {
        name: row[name]
        for name in ("authorization", "mitigation_type", "purpose", "year", "entity", "subtype",
                     "voluntary", "expected")
        if row[name] is not None
    }  # fmt: skip
    span = {"first": row["first"], "last": row["last"]}
    if issubclass(KINDS[row["kind"]], UnitPosting):
        said["block"] = {**span, "series": {name: row[name] for name in SERIES}}
    elif row["first"] is not None:
        said["range"] = {**span, "series": row["series"]}
    else:
        said["amount"] = {"units": row["units"], "unit_type": row["unit_type"]}
    if row["unit_registry"] is not None:
        said["underlying"] = {"registry": row["unit_registry"]}
        said["underlying"] |= {
            name: row[name] for name in ("first_unit", "last_unit") if row[name] is not None
        }
    return read_plain(said)


def series_of(row: Mapping[str, Any]) -> Series:
    """Return the series of ITMOs that a row names."""
    return Series(*(row[name] for name in ("approach", "registry", "party", "vintage")))


def _day(on: date) -> str:
    return on.isoformat()
