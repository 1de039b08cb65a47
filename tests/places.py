"""Where tests keep their files: in memory where there is room, since they make very many."""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
DISK = "/tmp"  # noqa: S108 (the same)
ROOM_BYTES = 4_000_000_000
"""Several times what all workers together have been seen to fill."""


def short_folder() -> str:
    """Name a folder in which sockets may lie too, whose paths must be short."""
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES
    return str(MEMORY) if has_room else DISK


def keep_files_in_memory() -> None:
    """Let this process and those it starts make temporary files there, unless told where."""
    if "TMPDIR" not in os.environ and short_folder() == str(MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
