"""Files written in one step, so that nobody ever sees half of one."""

import os
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Put the content in place of the file; what was there stays when the writing fails."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
