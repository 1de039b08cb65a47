"""Workbooks that people send: honest ones of two Parties, and hostile ones."""

import io
import zipfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from aef_workbooks import SENT, TERMS, reported

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def one_sided(folder: Path, **units: str) -> list[Path]:
    """Write what Ghana says it sent and Switzerland does not say it received."""
    sent = reported(folder, "GHA", authorizations=TERMS, actions={**SENT, **units})
    return [sent, reported(folder, "CHE")]


def upload(path: Path) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(path.name, path.read_bytes(), content_type=XLSX)


def hostile(folder: Path) -> dict[str, SimpleUploadedFile]:
    """Return files that must not be read, by what is wrong with them."""
    plain = reported(folder, "GHA")
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
