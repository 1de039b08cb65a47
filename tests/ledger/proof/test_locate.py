"""Whatever is done to the entries of an export is found, and said where."""

import io
import json
from collections.abc import Callable, Sequence
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.core.findings import Finding
from tallystick.ledger.proof import batch
from tallystick.ledger.proof.merkle import leaf_hash
from tallystick.ledger.proof.records import Damage, Entry, decode, encode, read_records
from tallystick.ledger.proof.verify import verify_records

from .logs import KEY, make_log

SIZES = (3, 8, 21, 40)
LOG = make_log(*SIZES)
INDEX = st.integers(0, 39)


def entry_of(line: bytes) -> Entry | None:
    record = decode(line, 1)
    assert not isinstance(record, Damage)
    return record if isinstance(record, Entry) else None


def forged(index: int, text: bytes = b"forged") -> bytes:
    return encode(Entry(index, text, leaf_hash(text)))


def findings(lines: Sequence[bytes]) -> list[Finding]:
    """Verify lines whose closing line has been made to fit."""
    read = [entry_of(line) for line in lines]
    seals = sum(line.startswith(b'{"checkpoint":') for line in lines)
    end = {"entries": len(read) - read.count(None), "checkpoints": seals}
    closed = [*lines[:-1], json.dumps(end, separators=(",", ":")).encode() + b"\n"]
    return list(verify_records(read_records(io.BytesIO(b"".join(closed))), KEY.public).findings)


def said(lines: Sequence[bytes]) -> list[tuple[str, dict[str, object]]]:
    return [(finding.code, dict(finding.where)) for finding in findings(lines)]


def locates(found: list[Finding], index: int) -> bool:
    """Whether a refusal names the entry or a range that holds it."""
    for where in (finding.where for finding in found if finding.refuses):
        first = where.get("first_index", where.get("index"))
        last = where.get("last_index", where.get("index"))
        assert isinstance(first, int)
        assert isinstance(last, int)
        if first <= index <= last or where.get("actual_index") == index:
            return True
    return False


def renumbered(lines: Sequence[bytes]) -> list[bytes]:
    """Number the entries anew in the order of the lines, as a careful forger would."""
    numbers = count()
    entries = [(line, entry_of(line)) for line in lines]
    return [
        encode(Entry(next(numbers), entry.leaf, entry.hash)) if entry else line
        for line, entry in entries
    ]


def test_altered_text_is_located_exactly() -> None:
    lines = list(LOG.lines)
    at = LOG.line_of(17)
    lines[at] = lines[at].replace(b"units", b"Units")
    assert said(lines) == [("ENTRY_ALTERED", {"line": at + 1, "index": 17})]


def test_altered_hash_is_located_exactly() -> None:
    lines = list(LOG.lines)
    at = LOG.line_of(17)
    lines[at] = encode(Entry(17, LOG.entries[17].leaf, bytes(32)))
    assert said(lines) == [("ENTRY_ALTERED", {"line": at + 1, "index": 17})]


def test_text_altered_with_its_hash_is_located_within_the_signed_subtree() -> None:
    lines = list(LOG.lines)
    lines[LOG.line_of(17)] = forged(17)
    place = {"first_index": 16, "last_index": 19, "size": 21}
    assert said(lines) == [("RANGE_MISMATCH", place)]


def test_several_alterations_are_each_located() -> None:
    lines = list(LOG.lines)
    for index in (1, 20, 33):
        lines[LOG.line_of(index)] = forged(index)
    ranges = [(one["first_index"], one["last_index"]) for _, one in said(lines)]
    assert ranges == [(0, 1), (20, 20), (32, 39)]


def test_dropped_entries_are_located_exactly() -> None:
    lines = list(LOG.lines)
    del lines[LOG.line_of(9) : LOG.line_of(9) + 2]
    assert said(lines)[0] == ("ENTRY_MISSING", {"first_index": 9, "last_index": 10})


def test_a_duplicated_line_is_located_exactly() -> None:
    lines = list(LOG.lines)
    at = LOG.line_of(25)
    lines.insert(at + 3, lines[at])
    assert said(lines) == [("ENTRY_DUPLICATED", {"line": at + 4, "index": 25})]


def test_a_line_moved_within_its_batch_is_located_exactly() -> None:
    lines = list(LOG.lines)
    lines.insert(LOG.line_of(24), lines.pop(LOG.line_of(35)))
    assert [(code, where["index"]) for code, where in said(lines)] == [("ENTRY_MISPLACED", 35)]


def test_a_line_moved_to_another_batch_is_located_at_both_places() -> None:
    lines = list(LOG.lines)
    lines.insert(LOG.line_of(30), lines.pop(LOG.line_of(5)))
    codes = {(code, where.get("index", where.get("first_index"))) for code, where in said(lines)}
    assert {("ENTRY_MISSING", 5), ("ENTRY_MISPLACED", 5)} <= codes


@pytest.mark.parametrize("before", [True, False])
def test_a_forged_line_under_a_number_in_use_is_told_from_the_true_one(before: bool) -> None:
    lines = list(LOG.lines)
    at = LOG.line_of(12) + (not before)
    lines.insert(at, forged(12))
    assert said(lines) == [("ENTRY_INSERTED", {"line": at + 1, "index": 12})]


