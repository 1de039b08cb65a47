"""The leaf of a posting: what was asked, in the form that every language writes alike."""

import json

from tallystick.ledger.proof.canonical import canonical
from tallystick.ledger.store import Store


def leaf_of(key: str, body: str) -> bytes:
    """Return the leaf of a posting from its key and body."""
    return canonical({"key": key, "posting": json.loads(body)})


def write_leaf(store: Store, posting: int, key: str, body: str) -> None:
    """Write the leaf of a posting, in the posting's own transaction."""
    sql = "INSERT INTO ledger_leaf (posting_id, leaf) VALUES (?, ?)"
    store.execute(sql, (posting, leaf_of(key, body).decode()))
