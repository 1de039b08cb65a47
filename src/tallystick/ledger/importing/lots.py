"""What a journal issues, and which of its acts first transfer what they move."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from tallystick.article6.postings.movements import Cancel, Transfer
from tallystick.ledger.importing import context
from tallystick.ledger.importing.classes import TRANSFERRING, Classes
from tallystick.ledger.importing.pieces import Flags, Pieces
from tallystick.ledger.importing.records import Records
from tallystick.ledger.importing.underlying import numbered

OF_THE_LOT = ("authorization", "known", "in_force")
"""What the act that issues units says for them."""

ASKS = ((pl.col("kind") == Cancel.kind) & pl.col("purpose").is_null()) | (
    (pl.col("kind") == Transfer.kind) & pl.col("subtype").is_not_null()
)
"""Acts of which the authorization of the units tells whether they are first transfers.

A cancellation for no purpose is one where that authorization specifies so (2/CMA.3 annex para
2(b)), a contribution to the Adaptation Fund where it is in force (4/CMA.6 para 11).
"""


@dataclass(frozen=True, slots=True)
class Lots:
    """The acts that issue units, and for each piece whether its act first transfers it.

    That holds of units that are not first transferred yet.
    """

    issues: pl.DataFrame
    transferring: Flags


def find_lots(acts: pl.DataFrame, pieces: Pieces, classes: Classes, records: Records) -> Lots:
    """Find what issuances bring into being; raises Broken or Unusual for what backs them."""
    issues = acts.filter(pl.col("kind") == "issuance")
    issues = numbered(issues.with_columns(metric=_told(issues, classes.metric, pl.String())))
    transferring = _told(acts, classes.transfers_first, pl.Boolean()).to_numpy()[pieces.row]
    asking = np.flatnonzero(acts.select(ASKS).to_series().to_numpy()[pieces.row])
    if len(asking):
        asked = _with_lots(acts[pieces.row[asking]], pieces.origin[asking], issues)
        asked = context.with_versions(asked, records, {"on": "in_force"})
        transferring[asking] = _told(asked, classes.transfers_first, pl.Boolean()).to_numpy()
    return Lots(issues, transferring)


def _with_lots(acts: pl.DataFrame, origin: np.ndarray, issues: pl.DataFrame) -> pl.DataFrame:
    """Put the authorization of the units beside each act."""
    lots = issues.select("authorization", origin=pl.col("row").cast(pl.Int64))
    acts = acts.drop(OF_THE_LOT).with_columns(origin=pl.Series(origin))
    return acts.join(lots, on="origin", how="left", maintain_order="left")


def _told(
    acts: pl.DataFrame, tell: Callable[[Mapping[str, Any]], object], kind: pl.DataType
) -> pl.Series:
    """Ask once about all acts that are alike, and give the answer for each."""
    kinds = acts.with_row_index("at").group_by(TRANSFERRING, maintain_order=True)
    alike = kinds.agg(pl.col("at"), pl.exclude("at").first())
    told = [tell(row) for row in alike.drop("at").iter_rows(named=True)]
    answers = alike.select("at", told=pl.Series(told, dtype=kind)).explode("at")
    return answers.sort("at")["told"]
