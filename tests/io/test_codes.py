"""Codes of addresses: what cameras look for, drawn alike in SVG and PDF, in words elsewhere."""

from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_text import pdf_text

from tallystick.article6.reports.document import Code, Document, Paragraph
from tallystick.core.findings import Text
from tallystick.io.documents import write_document
from tallystick.io.documents.codes import QUIET, modules, runs, size, svg_path

ADDRESS = "https://registry.example/en/proofs/83/"
FINDER = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")
DOCUMENT = Document(Text("Certificate", "证书"), (Paragraph("Ten tonnes"), Code(ADDRESS)))


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789/:.-", min_size=1, max_size=120))
def test_a_code_has_its_three_finder_patterns(address: str) -> None:
    rows = ["".join("01"[dark] for dark in row) for row in modules(address)]
    side = size(address)
    assert side % 4 == 1
    corners = ((0, 0), (0, side - 7), (side - 7, 0))
    for top, left in corners:
        assert tuple(row[left : left + 7] for row in rows[top : top + 7]) == FINDER
    assert "".join(row[-7:] for row in rows[-7:]) != "".join(FINDER)


def test_runs_cover_every_dark_module_once() -> None:
    covered = [
        (run.row, column)
        for run in runs(ADDRESS)
        for column in range(run.column, run.column + run.length)
    ]
    dark = {
        (row, column)
        for row, line in enumerate(modules(ADDRESS))
        for column, is_dark in enumerate(line)
        if is_dark
    }
    assert len(covered) == len(set(covered))
    assert set(covered) == dark


def test_another_address_gives_another_code_and_the_same_the_same() -> None:
    assert modules(ADDRESS) == modules(ADDRESS)
    assert modules(ADDRESS) != modules(ADDRESS.replace("83", "84"))
    assert svg_path(ADDRESS).startswith(f"M{QUIET} {QUIET}h7v1h-7z")


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".md", ".xlsx"])
def test_every_form_of_a_document_tells_the_address(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"certificate{suffix}"
    write_document(DOCUMENT, path, "en")
    if suffix == ".pdf":
        assert ADDRESS in pdf_text(path)
    elif suffix == ".docx":
        assert ADDRESS in [one.text for one in docx.Document(str(path)).paragraphs]
    elif suffix == ".md":
        assert f"<{ADDRESS}>" in path.read_text(encoding="utf-8")
    else:
        import openpyxl

        assert ADDRESS in [cell.value for cell in openpyxl.load_workbook(path).worksheets[0]["A"]]
