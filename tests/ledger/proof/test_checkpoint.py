import re
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.ledger.proof.checkpoint import Checkpoint, parse, seal, sign
from tallystick.ledger.proof.keys import parse_public_key
from tallystick.ledger.proof.merkle import EMPTY_ROOT, leaf_hash, peaks_root
from tallystick.ledger.proof.tree import Frontier

from .logs import KEY, ORIGIN, OTHER_KEY

# Signed tree heads that the public checksum database of the Go language has issued.
GO_KEY = parse_public_key("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")
GO_NOTES = [
    "go.sum database tree\n6476701\nmb8QLQIs0Z0yP5Cstq6guj87oXWeC9gEM8oVikmm9Wk=\n\n"
    "— sum.golang.org Az3grsLX85Gz+s1SiTbgkuqxgItqFq7gsMUEyVnrsa9LM7Us9S+1xbFIGu95949rj4nPRYfvim"
    "WEPWL+o3GeoWwOoAw=\n",
    "go.sum database tree\n3935567\nSapHtgdNCeF00Cx8kqztePV24kgzNg++Xovae42HAMw=\n\n"
    "— sum.golang.org Az3grsm7Wm4CVNR1RHq9BFnu9jzcRlU2uw7lr0gfUWgO6+rqPNjT+fUTl9gH0NRTgdwW9nItuQ"
    "SMbhSaLCsk8YeYSAs=\n",
]
NOTE = sign(Checkpoint(ORIGIN, 3, leaf_hash(b"root")), KEY)


@pytest.mark.parametrize("note", GO_NOTES)
def test_checkpoints_of_a_public_log_verify(note: str) -> None:
    signed = parse(note)
    assert signed.checkpoint.origin == "go.sum database tree"
    assert signed.signed_by(GO_KEY)
    assert not signed.signed_by(KEY.public)


@pytest.mark.parametrize("note", GO_NOTES)
def test_checkpoint_of_a_public_log_with_another_size_fails(note: str) -> None:
    assert not parse(re.sub(r"\n\d+\n", "\n1\n", note)).signed_by(GO_KEY)


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_what_is_signed_is_read_back_and_verifies(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(ORIGIN, size, root, ("an extension line",))
    signed = parse(sign(checkpoint, KEY))
    assert signed.checkpoint == checkpoint
    assert signed.signed_by(KEY.public)


def test_signature_of_another_key_of_the_same_name_fails() -> None:
    assert not parse(NOTE).signed_by(OTHER_KEY.public)


def test_a_countersigned_checkpoint_still_verifies() -> None:
    witness = f"— witness.example {b64encode(bytes(76)).decode()}\n"
    text, own = NOTE.split("\n\n")
    assert parse(f"{text}\n\n{witness}{own}").signed_by(KEY.public)


@given(st.integers(0, len(NOTE) - 1), st.characters(codec="utf-8"))
def test_no_character_can_change_unseen(at: int, character: str) -> None:
    changed = NOTE[:at] + character + NOTE[at + 1 :]
    try:
        signed = parse(changed)
    except ValueError:
        return
    assert signed.signed_by(KEY.public) == (changed == NOTE)


@given(st.text() | st.text("—\n +0123456789=abc"))
def test_garbage_is_refused_with_a_value_error(note: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(note)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n3\n", "\n03\n"),
        ("\n3\n", "\n-3\n"),
        ("\n3\n", "\n３\n"),
        ("\n3\n", f"\n{2**63}\n"),
        ("\n3\n", "\n"),
        (f"{ORIGIN}\n", "\n"),
        ("\n— ", "\n- "),
        ("\n\n", "\n"),
        ("=\n\n", "\n\n"),
        ("=\n\n", "==\n\n"),
        ("=\n\n", "=\n\n\n"),
        ("\n—", "\ud800\n—"),
    ],
)
def test_a_note_in_another_form_is_refused(old: str, new: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(NOTE.replace(old, new, 1))


def test_a_note_without_its_last_newline_or_signature_is_refused() -> None:
    with pytest.raises(ValueError, match="signature lines"):
        parse(NOTE.rstrip("\n"))
    with pytest.raises(ValueError, match="signature lines"):
        parse(NOTE.split("—")[0])


def test_a_seal_carries_the_peaks_of_what_it_signs() -> None:
    frontier = Frontier()
    assert parse(seal(frontier, KEY).note).checkpoint == Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    frontier.extend(leaf_hash(bytes([at])) for at in range(11))
    sealed = seal(frontier, KEY)
    assert len(sealed.peaks) == 3
    assert parse(sealed.note).checkpoint.root == peaks_root(sealed.peaks)
