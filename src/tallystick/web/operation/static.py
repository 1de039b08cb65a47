"""Static files under names that tell their content, compressed, without a step of building.

Each file is served under its own name as well, for addresses that are written down elsewhere.
"""

import shutil
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.compress import Compressor
from whitenoise.middleware import WhiteNoiseMiddleware

DIGITS = 12
UNPACKED = frozenset({".map"})
"""What only developers look at is not compressed."""


@cache
def fingerprinted(name: str) -> str:
    """Return a file's name with a part of its hash before the ending; its own if it is not there.

    What runs is what was there when the process began: a file that changes needs a new process.
    """
    path = finders.find(name)
    if path is None:
        return name
    digest = sha256(Path(path).read_bytes()).hexdigest()[:DIGITS]
    plain = PurePosixPath(name)
    return str(plain.with_name(f"{plain.stem}.{digest}{plain.suffix}"))


class Fingerprinted(StaticFilesStorage):
    """Where pages get the addresses of static files from."""

    def url(self, name: str | None) -> str:
        """Return the address under which a file is served for ever."""
        return super().url(fingerprinted(name) if name else name)


@cache
def packed() -> "TemporaryDirectory[str]":
    """Return a folder of all files under their long names, compressed; gone with the process."""
    folder = TemporaryDirectory(prefix="tallystick-static-")
    compressor = Compressor(quiet=True)
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            path = Path(folder.name, fingerprinted(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(storage.path(name), path)
            if path.suffix not in UNPACKED and compressor.should_compress(str(path)):
                compressor.compress(str(path))
    return folder


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # it ships no types
    """Serve static files before anything else is asked of a request."""

    def __init__(self, *told: Any, **more: Any) -> None:
        super().__init__(*told, **more)
        self.add_files(packed().name, prefix=self.static_prefix)
