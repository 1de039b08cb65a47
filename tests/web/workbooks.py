"""Workbooks that people send: honest ones of two Parties, and hostile ones."""

import io
import zipfile
from pathlib import Path

import polars as pl
from django.core.files.uploadedfile import SimpleUploadedFile

from tallystick import law
from tallystick.article6.aef.submission import Layout, Submission
from tallystick.io.aef_write import write_aef

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
Tables = dict[str, dict[str, str]]


def honest(folder: Path, party: str, tables: Tables) -> Path:
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


def one_sided(folder: Path) -> list[Path]:
    """Write what Ghana says it sent and Switzerland does not say it received."""
    sent = {"authorizations": TERMS, "actions": SENT}
    return [honest(folder, "GHA", sent), honest(folder, "CHE", {})]


def upload(path: Path) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(path.name, path.read_bytes(), content_type=XLSX)


def hostile(folder: Path) -> dict[str, SimpleUploadedFile]:
    """Return files that must not be read, by what is wrong with them."""
    plain = honest(folder, "GHA", {})
    with zipfile.ZipFile(plain) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with_macro = _with(parts, {"xl/vbaProject.bin": b"Sub Auto_Open()"})
    linked = _with(parts, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    entity = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    )
    with_entity = _with(parts, {"xl/workbook.xml": entity})
    bomb = _with(parts, {"xl/worksheets/sheet9.xml": b"\0" * (300 << 20)})
    return {
        "no workbook": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 not a workbook"),
        "a program": SimpleUploadedFile("a.xlsx", b"MZ\x90\x00"),
        "of another type": SimpleUploadedFile("a.html", b"<script>alert(1)</script>"),
        "macros by name": SimpleUploadedFile("a.xlsm", plain.read_bytes()),
        "macros inside": SimpleUploadedFile("a.xlsx", with_macro),
        "links to other files": SimpleUploadedFile("a.xlsx", linked),
        "an entity": SimpleUploadedFile("a.xlsx", with_entity),
        "a bomb": SimpleUploadedFile("a.xlsx", bomb),
        "nothing": SimpleUploadedFile("a.xlsx", b" "),
        "a name that leads elsewhere": SimpleUploadedFile("../../../etc/a.xlsx", b"x"),
        "a long name": SimpleUploadedFile("图" * 200 + ".xlsx", b"x"),
    }


def _with(parts: dict[str, bytes], more: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **more}.items():
            archive.writestr(name, data)
    return written.getvalue()
