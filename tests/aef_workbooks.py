"""A transfer as both its Parties report it, in workbooks as they file them."""

from pathlib import Path

import polars as pl

from tallystick import law
from tallystick.article6.aef.submission import Layout, Submission
from tallystick.io.aef_write import write_aef

UNITS = {
    "approach": "CA0009",
    "authorization_id": "A1",
    "first_transferring_party": "GHA",
    "registry": "GHA01",
    "first_id": "CA0009-GHA01-GHA-1-2022",
    "last_id": "CA0009-GHA01-GHA-1916-2022",
    "metric": "GHG",
    "quantity_t": "1916",
    "mitigation_type": "Emission reductions",
    "vintage": "2022",
}
SENT = {
    **UNITS,
    "acted_at": "2023-12-15",
    "action_type": "First transfer",
    "action_subtype": "First transfer to another Party",
    "acquiring_party": "CHE",
}
RECEIVED = {
    **UNITS,
    "acted_at": "2023-12-15",
    "action_type": "Acquisition",
    "transferring_party": "GHA",
}
TERMS = {
    "authorization_id": "A1",
    "authorized_on": "2023-02-01",
    "approach": "CA0009",
    "authorization_version": "1",
    "metric": "GHG",
    "sectors": "Transportation",
    "purposes": "NDC",
    "authorized_parties": "CHE",
}


def reported(folder: Path, party: str, **tables: dict[str, str]) -> Path:
    """Write the report of a Party for 2023 with at most one row in each table."""
    header = {"party": party, "version": "1.0", "reported_year": "2023"}
    header |= {"submitted_on": "2024-04-10", "ndc_first_year": "2021", "ndc_last_year": "2030"}
    fields = law.layout("five_table")
    filled = {}
    for table in ("authorizations", "actions", "holdings", "entities"):
        rows = [tables[table]] if table in tables else []
        names = [field.name for field in fields[table]]
        columns = {name: [row.get(name) for row in rows] for name in names}
        schema = {**dict.fromkeys(names, pl.String), "row": pl.UInt32}
        filled[table] = pl.DataFrame({**columns, "row": [2] * len(rows)}, schema=schema)
    first = {field.name: header.get(field.name) for field in fields["submission"]}
    path = folder / f"{party}-2023.xlsx"
    write_aef(Submission(str(path), Layout.FIVE_TABLE, first, filled), path)
    return path
