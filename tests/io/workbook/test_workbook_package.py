import os
import zipfile
from pathlib import Path

import pytest
from workbook_files import FIRST_SHEET, STRINGS, rewrite, write_cells

from tallystick.core.findings import Outcome, Text
from tallystick.io.workbook import unreadable as why
from tallystick.io.workbook.book import open_workbook
from tallystick.io.workbook.package import Limits, read_parts
from tallystick.io.workbook.unreadable import Unreadable


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write_cells(tmp_path / "book.xlsx", {"A1": "Party", "B1": "GHA"})


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as refused:
        open_workbook(path, limits or Limits())
    finding = refused.value.finding
    assert finding.code == "UNREADABLE"
    assert finding.refuses
    assert finding.outcome is Outcome.FAIL
    assert finding.where == {"file": str(path)}
    assert finding.message.zh != finding.message.en
    assert finding.fix.zh
    return finding.message.en


def test_sound_workbook_is_unpacked(workbook: Path) -> None:
    assert b"sheetData" in read_parts(workbook)[FIRST_SHEET]


def test_missing_file_is_unreadable(tmp_path: Path) -> None:
    assert why.MISSING.en in refusal(tmp_path / "absent.xlsx")
    (tmp_path / "file").write_text("text")
    assert why.MISSING.en in refusal(tmp_path / "file" / "below.xlsx")


def test_directory_is_unreadable(tmp_path: Path) -> None:
    assert why.NOT_A_FILE.en in refusal(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_file_without_permission_is_unreadable(workbook: Path) -> None:
    workbook.chmod(0)
    assert why.DENIED.en in refusal(workbook)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", why.EMPTY),
        (b"Party,GHA\n", why.NOT_XLSX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), why.OLD_OR_ENCRYPTED),
        (b"PK\x03\x04", why.DAMAGED),
        (b"PK\x05\x06" + bytes(18), why.NOT_XLSX),
    ],
)
def test_other_content_is_unreadable(tmp_path: Path, content: bytes, reason: Text) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert reason.en in refusal(path)


def test_path_that_no_file_can_have_is_unreadable() -> None:
    assert refusal(Path("a\x00b.xlsx"))


def test_truncated_workbook_is_unreadable(workbook: Path) -> None:
    whole = workbook.read_bytes()
    for length in (10, len(whole) // 2, len(whole) - 10):
        workbook.write_bytes(whole[:length])
        assert why.DAMAGED.en in refusal(workbook)


def test_flipped_bits_in_a_part_are_noticed(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as archive:
        entry = archive.getinfo(FIRST_SHEET)
    data = bytearray(workbook.read_bytes())
    data[entry.header_offset + 30 + len(FIRST_SHEET) + 5] ^= 0xFF
    workbook.write_bytes(data)
    assert why.DAMAGED.en in refusal(workbook)


def test_zip_bomb_is_refused_by_its_ratio(workbook: Path) -> None:
    rewrite(workbook, FIRST_SHEET, lambda xml: xml + b" " * (50 << 20))
    assert why.TOO_LARGE.en in refusal(workbook)


def test_bomb_that_lies_about_its_size_is_refused(workbook: Path) -> None:
    rewrite(workbook, STRINGS, lambda xml: xml + b" " * (50 << 20))
    with zipfile.ZipFile(workbook) as archive:
        declared = archive.getinfo(STRINGS).file_size
    data = workbook.read_bytes()
    lie = data.replace(declared.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lie != data
    workbook.write_bytes(lie)
    assert why.TOO_LARGE.en in refusal(workbook)


def test_part_longer_than_declared_is_refused(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as archive:
        declared = archive.getinfo(FIRST_SHEET).file_size
    data = workbook.read_bytes()
    workbook.write_bytes(data.replace(declared.to_bytes(4, "little"), b"\x20\0\0\0"))
    assert why.DAMAGED.en in refusal(workbook)


@pytest.mark.parametrize(
    "limits",
    [
        Limits(file_bytes=100),
        Limits(entries=3),
        Limits(part_bytes=100),
        Limits(total_bytes=1000),
    ],
)
def test_every_limit_is_kept(workbook: Path, limits: Limits) -> None:
    assert why.TOO_LARGE.en in refusal(workbook, limits)


@pytest.mark.parametrize(
    "prolog",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>',
        b'<?xml version="1.0" encoding="UTF-7"?>',
        "<?xml version='1.0' encoding='UTF-16'?>".encode("utf-16"),
    ],
)
def test_xml_that_could_hide_something_is_refused(workbook: Path, prolog: bytes) -> None:
    rewrite(workbook, FIRST_SHEET, lambda xml: prolog + xml.partition(b"?>")[2])
    assert why.HOSTILE.en in refusal(workbook)


def test_two_parts_of_one_name_are_refused(workbook: Path) -> None:
    with zipfile.ZipFile(workbook, "a") as archive:
        archive.writestr("XL/worksheets/Sheet1.xml", b"<worksheet/>")
    assert why.HOSTILE.en in refusal(workbook)


def test_part_packed_in_a_foreign_way_is_refused(workbook: Path) -> None:
    with zipfile.ZipFile(workbook, "a") as archive:
        archive.writestr("xl/more.xml", b"<more/>", zipfile.ZIP_BZIP2)
    assert why.DAMAGED.en in refusal(workbook)


def test_other_kinds_of_zip_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", b"<document/>")
    assert why.NOT_XLSX.en in refusal(path)
