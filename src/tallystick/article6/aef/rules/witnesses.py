"""The workbook that would have to show what another one says."""

import polars as pl

from tallystick.article6.aef.filings import Filings


def with_witness(filings: Filings, rows: pl.DataFrame, party: str, table: str) -> pl.DataFrame:
    """Add `witness`, the file of that Party for the year of the row.

    It is null where the file is not given, or where the table in it could not be read in full.
    """
    lost = filings.lost.filter(table=table).select(workbook="file")
    whole = filings.workbooks.join(lost, on="workbook", how="anti")
    return rows.join(
        whole.rename({"workbook": "witness"}),
        left_on=[party, "year"],
        right_on=["party", "year"],
        how="left",
        maintain_order="left",
    )
