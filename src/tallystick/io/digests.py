"""Files that a document is made from, named with the digest of their content."""

import hashlib
from pathlib import Path

from tallystick.article6.reports.made import DataUsed


def data_used(path: Path) -> DataUsed:
    """Name a file with the SHA-256 of its bytes."""
    return DataUsed(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
