"""The older three-table layout (6/CMA.4 annex VII) told in the five tables of 4/CMA.6 annex II.

The record ID and the conversion factor have no place there and are left out.
"""

from collections.abc import Mapping

import polars as pl

from tallystick import law
from tallystick.core.actions import FirstTransferDefinition
from tallystick.core.identifiers import FULL_ID, PARTY_CODE
from tallystick.core.quantities import Metric

VERSION = "1.0"
FIRST_TRANSFER = "First transfer"
YES = ("yes", "y", "true", "1", "x")

Header = Mapping[str, str | None]
Tables = Mapping[str, pl.DataFrame]


def to_five_tables(header: Header, tables: Tables) -> tuple[Header, Tables]:
    """Map the heading and the rows of a file of the older layout; what it lacks is null."""
    actions, holdings = (_rows(tables[table]) for table in ("actions", "holdings"))
    said = {**header, "version": VERSION}
    mapped = {
        "authorizations": _authorizations(actions, holdings),
        "actions": _shaped("actions", _typed_actions(actions)),
        "holdings": _shaped("holdings", holdings),
        "entities": _shaped("entities", actions.clear()),
    }
    return {name: said.get(name) for name in _names("submission")}, mapped


def _names(table: str) -> list[str]:
    return [field.name for field in law.layout("five_table")[table]]


def _shaped(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Give rows the columns of a table, null where the older layout has none."""
    null = pl.lit(None, pl.String)
    return rows.select(
        *(pl.col(name) if name in rows.columns else null.alias(name) for name in _names(table)),
        "row",
    )


def _rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Take the registry from the identifier, and a quantity in another metric only where it is."""
    bare = pl.col("first_id").str.replace_all(r"[\s,]", "")
    other = pl.col("metric").str.to_lowercase() != Metric.GHG.value.lower()
    return rows.with_columns(
        registry=bare.str.extract(f"^{FULL_ID}$", 2),
        quantity_non_ghg=pl.when(other).then("quantity_non_ghg"),
    )


def _authorizations(actions: pl.DataFrame, holdings: pl.DataFrame) -> pl.DataFrame:
    """Collect what the rows say of their authorizations, each once, at its first row."""
    terms = [name for name in _names("authorizations") if name in holdings.columns]
    rows = pl.concat([actions.select(*terms, "row"), holdings.select(*terms, "row")])
    distinct = rows.unique(subset=terms, keep="first", maintain_order=True)
    return _shaped("authorizations", distinct.filter(pl.col("authorization_id").is_not_null()))


def _typed_actions(actions: pl.DataFrame) -> pl.DataFrame:
    """Make a flagged action a first transfer, and tell a using Party from a using entity.

    A flagged use or cancellation keeps its event as the subtype.
    """
    first = pl.col("first_transfer").str.to_lowercase().is_in(YES).fill_null(value=False)
    event = pl.col("action_type").str.to_lowercase()
    used = event.str.contains("use|cancellation")
    subtype = pl.lit(FirstTransferDefinition.USE_OR_CANCELLATION.value)
    is_party = pl.col("using_party").str.contains(f"^{PARTY_CODE}$")
    return actions.with_columns(
        action_type=pl.when(first).then(pl.lit(FIRST_TRANSFER)).otherwise("action_type"),
        action_subtype=pl.when(first & used).then(subtype),
        using_party=pl.when(is_party).then("using_party"),
        using_entity=pl.when(~is_party).then("using_party"),
    )
