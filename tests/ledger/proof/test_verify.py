import io
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.core.findings import Outcome
from tallystick.ledger.proof.checkpoint import Checkpoint, Seal, SignedCheckpoint, parse, sign
from tallystick.ledger.proof.keys import PublicKey
from tallystick.ledger.proof.merkle import leaf_hash, peaks_root
from tallystick.ledger.proof.records import LINE_BYTES_MAX, End, encode, read_records
from tallystick.ledger.proof.tally import LISTED_MAX
from tallystick.ledger.proof.verify import Verification, verify_export, verify_records

from .logs import KEY, ORIGIN, OTHER_KEY, Log, make_log, naive_root

LOG = make_log(3, 8, 21, 40)


def verify(
    lines: Sequence[bytes],
    key: PublicKey | None = KEY.public,
    kept: Sequence[SignedCheckpoint] = (),
) -> Verification:
    return verify_records(read_records(io.BytesIO(b"".join(lines))), key, kept)


def codes(found: Verification) -> list[str]:
    return [finding.code for finding in found.findings]


@given(st.sets(st.integers(1, 60), min_size=1, max_size=8))
def test_an_export_as_written_is_valid(sizes: set[int]) -> None:
    log = make_log(*sorted(sizes))
    found = verify(log.lines)
    assert found.findings == ()
    assert found.entries == max(sizes)
    assert found.root == naive_root([entry.leaf for entry in log.entries])
    assert found.to_json() == {
        "valid": True,
        "entries": found.entries,
        "root": found.root.hex(),
        "findings": [],
    }


def test_a_signed_empty_log_is_valid() -> None:
    assert verify(make_log(0).lines).findings == ()
    assert verify(make_log(0, 3).lines).findings == ()


def test_an_unsigned_empty_log_is_not_determinable() -> None:
    found = verify(make_log().lines)
    assert codes(found) == ["CHECKPOINT_MISSING"]
    assert found.valid
    assert found.to_json()["root"] is None


def test_without_a_key_the_answer_says_that_the_origin_was_not_checked() -> None:
    found = verify(LOG.lines, key=None)
    assert codes(found) == ["ORIGIN_UNCHECKED"]
    assert found.findings[0].outcome is Outcome.NOT_DETERMINABLE
    assert found.valid


def test_a_log_signed_with_another_key_is_refused_and_only_then() -> None:
    forged = make_log(3, 8, key=OTHER_KEY)
    found = verify(forged.lines)
    assert codes(found) == ["CHECKPOINT_FORGED"] * 2 + ["ENTRIES_UNSIGNED", "CHECKPOINT_MISSING"]
    assert verify(forged.lines, key=None).valid


@given(st.data())
def test_no_byte_of_an_export_can_change_unseen(data: st.DataObject) -> None:
    content = bytearray(b"".join(LOG.lines))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    assert not verify([bytes(content)]).valid


@given(st.data())
def test_an_export_cut_short_anywhere_is_found(data: st.DataObject) -> None:
    content = b"".join(LOG.lines)
    assert not verify([content[: data.draw(st.integers(0, len(content) - 1))]]).valid


@pytest.mark.parametrize("at", range(1, len(LOG.lines) - 1))
def test_any_line_left_out_is_found(at: int) -> None:
    assert not verify([*LOG.lines[:at], *LOG.lines[at + 1 :]]).valid


def test_what_stands_after_the_last_checkpoint_is_unsigned() -> None:
    found = verify([*LOG.lines[:-2], LOG.lines[-1]])
    unsigned = next(one for one in found.findings if one.code == "ENTRIES_UNSIGNED")
    assert unsigned.where == {"index": 21, "count": 19}


def test_header_and_end_must_be_in_their_places() -> None:
    header, *rest, end = LOG.lines
    for lines in ([*rest, end], [header, *rest], [header, header, *rest, end]):
        assert "SYNTAX" in codes(verify(lines))
    assert codes(verify([header, *rest, end, rest[0]]))[0] == "SYNTAX"
    assert not verify([header, *rest, end, end]).valid


