"""The leaf of a posting: what was asked, in the form that every language writes alike."""

import json

from tallystick.ledger.proof.canonical import canonical


def leaf_of(key: str, body: str) -> bytes:
    """Return the leaf of a posting from its key and body."""
    return canonical({"key": key, "posting": json.loads(body)})
