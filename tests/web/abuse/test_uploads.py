"""Hostile files: told as findings, never read further, by page and interface alike."""

from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tallystick.web import uploads
from tallystick.web.uploads import FILES_MAX
from web.conftest import SignedIn
from web.workbooks import hostile, one_sided, upload

KINDS = (
    "no workbook",
    "a program",
    "of another type",
    "macros by name",
    "macros inside",
    "links to other files",
    "an entity",
    "a bomb",
    "nothing",
    "a name that leads elsewhere",
    "a long name",
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SimpleUploadedFile]:
    """One file of each kind."""
    return hostile(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_file_is_told_and_opens_no_case(
    signed_in: SignedIn, files: dict[str, SimpleUploadedFile], kind: str
) -> None:
    files[kind].seek(0)
    told = {"workbooks": files[kind], "opens": "on"}
    answer = signed_in("reviewer").post("/en/cases/check/", told)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "UNREADABLE" in text
    assert gettempdir() not in text.partition("<main")[2]
    assert "<script>alert" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_the_interface_tells_the_same(
    client: Client, files: dict[str, SimpleUploadedFile], kind: str
) -> None:
    files[kind].seek(0)
    answer = client.post("/api/v1/aef/check", {"files": [files[kind]]})
    told: Any = answer.json()
    assert answer.status_code == 200
    assert [one["code"] for one in told["findings"]] == ["UNREADABLE"]
    assert gettempdir() not in answer.content.decode()


def test_honest_files_are_read_without_the_place_of_the_server(
    client: Client, tmp_path: Path
) -> None:
    sent = [upload(path) for path in one_sided(tmp_path)]
    answer = client.post("/api/v1/aef/check", {"files": sent})
    told: Any = answer.json()
    assert [one["path"] for one in told["files"]] == ["1/GHA-2023.xlsx", "2/CHE-2023.xlsx"]
    assert gettempdir() not in answer.content.decode()


def test_too_many_or_too_large_files_are_refused(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [SimpleUploadedFile(f"{one}.xlsx", b"x") for one in range(FILES_MAX + 1)]
    reviewer = signed_in("reviewer")
    answer = reviewer.post("/en/cases/check/", {"workbooks": many})
    assert "Too many or too large" in answer.content.decode()
    monkeypatch.setattr(uploads, "FILE_BYTES_MAX", 5)
    large = SimpleUploadedFile("a.xlsx", b"large!")
    answer = reviewer.post("/en/cases/check/", {"workbooks": large})
    assert "Too many or too large" in answer.content.decode()
