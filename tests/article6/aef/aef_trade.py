"""A consistent trade between three Parties over two years, told as submissions to be changed.

GHA authorizes A1 for NDC use by CHE and SWE, and A2 for OIMP with issuance as the first transfer.
2023: GHA first transfers 1 - 1000 (A1) to CHE and issues 1001 - 1500 (A2), which it keeps.
2024: CHE uses 1 - 400 towards its NDC and transfers 901 - 1000 to SWE; GHA cancels 1001 - 1100.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from tallystick import law
from tallystick.article6.aef.check import Report, check
from tallystick.article6.aef.submission import Layout, Submission
from tallystick.core.findings import Finding, Outcome

Row = dict[str, str | None]
Rows = list[Row]
Book = dict[str, Rows]
Trade = dict[str, Book]
Change = Callable[[Trade], object]

TABLES = ("authorizations", "actions", "holdings", "entities")


def units(first: int, last: int, authorization: str = "A1") -> Row:
    return {
        "approach": "CA0009",
        "authorization_id": authorization,
        "first_transferring_party": "GHA",
        "registry": "GHA01",
        "first_id": f"CA0009-GHA01-GHA-{first}-2022",
        "last_id": f"CA0009-GHA01-GHA-{last}-2022",
        "underlying_registry": "GS",
        "underlying_first_unit": f"GS1-1-GH-GS11732-16-2022-{first + 7000}",
        "underlying_last_unit": f"GS1-1-GH-GS11732-16-2022-{last + 7000}",
        "metric": "GHG",
        "quantity_t": str(last - first + 1),
        "mitigation_type": "Emission reductions",
        "vintage": "2022",
    }


def authorization(identifier: str, **others: str | None) -> Row:
    row: Row = {
        "authorization_id": identifier,
        "authorized_on": "2023-02-01",
        "approach": "CA0009",
        "authorization_version": "1",
        "metric": "GHG",
        "sectors": "Energy generation",
        "activity_types": "Solar; Wind",
        "purposes": "NDC",
        "authorized_parties": "CHE, SWE",
    }
    return {**row, **others}


def trade() -> Trade:
    """Return the workbooks by name, each a header row and rows by table, free to be changed."""
    terms = [
        authorization("A1"),
        authorization(
            "A2", purposes="OIMP", first_transfer_definition="Issuance", authorized_parties="GHA"
        ),
    ]
    moved: Row = {"acted_at": "2023-12-15", "action_type": "First transfer"}
    abroad: Row = {"action_subtype": "First transfer to another Party", "acquiring_party": "CHE"}
    cancelled: Row = {"acted_at": "01/09/2024", "action_type": "Cancellation"}
    issued: Row = {"action_subtype": "Issuance"}
    used: Row = {"acted_at": "2024-05-01T10:00:00Z", "action_type": "Use", "use_year": "2024"}
    resold: Row = {"acted_at": "2024-06-01", "action_type": "Transfer", "acquiring_party": "SWE"}
    for_corsia: Row = {"oimp": "CORSIA", "using_party": "GHA"}
    return {
        "GHA-2023": book(
            "GHA",
            2023,
            authorizations=terms,
            actions=[units(1, 1000) | moved | abroad, units(1001, 1500, "A2") | moved | issued],
            holdings=[units(1001, 1500, "A2")],
        ),
        "CHE-2023": book(
            "CHE",
            2023,
            actions=[units(1, 1000) | acquired("GHA", "2023-12-15")],
            holdings=[units(1, 1000)],
        ),
        "GHA-2024": book(
            "GHA",
            2024,
            actions=[units(1001, 1100, "A2") | cancelled | for_corsia],
            holdings=[units(1101, 1500, "A2")],
        ),
        "CHE-2024": book(
            "CHE",
            2024,
            actions=[units(1, 400) | used, units(901, 1000) | resold],
            holdings=[units(401, 900)],
        ),
        "SWE-2024": book(
            "SWE",
            2024,
            actions=[units(901, 1000) | acquired("CHE", "02/06/2024")],
            holdings=[units(901, 1000)],
        ),
    }


def acquired(party: str, on: str) -> Row:
    return {"acted_at": on, "action_type": "Acquisition", "transferring_party": party}


def book(party: str, year: int, **tables: Rows) -> Book:
    header: Row = {
        "party": party,
        "version": "1.0",
        "reported_year": str(year),
        "submitted_on": f"{year + 1}-04-10",
        "ndc_first_year": "2021",
        "ndc_last_year": "2030",
    }
    return {"submission": [header], **{table: tables.get(table, []) for table in TABLES}}


def frame(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    names = [field.name for field in law.layout("five_table")[table]]
    assert {name for row in rows for name in row} <= set(names)
    columns = {name: [row.get(name) for row in rows] for name in names}
    schema = {**dict.fromkeys(names, pl.String), "row": pl.UInt32}
    return pl.DataFrame({**columns, "row": range(2, len(rows) + 2)}, schema=schema)


def submission(name: str, filed: Book, damage: Sequence[Finding] = ()) -> Submission:
    return Submission(
        path=f"{name}.xlsx",
        layout=Layout.FIVE_TABLE,
        header=filed["submission"][0],
        tables={table: frame(table, filed[table]) for table in TABLES},
        damage=tuple(damage),
    )


def submissions(told: Trade) -> list[Submission]:
    return [submission(name, filed) for name, filed in told.items()]


def legacy(one: Submission) -> Submission:
    """Present a submission as read from the older layout, which has no subtype nor period."""
    actions = one.tables["actions"].with_columns(pl.lit(None, pl.String).alias("action_subtype"))
    header = dict.fromkeys(one.header) | {
        key: one.header[key] for key in ("party", "reported_year", "version")
    }
    tables = {**one.tables, "actions": actions}
    return replace(one, layout=Layout.LEGACY, header=header, tables=tables)


def checked(change: Change | None = None, *, only: Sequence[str] | None = None) -> Report:
    """Check the trade after a change, or only some of its workbooks."""
    told = trade()
    if change is not None:
        change(told)
    return check(submissions({name: told[name] for name in only or told}))


def codes(report: Report, outcome: Outcome = Outcome.FAIL) -> list[str]:
    return [found.code for found in report.findings if found.outcome is outcome]


def the(report: Report, code: str, outcome: Outcome = Outcome.FAIL) -> Finding:
    """Return the one finding of a code and outcome."""
    (found,) = (one for one in report.findings if one.code == code and one.outcome is outcome)
    return found
