"""Columns of table 3 that only some types of action may fill."""

from collections.abc import Iterator

import polars as pl

from tallystick import law
from tallystick.article6.aef.filings import Filings
from tallystick.article6.aef.rules.places import listed, place
from tallystick.core.actions import ActionType
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails

BOOK: Rulebook[Filings, None] = Rulebook("AEF applicability")

ONLY = {
    "transferring_party": [ActionType.ACQUISITION],
    "acquiring_party": [ActionType.FIRST_TRANSFER, ActionType.TRANSFER],
    "use_year": [ActionType.USE],
}
"""The types of action that each of these columns is about."""


@BOOK.rule(
    "NOT_APPLICABLE",
    source="4/CMA.6 annex II table 3",
    message=Text(
        '{label} does not apply to an action of type "{type}", but is {value}',
        "{label} 不适用于类型为“{type}”的行动，却填有 {value}",
    ),
    fix=Text("write NA there, or correct the action type", "请在该栏填写 NA，或更正行动类型"),
)
def column_applies_to_the_action(filings: Filings, _: None) -> Iterator[Shown]:
    """Show actions that fill a column of other types; the older layout has no such columns."""
    labels = {field.name: field.label for field in law.layout("five_table")["actions"]}
    older = filings.headers.filter("legacy")["file"]
    rows = filings.actions.filter(~pl.col("file").is_in(older.implode()))
    for column, kinds in ONLY.items():
        elsewhere = pl.col(column).is_not_null() & ~pl.col("kind").is_in(kinds)
        for row in listed(rows.filter(elsewhere)):
            where = {**place(filings, row), "field": column}
            kind, value = row["action_type"], row[column]
            yield fails(where, label=labels[column], type=kind, value=value)