def test_a_forged_line_under_a_number_not_in_use_is_located() -> None:
    lines = list(LOG.lines)
    at = LOG.line_of(12)
    lines.insert(at, forged(500))
    assert said(lines) == [("ENTRY_MISPLACED", {"line": at + 1, "index": 500})]


def test_a_wrong_number_on_a_true_entry_is_located() -> None:
    lines = list(LOG.lines)
    at = LOG.line_of(12)
    lines[at] = encode(Entry(700, LOG.entries[12].leaf, LOG.entries[12].hash))
    place = {"line": at + 1, "index": 700, "actual_index": 12}
    assert said(lines) == [("ENTRY_RENUMBERED", place)]


def test_an_insertion_hidden_by_renumbering_is_narrowed_down() -> None:
    lines = list(LOG.lines)
    lines.insert(LOG.line_of(18), forged(18))
    found = findings(renumbered(lines))
    ranges = [dict(one.where) for one in found if one.code == "RANGE_MISMATCH"]
    assert ranges == [{"first_index": 16, "last_index": 19, "size": 21}]
    assert all(
        one.code in {"RANGE_MISMATCH", "ENTRY_INSERTED", "ENTRY_RENUMBERED"} for one in found
    )


def test_an_alteration_that_spares_later_batches_leaves_them_unaccused() -> None:
    lines = list(LOG.lines)
    lines[LOG.line_of(4)] = forged(4)
    assert not any(locates(findings(lines), index) for index in range(8, 40))


def test_a_batch_too_large_to_remember_is_one_range(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "CLAIMS_MAX", 10)
    assert said(LOG.lines) == []
    lines = list(LOG.lines)
    del lines[LOG.line_of(30)]
    place = {"first_index": 21, "last_index": 39, "size": 40}
    assert said(lines) == [("RANGE_MISMATCH", place)]


Tamper = Callable[[list[bytes], int, int], set[int]]


def alter(lines: list[bytes], at: int, _: int) -> set[int]:
    entry = entry_of(lines[at])
    assert entry
    lines[at] = encode(Entry(entry.index, entry.leaf + b" ", entry.hash))
    return {entry.index}


def alter_with_hash(lines: list[bytes], at: int, _: int) -> set[int]:
    entry = entry_of(lines[at])
    assert entry
    lines[at] = forged(entry.index, entry.leaf + b" ")
    return {entry.index}


def drop(lines: list[bytes], at: int, _: int) -> set[int]:
    entry = entry_of(lines.pop(at))
    assert entry
    return {entry.index}


def swap(lines: list[bytes], at: int, other: int) -> set[int]:
    first, second = entry_of(lines[at]), entry_of(lines[other])
    assert first
    assert second
    lines[at], lines[other] = lines[other], lines[at]
    return set() if first.index == second.index else {first.index, second.index}


def duplicate(lines: list[bytes], at: int, other: int) -> set[int]:
    entry = entry_of(lines[at])
    assert entry
    lines.insert(other, lines[at])
    return {entry.index}


def insert(lines: list[bytes], at: int, other: int) -> set[int]:
    entry = entry_of(lines[at])
    assert entry
    lines.insert(other, forged(entry.index))
    return {entry.index}


TAMPERS = st.sampled_from([alter, alter_with_hash, drop, swap, duplicate, insert])


def places(lines: Sequence[bytes]) -> list[int]:
    return [at for at, line in enumerate(lines) if entry_of(line)]


@given(TAMPERS, INDEX, INDEX)
def test_any_one_act_of_tampering_is_located(tamper: Tamper, one: int, other: int) -> None:
    lines = list(LOG.lines)
    at = places(lines)
    touched = tamper(lines, at[one], at[other])
    found = findings(lines)
    if tamper is swap and touched and abs(one - other) <= 2:
        # Of neighbours exchanged either may be called the one out of order.
        assert any(locates(found, index) for index in touched)
    else:
        assert all(locates(found, index) for index in touched)


@given(st.lists(st.tuples(TAMPERS, INDEX, INDEX), min_size=1, max_size=5))
def test_several_acts_of_tampering_never_pass(acts: list[tuple[Tamper, int, int]]) -> None:
    lines = list(LOG.lines)
    for tamper, one, other in acts:
        at = places(lines)
        tamper(lines, at[one % len(at)], at[other % len(at)])
    assert (lines == LOG.lines) == (findings(lines) == [])


@given(TAMPERS, INDEX, INDEX)
def test_renumbering_afterwards_does_not_hide_tampering(
    tamper: Tamper, one: int, other: int
) -> None:
    lines = list(LOG.lines)
    at = places(lines)
    touched = tamper(lines, at[one], at[other])
    disguised = renumbered(lines)
    found = findings(disguised)
    assert (disguised == LOG.lines) == (found == [])
    if tamper in {alter, alter_with_hash, drop, swap}:
        assert all(locates(found, index) for index in touched)


@given(st.permutations(range(13)))
def test_a_shuffled_batch_is_accused_only_of_its_order(order: list[int]) -> None:
    lines = list(LOG.lines)
    start = LOG.line_of(8)
    lines[start : start + 13] = [lines[start + at] for at in order]
    assert {code for code, _ in said(lines)} <= {"ENTRY_MISPLACED"}
    assert (order == sorted(order)) == (said(lines) == [])
