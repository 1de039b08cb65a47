"""Signed checkpoints: what the log's keeper vouches for, as a signed note (c2sp.org).

The text is the origin, the size and the base64 root on a line each, an empty line, and a line per
signature. Any tool for transparency logs can read, compare and countersign it.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from tallystick.ledger.proof.keys import PublicKey, SigningKey
from tallystick.ledger.proof.merkle import HASH_BYTES
from tallystick.ledger.proof.tree import Frontier

SIZE_MAX = 2**63 - 1
SIGNATURES_MAX = 100
TEXT_LINES_MIN = 3

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_SIGNATURE = re.compile(r"— ([^\s+]+) (\S+)")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A root of the tree at one size, with whatever further lines its origin adds."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the text that is signed."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who says to have signed, with which key."""

    name: str
    key_id: bytes
    raw: bytes


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint with the signatures under it, not yet believed."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]

    def signed_by(self, key: PublicKey) -> bool:
        """Whether one of the signatures is that key's over this checkpoint."""
        text = self.checkpoint.text().encode()
        return any(
            (one.name, one.key_id) == (key.name, key.id) and key.has_signed(text, one.raw)
            for one in self.signatures
        )


@dataclass(frozen=True, slots=True)
class Seal:
    """A checkpoint note with the peaks of the tree it signs; `line` is where it stood in a file.

    The peaks hash to the signed root, so they are as trustworthy as it is, and the next batch can
    be checked, or the log continued, from them alone.
    """

    note: str
    peaks: tuple[bytes, ...]
    line: int | None = None


def seal(frontier: Frontier, key: SigningKey) -> Seal:
    """Sign the tree as it stands; the name of the key is the origin."""
    return Seal(sign(Checkpoint(key.name, frontier.size, frontier.root), key), frontier.peaks)


def sign(checkpoint: Checkpoint, key: SigningKey) -> str:
    """Return the note: the checkpoint's text with one signature."""
    text = checkpoint.text()
    signature = b64encode(key.public.id + key.sign(text.encode())).decode()
    return f"{text}\n— {key.name} {signature}\n"


def parse(note: str) -> SignedCheckpoint:
    """Read a note; ValueError when it is not a checkpoint in its one proper form."""
    note.encode()
    text, empty_line, under = note.rpartition("\n\n")
    lines = under.split("\n")
    if not empty_line or lines.pop() or not 0 < len(lines) <= SIGNATURES_MAX:
        raise ValueError("the note does not end with signature lines")
    checkpoint = _parse_text(text)
    return SignedCheckpoint(checkpoint, tuple(_parse_signature(line) for line in lines))


def _parse_text(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) < TEXT_LINES_MIN or not all(lines):
        raise ValueError("the note does not give an origin, a size and a root")
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size) or int(size) > SIZE_MAX:
        raise ValueError("the note does not start with an origin and a size")
    checkpoint = Checkpoint(origin, int(size), _decode(root), tuple(extensions))
    if len(checkpoint.root) != HASH_BYTES:
        raise ValueError("the note does not give a root of 32 bytes on its third line")
    return checkpoint


def _parse_signature(line: str) -> Signature:
    match = _SIGNATURE.fullmatch(line)
    if match is None:
        raise ValueError("a signature line is not a dash, a name and base64")
    blob = _decode(match[2])
    return Signature(match[1], blob[:4], blob[4:])


def _decode(encoded: str) -> bytes:
    blob = b64decode(encoded, validate=True)
    if b64encode(blob).decode() != encoded:
        raise ValueError("base64 is not in its one proper form")
    return blob
