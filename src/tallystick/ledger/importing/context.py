"""What bears on every act from outside its range: accounts, authorization versions, NDCs, time."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from tallystick.article6.postings.judge import BOOKS
from tallystick.core.parties import Party
from tallystick.ledger.importing.records import Records
from tallystick.ledger.importing.unusual import Unusual

VERSIONS_MAX = 64
"""So many versions of one record are looked up at once."""


def with_accounts(acts: pl.DataFrame, records: Records) -> pl.DataFrame:
    """Add the Party and kind of the giving and the receiving account, where they are open."""
    told = [
        (name, place, account.party, account.kind.code, account.kind.terminal)
        for name, (place, account) in records.accounts.items()
    ]
    columns = {"name": pl.String, "opened": pl.Int64, "party": pl.String, "kind": pl.String,
               "ends": pl.Boolean}  # fmt: skip
    accounts = pl.DataFrame(told, schema=columns, orient="row")
    for side in ("giver", "taker"):
        named = accounts.select(pl.all().name.prefix(f"{side}_"))
        acts = acts.join(
            named, left_on=side, right_on=f"{side}_name", how="left", maintain_order="left"
        )
        is_open = pl.col(f"{side}_opened") < pl.col("seq")
        acts = acts.with_columns(
            pl.when(is_open).then(pl.col(f"{side}_{name}")).alias(f"{side}_{name}")
            for name in ("party", "kind", "ends")
        )
    return acts


def with_versions(acts: pl.DataFrame, records: Records, days: Mapping[str, str]) -> pl.DataFrame:
    """Add how many versions of the act's authorization are `known`, and which are in force.

    `days` names, for a column of days, the column to put the number of the version in force in
    it, 0 for none.
    """
    names = ["known", *days.values()]
    acts = acts.with_columns(pl.lit(0).alias(name) for name in names)
    for number, versions in _numbered(records.versions):
        nth = [(name, place, one.on) for name, (place, one) in versions.items()]
        frame = _frame(nth, {"authorization": pl.String, "place": pl.Int64, "from": pl.Date})
        acts = acts.join(frame, on="authorization", how="left", maintain_order="left")
        known = (pl.col("place") < pl.col("seq")).fill_null(value=False)
        acts = acts.with_columns(
            pl.when(known).then(number).otherwise("known").alias("known"),
            *(
                pl.when(known & (pl.col("from") <= pl.col(day))).then(number).otherwise(name)
                .alias(name)
                for day, name in days.items()
            ),
        ).drop("place", "from")  # fmt: skip
    return acts


def with_ndcs(acts: pl.DataFrame, records: Records) -> pl.DataFrame:
    """Add how many records of NDCs of the giving Party are known."""
    acts = acts.with_columns(ndcs=pl.lit(0))
    for number, ndcs in _numbered(records.ndcs):
        nth = [(party, place) for party, (place, _) in ndcs.items()]
        frame = _frame(nth, {"giver_party": pl.String, "place": pl.Int64})
        acts = acts.join(frame, on="giver_party", how="left", maintain_order="left")
        known = (pl.col("place") < pl.col("seq")).fill_null(value=False)
        acts = acts.with_columns(ndcs=pl.when(known).then(number).otherwise("ndcs")).drop("place")
    return acts


def with_epochs(acts: pl.DataFrame, parties: Mapping[str, Party]) -> pl.DataFrame:
    """Add the stretch of days within which no rule and no membership begins or ends."""
    spans = [span for party in parties.values() for span in party.membership]
    rules = [rule for _, book in BOOKS for rule in book.rules]
    breaks = {span.start for span in spans} | {span.end for span in spans if span.end}
    breaks |= {rule.since for rule in rules}
    breaks |= {rule.until + timedelta(1) for rule in rules if rule.until < date.max}
    days = pl.Series(sorted(breaks), dtype=pl.Date)
    return acts.with_columns(epoch=days.search_sorted(acts["on"], side="right"))


def _numbered(
    recorded: Mapping[str, Sequence[tuple[int, Any]]],
) -> list[tuple[int, dict[str, tuple[int, Any]]]]:
    """List the first, second and further records on each subject."""
    count = max(map(len, recorded.values()), default=0)
    if count > VERSIONS_MAX:
        raise Unusual("versions")
    return [
        (number + 1, {name: one[number] for name, one in recorded.items() if number < len(one)})
        for number in range(count)
    ]


def _frame(rows: Sequence[tuple[Any, ...]], schema: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(schema), orient="row")
