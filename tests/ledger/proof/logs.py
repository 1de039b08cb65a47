"""Small logs to tamper with, and the tree of RFC 9162 written down once more, naively."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tallystick.ledger.proof.checkpoint import Seal, seal
from tallystick.ledger.proof.export import log_records
from tallystick.ledger.proof.keys import SigningKey
from tallystick.ledger.proof.merkle import leaf_hash
from tallystick.ledger.proof.records import Entry, encode
from tallystick.ledger.proof.tree import Frontier

ORIGIN = "ledger.example/gha"
KEY = SigningKey(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER_KEY = SigningKey(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """Hash a list of leaves by the recursion the RFC defines."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def leaf(index: int) -> bytes:
    """Make up a leaf that no other index has."""
    return f'{{"key":"k{index}","units":"{index * 7 + 1}"}}'.encode()


@dataclass(frozen=True)
class Log:
    """A log and the lines of its export."""

    entries: list[Entry]
    seals: list[Seal]

    @property
    def lines(self) -> list[bytes]:
        return [encode(record) for record in log_records(ORIGIN, self.entries, self.seals)]

    def line_of(self, index: int) -> int:
        """Where in `lines` an entry stands."""
        start = f'{{"index":{index},'.encode()
        return next(at for at, line in enumerate(self.lines) if line.startswith(start))


def make_log(*sizes: int, key: SigningKey = KEY, first: bytes | None = None) -> Log:
    """Build a log with a checkpoint at each of the sizes, and perhaps another first leaf."""
    frontier = Frontier()
    leaves = [first or leaf(0), *map(leaf, range(1, max(sizes, default=0)))]
    entries = [Entry(at, one, leaf_hash(one)) for at, one in enumerate(leaves)]
    seals = []
    for size in sizes:
        frontier.extend(entry.hash for entry in entries[frontier.size : size])
        seals.append(seal(frontier, key))
    return Log(entries, seals)