def test_a_header_of_another_log_is_found() -> None:
    header = LOG.lines[0].replace(b"gha", b"che")
    found = verify([header, *LOG.lines[1:]])
    assert codes(found) == ["SYNTAX"]
    assert found.findings[0].where["line"] == 1
    found = verify([header, *LOG.lines[1:]], key=None)
    assert "CHECKPOINT_FOREIGN" in codes(found)


def test_a_damaged_line_is_located_and_the_rest_still_checked() -> None:
    lines = list(LOG.lines)
    at = LOG.line_of(10)
    lines[at] = b"\x00garbage\n"
    found = verify(lines)
    assert [dict(finding.where) for finding in found.findings if finding.code != "SYNTAX"] == [
        {"first_index": 10, "last_index": 10},
        {"first_index": 8, "last_index": 15, "size": 21},
    ]
    assert found.findings[0].where["line"] == at + 1


def test_checkpoints_doubled_or_exchanged_are_found() -> None:
    sealed = [at for at, line in enumerate(LOG.lines) if b'checkpoint":' in line]
    lines = list(LOG.lines)
    lines.insert(sealed[1] + 1, lines[sealed[1]])
    assert "CHECKPOINT_MISPLACED" in codes(verify(lines))
    lines = list(LOG.lines)
    lines[sealed[1]], lines[sealed[2]] = lines[sealed[2]], lines[sealed[1]]
    assert not verify(lines).valid


def test_peaks_that_do_not_hash_to_the_root_are_found() -> None:
    peak = LOG.seals[1].peaks[0].hex().encode()
    lines = [line.replace(b'["' + peak, b'["' + peak[::-1]) for line in LOG.lines]
    assert codes(verify(lines)) == ["CHECKPOINT_DAMAGED"]


def test_two_roots_signed_for_one_size_are_history_rewritten() -> None:
    first = make_log(1)
    peaks = (leaf_hash(b"another first entry"),)
    fork = Seal(sign(Checkpoint(ORIGIN, 1, peaks_root(peaks)), KEY), peaks)
    found = verify([*first.lines[:-1], encode(fork), encode(End(1, 2))])
    assert [(one.code, dict(one.where)) for one in found.findings] == [
        ("LOG_REWRITTEN", {"line": 4, "size": 1})
    ]


def test_a_checkpoint_that_drops_what_an_earlier_one_signed_is_history_rewritten() -> None:
    rewritten = make_log(16, 21, first=b"rewritten")
    mixed = Log(rewritten.entries, [make_log(16).seals[0], rewritten.seals[1]])
    found = verify(mixed.lines)
    assert {"LOG_REWRITTEN", "RANGE_MISMATCH"} == set(codes(found))
    mixed = Log(make_log(16).entries + rewritten.entries[16:], mixed.seals)
    found = verify(mixed.lines)
    assert [(one.code, dict(one.where)) for one in found.findings] == [
        ("LOG_REWRITTEN", {"size": 21})
    ]


@pytest.mark.parametrize("size", [0, 3, 5, 21, 39, 40])
def test_a_kept_checkpoint_agrees_with_the_log_it_is_from(size: int) -> None:
    kept = parse(make_log(size).seals[0].note)
    assert verify(LOG.lines, kept=[kept]).findings == ()


def test_a_log_cut_back_to_an_earlier_checkpoint_contradicts_a_kept_one() -> None:
    kept = parse(LOG.seals[3].note)
    shorter = make_log(3, 8, 21)
    assert verify(shorter.lines).valid
    found = verify(shorter.lines, kept=[kept])
    assert codes(found) == ["LOG_SHORTENED"]
    assert found.findings[0].where == {"size": 40, "last_size": 21}


