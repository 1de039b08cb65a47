"""A whole journal checked by columns: it is as the rules want it, or it must be posted one by one.

What is found here says only that all is well. Nothing here explains a refusal: that is left to
the ledger itself, which posts what is not vouched for one by one.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from tallystick.article6.postings.facts import FirstTransferred
from tallystick.core.parties import Party
from tallystick.ledger.gathering import facts_about
from tallystick.ledger.importing import context, filling
from tallystick.ledger.importing.classes import Classes, classified
from tallystick.ledger.importing.journal import Journal
from tallystick.ledger.importing.lots import Lots, find_lots
from tallystick.ledger.importing.pieces import Pieces, cut
from tallystick.ledger.importing.records import Records
from tallystick.ledger.importing.runs import find_runs, require_moves
from tallystick.ledger.importing.tables import Table, entries_of_acts, entries_of_records
from tallystick.ledger.importing.unusual import Broken, Unusual

SERIAL_MAX = 2**63 - 2
UNITS_MAX = 2.0**62
"""Sums of units up to here are exact."""


def check(journal: Journal, parties: Mapping[str, Party]) -> Iterator[Table]:
    """Give what a journal comes to, by table; raises Unusual where it is not vouched for.

    A table comes as soon as it is known, so all is well only when the last has come.
    """
    records = Records(journal.records)
    _require_bounds(journal)
    acts = context.with_accounts(journal.acts.with_row_index("row"), records)
    acts = context.with_versions(acts, records, {"on": "in_force"})
    classes = Classes(facts_about(parties), records)
    pieces = cut(acts.filter(pl.col("first").is_not_null()))
    require_moves(acts, pieces)
    lots = find_lots(acts, pieces, classes, records)
    yield from filling.holdings(acts, pieces, lots.issues, lots.transferring)
    yield from filling.postings(journal)
    runs = _runs(acts, pieces, lots)
    runs = context.with_versions(runs, records, {"on": "in_force", "since": "governing"})
    runs = runs.with_columns(
        governing=pl.when(pl.col("since").is_null()).then("in_force").otherwise("governing")
    )
    runs = context.with_epochs(context.with_ndcs(runs, records), parties)
    runs, examples = classified(runs, records)
    patterns = classes.patterns(examples)
    transfers = runs.filter("transfers")
    _require_caps(transfers, records)
    done = _Done(transfers, records)
    if not records.stand(facts_about(parties), done):
        raise Broken("a record that a rule refuses")
    entries = pl.concat([entries_of_records(records), entries_of_acts(runs, patterns)])
    yield filling.entries(entries.sort("seq", maintain_order=True))
    yield from filling.records(records, transfers)


def _require_bounds(journal: Journal) -> None:
    acts = journal.acts
    ranges = acts.filter(pl.col("first").is_not_null())
    if ranges.filter((pl.col("first") < 1) | (pl.col("last") < pl.col("first"))).height:
        raise Broken("a range that ends before it begins")
    if ranges.filter(pl.col("last") > SERIAL_MAX).height:
        raise Unusual("serials")
    lengths = ranges.select((pl.col("last") - pl.col("first") + 1).cast(pl.Float64).sum()).item()
    if lengths + float(acts["units"].cast(pl.Float64).sum()) > UNITS_MAX:
        raise Unusual("so many units")
    if journal.postings["key"].n_unique() < journal.postings.height:
        raise Broken("a key that stands twice")


def _runs(acts: pl.DataFrame, pieces: Pieces, lots: Lots) -> pl.DataFrame:
    """Put each run beside its act and its lot; amounts are runs without a range."""
    found = find_runs(acts, pieces, lots.transferring, lots.issues)
    amounts = acts.filter(pl.col("first").is_null()).select(
        pl.col("row").cast(pl.Int64), transfers=pl.lit(value=False)
    )
    found = pl.concat([found, amounts], how="diagonal").sort("row", maintain_order=True)
    lot = lots.issues.select(
        lot=pl.col("row").cast(pl.Int64), lot_first="first",
        **{name: name for name in ("authorization", "mitigation_type", "metric", "unit_registry",
                                   "first_unit", "last_unit", "stem", "width", "first_no")},
    )  # fmt: skip
    lacking = ["row", "authorization", "mitigation_type", "unit_registry", "first_unit",
               "last_unit", "known", "in_force"]  # fmt: skip
    alike = acts[found["row"].to_numpy()].drop(lacking)
    runs = pl.concat([found, alike], how="horizontal")
    runs = runs.join(lot, on="lot", how="left", maintain_order="left")
    crossing = (pl.col("lot") != pl.col("lot_of_last")) & pl.col("unit_registry").is_not_null()
    if runs.filter(crossing).height:
        raise Unusual("units of several lots")
    return runs


def _require_caps(transfers: pl.DataFrame, records: Records) -> None:
    """Raise Broken unless first transfers stay within the quantity of the version in force."""
    caps = [
        (name, number, one.authorized_quantity_t)
        for name, versions in records.versions.items()
        for number, (_, one) in enumerate(versions, 1)
        if one.authorized_quantity_t is not None
    ]
    if any(cap_t > SERIAL_MAX for _, _, cap_t in caps):
        raise Unusual("a cap")
    schema = {"authorization": pl.String, "in_force": pl.Int32, "cap_t": pl.Int64}
    in_force = pl.DataFrame(caps, schema=schema, orient="row")
    quantity = pl.col("run_last") - pl.col("run_first") + 1
    total = transfers.with_columns(total=quantity.cum_sum().over("authorization"))
    over = total.join(in_force, on=["authorization", "in_force"]).filter(
        pl.col("total") > pl.col("cap_t")
    )
    if over.height:
        raise Broken("a cap")


class _Done:
    """What was first transferred under an authorization before a place in the log."""

    def __init__(self, transfers: pl.DataFrame, records: Records) -> None:
        changed = [name for name, versions in records.versions.items() if len(versions) > 1]
        self._transfers = transfers.filter(pl.col("authorization").is_in(changed))

    def __call__(self, authorization: str, place: int) -> FirstTransferred:
        before = self._transfers.filter(
            (pl.col("authorization") == authorization) & (pl.col("seq") < place)
        )
        quantity = (before["run_last"] - before["run_first"] + 1).sum()
        return FirstTransferred(int(quantity), before["on"].max())  # type: ignore[arg-type]  # days, not empty
