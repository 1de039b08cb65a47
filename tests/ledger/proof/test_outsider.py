"""Exports, held against a verifier that shares no code with the program."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.article6.postings.plain import Amount, MoveUnits
from tallystick.ledger import open_ledger
from tallystick.ledger.log import sequencer
from tallystick.ledger.log.exporting import export_ledger
from tallystick.ledger.log.keyplace import prepare_keys
from tallystick.ledger.log.sequencer import sequence
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.keys import PublicKey, read_key_file
from tallystick.ledger.proof.merkle import leaf_hash
from tallystick.ledger.proof.records import Entry
from tallystick.ledger.proof.verify import verify_export

from .logs import KEY, OTHER_KEY, Log, make_log
from .outsider import Refused, check_export

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
POSTINGS = st.lists(
    st.tuples(TEXTS, TEXTS, st.integers(1, 2**62)), max_size=12, unique_by=lambda one: one[0]
)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("TALLYSTICK_KEY", raising=False)
    monkeypatch.setattr(sequencer, "BATCH", 3)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(POSTINGS)
def test_export_of_any_ledger_is_valid_to_an_outsider(
    tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[str, str, int]]
) -> None:
    home = tmp_path_factory.mktemp("any")
    place = str(home / "ledger.db")
    with open_ledger(place) as ledger:
        ledger.create()
        for number, (key, taker, units) in enumerate(asked):
            paid = Amount(units, f"type {number}")
            posting = MoveUnits(on=date(2024, 1, 1), from_account="", to_account=taker, amount=paid)
            ledger.post(posting, key=key)
    signing = read_key_file(prepare_keys(place).path)
    with closing(store_at(place)) as store:
        sequence(store, signing)
        root = export_ledger(store, home / "exported").root
    assert check_export((home / "exported").read_bytes(), str(signing.public)) == root


SMALL = make_log(2, 3, 7)
Tampering = Iterator[tuple[str, bytes]]


def altered(lines: list[bytes]) -> Tampering:
    for at, line in enumerate(lines):
        for place in range(0, len(line) - 1, 3):
            changed = line[:place] + bytes([line[place] ^ 1]) + line[place + 1 :]
            yield f"line {at} altered", b"".join([*lines[:at], changed, *lines[at + 1 :]])


def dropped(lines: list[bytes]) -> Tampering:
    for at in range(len(lines)):
        yield f"line {at} dropped", b"".join(lines[:at] + lines[at + 1 :])


def inserted(lines: list[bytes]) -> Tampering:
    for at in range(len(lines)):
        for line in lines:
            yield f"a line inserted at {at}", b"".join([*lines[:at], line, *lines[at:]])


def reordered(lines: list[bytes]) -> Tampering:
    for one in range(len(lines)):
        for other in range(one + 1, len(lines)):
            moved = list(lines)
            moved[one], moved[other] = moved[other], moved[one]
            yield f"lines {one} and {other} exchanged", b"".join(moved)


def cut_short(lines: list[bytes]) -> Tampering:
    whole = b"".join(lines)
    yield from ((f"cut at {end}", whole[:end]) for end in range(len(whole)))


def rehashed(lines: list[bytes]) -> Tampering:
    """Leaves altered, dropped or exchanged, with hashes and numbers that fit again."""
    leaves = [entry.leaf for entry in SMALL.entries]
    for at in range(len(leaves)):
        other = leaves[at].replace(b"units", b"stinu")
        yield from _renumbered("altered", [*leaves[:at], other, *leaves[at + 1 :]])
        yield from _renumbered("dropped", leaves[:at] + leaves[at + 1 :])
        yield from _renumbered("inserted", [*leaves[:at], other, *leaves[at:]])
        for to in range(at):
            moved = list(leaves)
            moved[at], moved[to] = moved[to], moved[at]
            yield from _renumbered("exchanged", moved)


def _renumbered(what: str, leaves: list[bytes]) -> Tampering:
    entries = [Entry(index, leaf, leaf_hash(leaf)) for index, leaf in enumerate(leaves)]
    yield what, b"".join(Log(entries, SMALL.seals).lines)


def signed_again(lines: list[bytes]) -> Tampering:
    """The same log, and one with another first leaf, all signed with a key of the same name."""
    for first in (None, b'{"key":"other"}'):
        yield "signed again", b"".join(make_log(2, 3, 7, key=OTHER_KEY, first=first).lines)


TAMPERINGS = (altered, dropped, inserted, reordered, cut_short, rehashed, signed_again)


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: str(one.__name__))
def test_tampering_anywhere_is_refused_by_both_and_located(
    tampering: Callable[[list[bytes]], Tampering], tmp_path: Path
) -> None:
    lines = SMALL.lines
    path = tmp_path / "exported"
    for what, content in tampering(lines):
        if content == b"".join(lines):
            continue
        with pytest.raises(Refused):
            check_export(content, str(KEY.public))
        path.write_bytes(content)
        found = verify_export(path, KEY.public)
        assert not found.valid, what
        assert any(
            {"line", "index", "first_index", "size"} & finding.where.keys()
            or finding.code in {"SYNTAX", "UNREADABLE", "ENTRIES_UNSIGNED", "CHECKPOINT_MISSING"}
            for finding in found.findings
        ), (what, found.findings)


def test_the_small_log_is_valid_to_both(tmp_path: Path) -> None:
    path = tmp_path / "exported"
    path.write_bytes(b"".join(SMALL.lines))
    assert verify_export(path, KEY.public).root == check_export(path.read_bytes(), str(KEY.public))


def test_outsider_knows_a_key_by_its_own_hash() -> None:
    """So that the program and its outsider do not agree on a mistake."""
    raw = b"\x01" + KEY.public.raw
    number = sha256(KEY.name.encode() + b"\n" + raw).hexdigest()[:8]
    assert str(KEY.public) == f"{KEY.name}+{number}+{b64encode(raw).decode()}"
    assert isinstance(KEY.public, PublicKey)
