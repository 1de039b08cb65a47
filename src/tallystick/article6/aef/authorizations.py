"""What table 2 authorizes, and which authorization a row of table 3 or 4 refers to."""

import polars as pl

from tallystick import law
from tallystick.core.actions import Purpose, parse_first_transfer_definition, parse_purposes

REFERENCE = ["filer", "year", "first_transferring_party", "authorization_id"]
"""What decides which authorization a row means."""


def authorizations(typed: pl.DataFrame, headers: pl.DataFrame) -> pl.DataFrame:
    """Return table 2 of the compared files, numbered in `authorization`.

    `ndc`, `imp` and `op` say what is authorized; `definition` is the event of first transfer,
    null where none is given or it names none of the three events.
    """
    filed = headers.filter("compared").select("file", filer="party", year="reported_year")
    rows = typed.join(filed, on="file", maintain_order="left").with_row_index("authorization")
    return rows.with_columns(
        *(covers("purposes", purpose).alias(purpose.value.lower()) for purpose in Purpose),
        definition=_definitions(rows["first_transfer_definition"]),
    )


def covers(column: str, purpose: Purpose) -> pl.Expr:
    """Whether a printed purpose such as "NDC and OIMP" includes one purpose."""
    words = {word: purpose in parse_purposes(word) for word in law.nomenclature("purpose")}
    return pl.col(column).replace_strict(words, default=None, return_dtype=pl.Boolean)


def _definitions(texts: pl.Series) -> pl.Series:
    events = {text: _event(text) for text in texts.drop_nulls().unique()}
    return texts.replace_strict(events, default=None, return_dtype=pl.String)


def _event(text: str) -> str | None:
    try:
        return parse_first_transfer_definition(text).value
    except ValueError:
        return None


def referred(rows: pl.DataFrame, offered: pl.DataFrame) -> pl.DataFrame:
    """Return, for each `REFERENCE` in rows, the number of the `authorization` it means.

    The filer's own table 2 speaks first, in the newest version filed up to the year of the row;
    then the first transferring Party's, up to that year, and at last of any year.
    """
    meant = rows.select(REFERENCE).drop_nulls().unique()
    by_version = offered.sort("authorization_version", "year", "authorization")
    latest = by_version.unique(["filer", "authorization_id", "year"], keep="last").select(
        "authorization_id",
        "authorization",
        "authorization_version",
        holder="filer",
        filed="year",
    )
    told = pl.col("filed") <= pl.col("year")
    return meant.select(
        *REFERENCE,
        authorization=pl.coalesce(
            _newest(meant, latest, "filer", told),
            _newest(meant, latest, "first_transferring_party", told),
            _newest(meant, latest, "first_transferring_party", pl.lit(value=True)),
        ),
    )


def _newest(meant: pl.DataFrame, latest: pl.DataFrame, holder: str, told: pl.Expr) -> pl.Series:
    """Return the newest authorization that a holder has told of, null where there is none."""
    numbered = meant.with_row_index("place")
    found = (
        numbered.join(
            latest, left_on=[holder, "authorization_id"], right_on=["holder", "authorization_id"]
        )
        .filter(told)
        .sort("authorization_version", "filed", "authorization")
        .unique("place", keep="last")
    )
    joined = numbered.join(found.select("place", "authorization"), on="place", how="left")
    return joined.sort("place")["authorization"]
