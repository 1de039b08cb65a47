"""An outsider's verifier, written from RFC 9162, RFC 8785 and the C2SP note alone.

It shares no code with the program: only the standard library and an Ed25519 implementation.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = b"\x01"
ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}


class Refused(Exception):  # noqa: N818 (says what the outsider does)
    """An export is not what its keeper signed; the message says from which line on."""


def check_export(content: bytes, public_key: str) -> bytes:
    """Return the root that the last checkpoint of an export signs; raises Refused."""
    try:
        return check_lines(content, public_key)
    except ValueError as error:  # no JSON, no UTF-8, no base64, no number
        raise Refused(str(error)) from None


def check_lines(content: bytes, public_key: str) -> bytes:
    if not content.endswith(b"\n"):
        raise Refused("cut short")
    lines = [read_line(line) for line in content[:-1].split(b"\n")]
    if lines[0].keys() != {"format", "origin"} or lines[0]["format"] != "tallystick-log/1":
        raise Refused("line 1: no header")
    leaves: list[bytes] = []
    roots: dict[int, bytes] = {}
    for number, line in enumerate(lines[1:-1], 2):
        if line.keys() == {"index", "hash", "leaf"}:
            leaves.append(check_entry(line, len(leaves), number))
        elif line.keys() == {"checkpoint", "peaks"}:
            size, root = open_note(line["checkpoint"], lines[0]["origin"], public_key)
            if size in roots or size != len(leaves) or root != root_of(leaves):
                raise Refused(f"line {number}: another tree was signed")
            if line["peaks"] != [root_of(part).hex() for part in complete(leaves)]:
                raise Refused(f"line {number}: other peaks")
            roots[size] = root
        else:
            raise Refused(f"line {number}: neither entry nor checkpoint")
    if lines[-1] != {"entries": len(leaves), "checkpoints": len(roots)}:
        raise Refused("the end does not count what is there")
    if len(leaves) not in roots:
        raise Refused("the last entries are unsigned")
    return roots[len(leaves)]


def read_line(line: bytes) -> dict[str, Any]:
    found = json.loads(line.decode())
    if not isinstance(found, dict):
        raise Refused("a line is not an object")
    if json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() != line:
        raise Refused("a line is written in another way")
    return found


def check_entry(line: dict[str, Any], due: int, number: int) -> bytes:
    leaf = str(line["leaf"])
    if line["index"] != due:
        raise Refused(f"line {number}: index {due} is due")
    if canonical(json.loads(leaf)) != leaf:
        raise Refused(f"line {number}: not in the canonical form")
    if sha256(b"\x00" + leaf.encode()).hexdigest() != line["hash"]:
        raise Refused(f"line {number}: another hash")
    return leaf.encode()


def canonical(value: object) -> str:
    """Write JSON without numbers as section 3.2 of RFC 8785 has it."""
    match value:
        case bool() | None:
            return json.dumps(value)
        case str():
            return '"' + "".join(map(escaped, value)) + '"'
        case list():
            return f"[{','.join(map(canonical, value))}]"
        case dict():
            ordered = sorted(value, key=lambda name: name.encode("utf-16-be"))
            members = (f"{canonical(name)}:{canonical(value[name])}" for name in ordered)
            return "{" + ",".join(members) + "}"
    raise Refused("a leaf holds a number, which has no exact form")


def escaped(character: str) -> str:
    if character in ESCAPES:
        return ESCAPES[character]
    return f"\\u{ord(character):04x}" if character < " " else character


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Hash a list by section 2.1.1 of RFC 9162."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


def complete(leaves: Sequence[bytes]) -> list[Sequence[bytes]]:
    """Cut a list into the complete subtrees of its tree, from the left."""
    if not leaves:
        return []
    whole = 1 << len(leaves).bit_length() - 1
    return [leaves[:whole], *complete(leaves[whole:])]


def open_note(note: str, origin: str, public_key: str) -> tuple[int, bytes]:
    """Return size and root that a note signs, if this key signed it."""
    name, number, encoded = public_key.strip().split("+", 2)
    key = decoded(encoded)
    if key[:1] != ED25519 or sha256(f"{name}\n".encode() + key).hexdigest()[:8] != number:
        raise Refused("no key of this kind")
    text, _, signatures = note.partition("\n\n")
    signed = f"{text}\n"
    for line in signatures.splitlines():
        dash, signer, signature = line.split(" ")
        if dash != "—":
            raise Refused("no line of a signature")
        raw = decoded(signature)
        if signer == name and raw[:4].hex() == number:
            try:
                Ed25519PublicKey.from_public_bytes(key[1:]).verify(raw[4:], signed.encode())
            except InvalidSignature:
                raise Refused("a signature is forged") from None
            named, size, root = text.split("\n")
            if named != origin:
                raise Refused("a checkpoint is of another log")
            return int(size), decoded(root)
    raise Refused("nobody known signed")


def decoded(text: str) -> bytes:
    """Read base64 that is written in the one way there is."""
    raw = b64decode(text, validate=True)
    if b64encode(raw).decode() != text:
        raise Refused("base64 with bits that say nothing")
    return raw
