"""Small submissions in the agreed electronic format, for tests to change and to break."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import xlsxwriter

from tallystick import law
from tallystick.article6.aef.submission import Layout, Submission

Row = Mapping[str, str | None]

APPROACH, HOST, ACQUIRER, REGISTRY = "CA0009", "GHA", "CHE", "GHA01"
AUTHORIZATION = "GHA-A1"
FIRST_ID = f"{APPROACH}-{REGISTRY}-{HOST}-1-2023"
LAST_ID = f"{APPROACH}-{REGISTRY}-{HOST}-1916-2023"
QUANTITY_T = "1916"

HEADER = {
    "version": "1.0",
    "reported_year": "2024",
    "submitted_on": "2025-04-10",
    "ndc_first_year": "2021",
    "ndc_last_year": "2030",
}
AUTHORIZED: Row = {
    "authorization_id": AUTHORIZATION,
    "authorized_on": "2023-02-01",
    "approach": APPROACH,
    "authorization_version": "1",
    "authorized_quantity_t": "5000",
    "metric": "GHG",
    "gwp_values": "AR5",
    "sectors": "Energy generation",
    "activity_types": "Energy Efficiency households",
    "purposes": "NDC",
    "authorized_parties": ACQUIRER,
    "timeframe": "2021 - 2030",
}
UNITS: Row = {
    "approach": APPROACH,
    "authorization_id": AUTHORIZATION,
    "first_transferring_party": HOST,
    "registry": REGISTRY,
    "first_id": FIRST_ID,
    "last_id": LAST_ID,
    "metric": "GHG",
    "gwp_values": "AR5",
    "quantity_t": QUANTITY_T,
    "mitigation_type": "Emission reductions",
    "vintage": "2023",
}
MOVED: Row = {**UNITS, "acted_at": "2024-07-04T10:30:00"}
FIRST_TRANSFER: Row = {
    **MOVED,
    "action_type": "First transfer",
    "action_subtype": "First transfer to another Party",
    "acquiring_party": ACQUIRER,
}
ACQUISITION: Row = {**MOVED, "action_type": "Acquisition", "transferring_party": HOST}
ENTITY: Row = {
    "authorized_on": "2023-02-01",
    "name": "Clean Cookers Ltd",
    "country": HOST,
    "entity_id": "GH-0042",
    "approach": APPROACH,
}


def frame(table: str, rows: Sequence[Row] = ()) -> pl.DataFrame:
    """Build one table from rows that name only the fields they fill, from sheet row 2 on."""
    names = [field.name for field in law.layout("five_table")[table]]
    columns = {name: [row.get(name) for row in rows] for name in names}
    schema = {**dict.fromkeys(names, pl.String), "row": pl.UInt32}
    return pl.DataFrame({**columns, "row": range(2, len(rows) + 2)}, schema=schema)


def submission(
    party: str, header: Row | None = None, path: str = "", **tables: Sequence[Row]
) -> Submission:
    """Build a five-table submission; tables not given are empty."""
    filled = {**HEADER, "party": party, **(header or {})}
    return Submission(
        path=path or f"{party}-{filled['reported_year']}.xlsx",
        layout=Layout.FIVE_TABLE,
        header={
            field.name: filled.get(field.name) for field in law.layout("five_table")["submission"]
        },
        tables={
            table: frame(table, tables.get(table, ()))
            for table in ("authorizations", "actions", "holdings", "entities")
        },
    )


def host_submission() -> Submission:
    """Ghana reports its first transfer of 1,916 t CO2 eq to Switzerland."""
    return submission(
        HOST, authorizations=[AUTHORIZED], actions=[FIRST_TRANSFER], entities=[ENTITY]
    )


def acquirer_submission() -> Submission:
    """Switzerland reports the acquisition of the same units and holds them at the year's end."""
    return submission(ACQUIRER, actions=[ACQUISITION], holdings=[UNITS])


def sample_pair() -> tuple[Submission, Submission]:
    """Return a small valid pair: the host and the acquirer of one transfer."""
    return host_submission(), acquirer_submission()


def changed(sample: Submission, table: str, rows: Sequence[Row]) -> Submission:
    """Return the submission with other rows in one table."""
    return replace(sample, tables={**sample.tables, table: frame(table, rows)})


LEGACY_GROUPS = ("record_id", "approach", "first_transfer_definition")
"""Fields whose label stands in a row above the others, in a merged cell."""

LEGACY_ROW: Row = {
    "record_id": "7",
    "approach": APPROACH,
    "first_id": FIRST_ID,
    "last_id": LAST_ID,
    "metric": "GHG",
    "quantity_non_ghg": QUANTITY_T,
    "quantity_t": QUANTITY_T,
    "first_transferring_party": HOST,
    "vintage": "2023",
    "sectors": "Energy generation",
    "activity_types": "Energy Efficiency households",
    "authorized_on": "01/02/2023",
    "authorization_id": AUTHORIZATION,
    "purposes": "NDC",
    "acted_at": "04/07/2024",
    "action_type": "Transfer",
    "acquiring_party": ACQUIRER,
    "first_transfer": "Yes",
}


def write_legacy(path: Path, actions: Sequence[Row], holdings: Sequence[Row] = ()) -> Path:
    """Write a workbook of the older layout as printed: footnote letters, labels over three rows."""
    with xlsxwriter.Workbook(path) as workbook:
        heading = workbook.add_worksheet("Heading")
        heading.write_row(1, 1, ["Party", HOST])
        heading.write_row(2, 1, ["Reported yeara", 2024])
        for name, rows in (("actions", actions), ("holdings", holdings)):
            sheet = workbook.add_worksheet(name.title())
            sheet.write_string(0, 0, f"Table: {name.title()}")
            for column, field in enumerate(law.layout("legacy")[name]):
                if field.name in LEGACY_GROUPS:
                    sheet.merge_range(2, column, 4, column, f"{field.label}a")
                else:
                    sheet.write_string(4, column, f"{field.label}b")
                for row, values in enumerate(rows, start=5):
                    if (value := values.get(field.name)) is not None:
                        sheet.write_string(row, column, value)
    return path