@pytest.mark.parametrize("size", [8, 11])
def test_a_log_rewritten_and_signed_again_contradicts_a_kept_checkpoint(size: int) -> None:
    kept = parse(sign(Checkpoint(ORIGIN, size, naive_root([b"other"] * size)), KEY))
    found = verify(LOG.lines, kept=[kept])
    assert codes(found) == ["LOG_REWRITTEN"]
    assert found.findings[0].where == {"size": size}


def test_a_kept_checkpoint_amid_damage_is_not_determinable() -> None:
    kept = [parse(make_log(size).seals[0].note) for size in (11, 21)]
    lines = [line for at, line in enumerate(LOG.lines) if at != LOG.line_of(9)]
    assert codes(verify(lines, kept=kept)).count("CHECKPOINT_UNCHECKED") == 1


def test_a_kept_checkpoint_of_another_key_or_log_is_found() -> None:
    kept = parse(make_log(3, key=OTHER_KEY).seals[0].note)
    assert codes(verify(LOG.lines, kept=[kept])) == ["CHECKPOINT_FORGED"]
    foreign = parse(sign(Checkpoint("elsewhere", 3, bytes(32)), KEY))
    assert codes(verify(LOG.lines, kept=[foreign])) == ["CHECKPOINT_FOREIGN"]


@pytest.mark.parametrize("content", [b"", b"\n", b"\x00" * 1000, b"SQLite format 3\x00" * 9])
def test_what_is_no_export_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    found = verify_export(path, KEY.public)
    assert "UNREADABLE" in codes(found)
    assert not found.valid
    assert found.findings[0].where["file"] == str(path)


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent"):
        found = verify_export(path)
        assert codes(found) == ["UNREADABLE"]
        assert found.to_json()["valid"] is False


@given(st.lists(st.binary() | st.sampled_from(LOG.lines), max_size=12))
def test_garbage_gives_findings_and_no_error(lines: list[bytes]) -> None:
    assert not verify(lines).valid


class Endless(io.RawIOBase):
    """A line that goes on for a number of bytes, then the export."""

    def __init__(self, length: int, rest: bytes) -> None:
        self._left = length
        self._rest = io.BytesIO(rest)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # narrower on purpose
        count = min(self._left, len(buffer))
        buffer[:count] = b"x" * count
        self._left -= count
        return count or self._rest.readinto(buffer)


def test_a_gigantic_line_is_skipped_without_holding_it() -> None:
    stream = io.BufferedReader(Endless(8 * LINE_BYTES_MAX, b"\n" + b"".join(LOG.lines)))
    tracemalloc.start()
    found = verify_records(read_records(stream), KEY.public)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * LINE_BYTES_MAX
    assert [one.where.get("line") for one in found.findings if one.code == "SYNTAX"][:2] == [1, 1]
    assert found.entries == 40


def test_findings_are_listed_up_to_a_limit_and_counted() -> None:
    found = verify([LOG.lines[0], *[b"garbage\n"] * 5000, *LOG.lines[1:]])
    assert codes(found) == ["SYNTAX"] * (LISTED_MAX + 1)
    assert found.findings[-1].where == {"count": 5000}


def test_a_forged_size_costs_neither_time_nor_memory() -> None:
    size = 2**62 + 3
    seal = LOG.seals[0]
    peaks = (seal.peaks[0],) * size.bit_count()
    note = sign(Checkpoint(ORIGIN, size, peaks_root(peaks)), KEY)
    lines = [*LOG.lines[:-1], encode(Seal(note, peaks)), LOG.lines[-1]]
    found = verify(lines, key=None)
    missing = next(one for one in found.findings if one.code == "ENTRY_MISSING")
    assert missing.where == {"first_index": 40, "last_index": size - 1}


def test_every_finding_speaks_both_languages() -> None:
    lines = [LOG.lines[0], *LOG.lines[5:10], b"?\n", *LOG.lines[9:4:-1]]
    for finding in verify(lines, key=None).findings:
        told = finding.to_json()
        assert told["message"]
        assert told["message_zh"]
        assert "{" not in told["message"] + told["message_zh"]
