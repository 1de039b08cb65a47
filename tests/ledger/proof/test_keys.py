import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.ledger.proof.keys import (
    create_key_file,
    parse_public_key,
    parse_signing_key,
    read_key_file,
)

from .logs import KEY, ORIGIN

# The example key pair and signature of the Go language's package for signed notes.
GO_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"


def test_key_lines_are_those_of_signed_notes() -> None:
    key = parse_signing_key(GO_PRIVATE)
    assert str(key.public) == GO_PUBLIC == str(parse_public_key(GO_PUBLIC))
    assert key.secret_line() == GO_PRIVATE
    assert parse_public_key(GO_PUBLIC).has_signed(b"text", key.sign(b"text"))


def test_a_signature_over_another_message_or_of_another_length_fails() -> None:
    assert not KEY.public.has_signed(b"other", KEY.sign(b"text"))
    assert not KEY.public.has_signed(b"text", b"")


@given(st.integers(0, len(GO_PUBLIC) - 1), st.characters(min_codepoint=33, max_codepoint=126))
def test_no_character_of_a_public_key_can_change_unseen(at: int, character: str) -> None:
    changed = GO_PUBLIC[:at] + character + GO_PUBLIC[at + 1 :]
    if changed == GO_PUBLIC:
        return
    with pytest.raises(ValueError, match=r"."):
        parse_public_key(changed)


@pytest.mark.parametrize("text", ["", "+", "a+b", "a+00000000+%%", "a+00000000+AAAA", GO_PRIVATE])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_public_key(text)


@pytest.mark.parametrize("text", ["", GO_PUBLIC, GO_PRIVATE.replace("c74f", "c74e")])
def test_what_is_no_private_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_signing_key(text)


def test_a_key_file_is_private_and_gives_the_key_back(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    key = create_key_file(path, ORIGIN)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key_file(path).public == key.public
    assert os.listdir(tmp_path) == ["log.key"]


def test_two_keys_of_one_name_differ(tmp_path: Path) -> None:
    one = create_key_file(tmp_path / "one", ORIGIN)
    assert one.public.raw != create_key_file(tmp_path / "other", ORIGIN).public.raw


@pytest.mark.parametrize("kind", ["file", "directory", "dangling link"])
def test_a_key_file_never_overwrites(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "log.key"
    if kind == "file":
        path.write_text("precious")
    elif kind == "directory":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        create_key_file(path, ORIGIN)
    assert os.listdir(tmp_path) == ["log.key"]
    assert kind != "file" or path.read_text() == "precious"


@pytest.mark.parametrize("name", ["", "two words", "a+b", "new\nline", "\ud800"])
def test_a_name_that_would_break_a_note_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot name"):
        create_key_file(tmp_path / "log.key", name)
    assert not os.listdir(tmp_path)


def test_a_key_does_not_show_its_secret() -> None:
    assert KEY.secret_line().rsplit("+", 1)[1] not in repr(KEY)
    assert "rivate" not in repr(KEY)
