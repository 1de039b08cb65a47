"""What a journal fills the tables of a ledger with."""

from collections.abc import Iterable, Iterator

import numpy as np
import polars as pl

from tallystick.ledger.importing.journal import Journal
from tallystick.ledger.importing.pieces import NONE, Flags, Pieces
from tallystick.ledger.importing.records import Records
from tallystick.ledger.importing.tables import Table, joined, numbered_series
from tallystick.ledger.importing.unusual import Broken

NUMBER = pl.col("seq") + 1
"""Postings are numbered from 1 in the order of the log."""


def postings(journal: Journal) -> Iterator[Table]:
    """List the postings as they were asked, and the newest that records something."""
    told = journal.postings.select(NUMBER.alias("id"), "key", "kind", "subject", "body")
    yield Table("ledger_posting", told)
    newest = journal.postings.filter(pl.col("subject").is_not_null())["seq"].max()
    yield Table(
        "ledger_state", pl.DataFrame({"records": [0 if newest is None else int(str(newest)) + 1]})
    )


def entries(told: pl.DataFrame) -> Table:
    """List what the postings came to, in the order of postings."""
    return Table("ledger_entry", told.select(NUMBER.alias("posting_id"), pl.exclude("seq")))


def records(records: Records, transfers: pl.DataFrame) -> Iterator[Table]:
    """List accounts and authorizations with what was first transferred under them."""
    accounts = [(name, one.kind.terminal) for name, (_, one) in records.accounts.items()]
    schema = {"id": pl.String, "terminal": pl.Boolean}
    yield Table("ledger_account", pl.DataFrame(accounts, schema=schema, orient="row"))
    caps = [
        (name, _largest(one.authorized_quantity_t for _, one in versions))
        for name, versions in records.versions.items()
    ]
    authorized = pl.DataFrame(caps, schema={"id": pl.String, "cap_t": pl.Int64}, orient="row")
    counted = transfers.group_by(id="authorization").agg(
        first_transferred_t=(pl.col("run_last") - pl.col("run_first") + 1).sum(),
        last_on=pl.col("on").max().dt.to_string("%Y-%m-%d"),
    )
    authorized = authorized.join(counted, on="id", how="left", maintain_order="left")
    authorized = authorized.with_columns(pl.col("first_transferred_t").fill_null(0))
    yield Table("ledger_authorization", authorized)


def _largest(caps_t: Iterable[int | None]) -> int | None:
    """Return the largest cap; None, for no cap, is above all."""
    told = list(caps_t)
    numbers = [cap_t for cap_t in told if cap_t is not None]
    return max(numbers) if len(numbers) == len(told) else None


def holdings(
    acts: pl.DataFrame, pieces: Pieces, issues: pl.DataFrame, transferring: Flags
) -> Iterator[Table]:
    """List series, lots, what backs them, and what accounts hold in the end."""
    series = numbered_series(acts.filter(pl.col("series").is_not_null()))
    yield Table("ledger_series", series)
    named = series.rename({"id": "series_id", "name": "series"})
    lots = issues.join(named, on="series", maintain_order="left").sort("series_id", "first")
    blocks = {"first_serial": "first", "last_serial": "last"}
    kept = ("metric", "mitigation_type", "unit_registry", "first_unit", "last_unit")
    yield Table(
        "ledger_lot",
        lots.select("series_id", **blocks, authorization_id="authorization", **_same(kept)),
    )
    backing = {"registry": "unit_registry", "stem": "stem", "first_unit": "first_no"}
    backed = issues.filter(pl.col("first_no").is_not_null())
    yield Table(
        "ledger_backing",
        backed.select(**backing, last_unit="last_no", series="series", **blocks).sort(*backing),
    )
    held = joined(_ends(acts, pieces, transferring)).join(named, on="series", maintain_order="left")
    yield Table(
        "ledger_holding",
        held.sort("series_id", "first_serial").select(
            "series_id", "first_serial", "last_serial", "account", "received_on", "lot",
            "first_transferred_on", "ended",
        ),
    )  # fmt: skip
    yield Table("ledger_balance", _balances(acts))


def _same(names: Iterable[str]) -> dict[str, str]:
    return {name: name for name in names}


def _ends(acts: pl.DataFrame, pieces: Pieces, transferring: Flags) -> pl.DataFrame:
    """Return every piece as its last act leaves it."""
    article6 = acts["approach"].is_not_null().to_numpy()[pieces.row]
    by = np.where(article6, pieces.earliest(transferring), NONE)
    last = pieces.is_last
    row, origin, by = pieces.row[last], pieces.origin[last], by[last]
    serial = acts["first"].fill_null(0).to_numpy()
    days = acts["on"].dt.to_string("%Y-%m-%d")
    there = pl.Series(by != NONE)
    of = acts[row]
    return pl.DataFrame(
        {
            "series": of["series"],
            "first_serial": pieces.first[last],
            "last_serial": pieces.last[last],
            "account": of["taker"],
            "received_on": days[row],
            "lot": pl.Series(serial[origin]).set(~pl.Series(article6[last]), None),
            "first_transferred_on": days[np.maximum(by, 0)].set(~there, None),
            "ended": of["taker_ends"].fill_null(value=False),
        }
    )


def _balances(acts: pl.DataFrame) -> pl.DataFrame:
    """Return what is left of amounts; raises Broken where more left an account than it had."""
    amounts = acts.filter(pl.col("units").is_not_null()).select(
        "row", "giver", "taker", "unit_type", "units"
    )
    out = amounts.filter(pl.col("giver") != "").select(
        "row", "unit_type", account="giver", units=-pl.col("units"), order=pl.lit(0)
    )
    into = amounts.select("row", "unit_type", account="taker", units="units", order=pl.lit(1))
    moved = pl.concat([out, into.select(out.columns)]).sort("row", "order")
    left = moved.with_columns(left=pl.col("units").cum_sum().over("account", "unit_type"))
    if left.filter(pl.col("left") < 0).height:
        raise Broken("a balance below zero")
    return left.group_by("account", "unit_type", maintain_order=True).agg(
        units=pl.col("units").sum()
    )
