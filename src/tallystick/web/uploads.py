"""Workbooks that people send: measured, looked at and read from a folder that does not last."""

import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from tallystick.article6.aef.check import Report, check
from tallystick.article6.aef.submission import Submission
from tallystick.core.findings import Finding, Text
from tallystick.io.aef_read import Unreadable, read_aef
from tallystick.io.workbook.unreadable import unreadable

FILES_MAX, FILE_BYTES_MAX = 20, 20_000_000
NAME_LENGTH_MAX = 60
SUFFIX = ".xlsx"
ACTIVE = ("vbaproject.bin", "activex", "/embeddings/", "/externallinks/", "macrosheets")
"""Parts of a workbook that run, fetch or carry something besides cells."""

WRONG_TYPE = Text("its name does not end in .xlsx", "文件名不以 .xlsx 结尾")
HOLDS_ACTIVE = Text(
    "it holds macros, embedded objects or links to other files",
    "其中含有宏、嵌入对象或指向其他文件的链接",
)
SAVE_PLAIN = Text(
    "save it as a plain workbook (.xlsx) without macros, objects and links, and send that",
    "请另存为不含宏、对象和链接的普通工作簿（.xlsx）后重新提交",
)


class TooMuchError(Exception):
    """More or larger files than are taken at once."""


@dataclass(frozen=True, slots=True)
class Workbooks:
    """What could be read of the files sent, in order, and why the others could not."""

    names: Sequence[str]
    good: Sequence[Submission]
    bad: dict[str, Finding]

    def checked(self) -> Report:
        """Return what the consistency check says of all files."""
        return check(self.good).with_unreadable(self.bad, self.names)


def read_workbooks(files: Sequence[UploadedFile]) -> Workbooks:
    """Read files alike from pages and programs; raises TooMuchError before anything is kept."""
    if len(files) > FILES_MAX or any((one.size or 0) > FILE_BYTES_MAX for one in files):
        raise TooMuchError
    with tempfile.TemporaryDirectory() as folder:
        read = dict(_read(Path(folder), number, one) for number, one in enumerate(files, start=1))
    good = [one for one in read.values() if isinstance(one, Submission)]
    bad = {name: one for name, one in read.items() if isinstance(one, Finding)}
    return Workbooks(list(read), good, bad)


def _read(folder: Path, number: int, file: UploadedFile) -> tuple[str, Submission | Finding]:
    """Read an upload, which gets a folder of its own under a name that cannot leave it."""
    path = folder / str(number) / Path(file.name or "").name[-NAME_LENGTH_MAX:]
    name = str(path.relative_to(folder))
    try:
        if path.suffix.lower() != SUFFIX:
            raise unreadable(path, WRONG_TYPE)
        path.parent.mkdir()
        with path.open("wb") as kept:
            kept.writelines(file.chunks())
        if _is_active(path):
            raise unreadable(path, HOLDS_ACTIVE, SAVE_PLAIN)
        found = read_aef(path)
    except Unreadable as refusal:
        return name, _told(refusal.finding, folder)
    damage = tuple(_told(one, folder) for one in found.damage)
    return name, replace(found, path=name, damage=damage)


def _is_active(path: Path) -> bool:
    """Whether a container names a part that is active; what is no container holds none."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [f"/{one}".replace("\\", "/").lower() for one in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return any(part in name for name in names for part in ACTIVE)


def _told(finding: Finding, folder: Path) -> Finding:
    """Return a finding that does not tell where the server kept the file."""

    def without(text: str) -> str:
        return text.replace(f"{folder}/", "")

    where = {
        name: without(said) if isinstance(said, str) else said
        for name, said in finding.where.items()
    }
    message = Text(without(finding.message.en), without(finding.message.zh))
    return replace(finding, message=message, where=where)
