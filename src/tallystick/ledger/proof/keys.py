"""Ed25519 keys in the text form of signed notes (c2sp.org/signed-note).

A public key is one line, `name+keyid+base64`, to be printed, compared and kept by outsiders. The
private key is one line too, in a file that only its owner reads.
"""

import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_BYTES = 32

_ED25519 = b"\x01"
_PRIVATE = "PRIVATE+KEY+"


def _key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def _check_name(name: str) -> None:
    if not name.isprintable() or not name or "+" in name or any(map(str.isspace, name)):
        raise ValueError(f"{name!r} cannot name a key: it needs text without spaces and plus signs")


def _line(name: str, public: bytes, material: bytes) -> str:
    return f"{name}+{_key_id(name, public).hex()}+{b64encode(_ED25519 + material).decode()}"


def _read_line(text: str) -> tuple[str, bytes]:
    """Take a key line apart: the name and the 32 bytes."""
    name, _, encoded = [*text.strip().split("+", 2), "", ""][:3]
    _check_name(name)
    try:
        material = b64decode(encoded, validate=True)
    except ValueError:
        raise ValueError("the key is not base64") from None
    if material[:1] != _ED25519 or len(material) != KEY_BYTES + 1:
        raise ValueError("the key is not an Ed25519 key")
    return name, material[1:]


@dataclass(frozen=True)
class PublicKey:
    """What an outsider keeps: the name of the log and the key that signs its checkpoints."""

    name: str
    raw: bytes

    def __str__(self) -> str:
        return _line(self.name, self.raw, self.raw)

    @cached_property
    def id(self) -> bytes:
        """The first four bytes of the hash of the name and the key."""
        return _key_id(self.name, self.raw)

    @cached_property
    def _verifier(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.raw)

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether the signature over the message is this key's."""
        try:
            self._verifier.verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """What only the log's keeper holds."""

    name: str
    _private: Ed25519PrivateKey = field(repr=False)

    @cached_property
    def public(self) -> PublicKey:
        """The public key that belongs to it."""
        return PublicKey(self.name, self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the signature over a message, 64 bytes."""
        return self._private.sign(message)

    def secret_line(self) -> str:
        """Return the line that the private key file holds."""
        return _PRIVATE + _line(self.name, self.public.raw, self._private.private_bytes_raw())


def parse_public_key(text: str) -> PublicKey:
    """Read a public key line; ValueError when it is none or its key id is not its own."""
    key = PublicKey(*_read_line(text))
    if str(key) != text.strip():
        raise ValueError("the key id is not that of the name and the key")
    return key


def parse_signing_key(text: str) -> SigningKey:
    """Read a private key line; ValueError when it is none or its key id is not its own."""
    if not text.startswith(_PRIVATE):
        raise ValueError("this is not a private key line")
    name, raw = _read_line(text.removeprefix(_PRIVATE))
    key = SigningKey(name, Ed25519PrivateKey.from_private_bytes(raw))
    if key.secret_line() != text.strip():
        raise ValueError("the key id is not that of the name and the key")
    return key


def create_key_file(path: Path, name: str) -> SigningKey:
    """Make a key and write it to a new file that only the owner can read.

    The file appears whole or not at all. Raises FileExistsError when something has that path,
    ValueError when the name cannot name a key.
    """
    _check_name(name)
    key = SigningKey(name, Ed25519PrivateKey.generate())
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(key.secret_line() + "\n")
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, fails when the name is taken.
        os.link(partial, path)
    finally:
        partial.unlink()
    _sync_directory(path.parent)
    return key


def read_key_file(path: Path) -> SigningKey:
    """Read a private key file; OSError or ValueError when that cannot be done."""
    return parse_signing_key(path.read_text(encoding="utf-8"))


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
