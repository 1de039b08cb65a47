import json
import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.ledger.proof.checkpoint import Seal
from tallystick.ledger.proof.export import log_records, write_export
from tallystick.ledger.proof.records import Damage, End, Entry, Header, decode, encode
from tallystick.ledger.proof.verify import verify_export

from .logs import KEY, ORIGIN, leaf, make_log

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
HASHES = st.binary(min_size=32, max_size=32)
COUNTS = st.integers(0, 2**63 - 1)
RECORDS = (
    st.builds(Header, TEXT)
    | st.builds(Entry, COUNTS, TEXT.map(str.encode), HASHES)
    | st.builds(Seal, TEXT, st.lists(HASHES, max_size=3).map(tuple))
    | st.builds(End, COUNTS, COUNTS)
)


@given(RECORDS)
def test_a_line_reads_back_as_its_record(record: Header | Entry | Seal | End) -> None:
    line = encode(record)
    read = decode(line, 7)
    assert line.count(b"\n") == 1
    assert not isinstance(read, Damage)
    assert replace(read, line=None) == record


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"null\n",
        b"7\n",
        b"[]\n",
        b'"index"\n',
        b"{}\n",
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        b'{"entries": 1, "checkpoints": 1}\n',
        b'{"entries":1,"entries":2,"checkpoints":1}\n',
        b'{"entries":true,"checkpoints":1}\n',
        b'{"entries":-1,"checkpoints":1}\n',
        b'{"entries":1e3,"checkpoints":1}\n',
        b'{"entries":%s,"checkpoints":1}\n' % (b"9" * 5000),
        b'{"format":"tallystick-log/2","origin":"x"}\n',
        b'{"index":0,"hash":"00","leaf":"x"}\n',
        b'{"index":0,"hash":"%s","leaf":7}\n' % (b"0" * 64),
        b'{"index":0,"hash":"%s","leaf":"x"}\n' % (b"A" * 64),
        b'{"index":0,"hash":"%s","leaf":"\\ud800"}\n' % (b"0" * 64),
        b'{"checkpoint":"x","peaks":7}\n',
        b'{"checkpoint":null,"peaks":[]}\n',
    ],
)
def test_a_line_written_in_any_other_way_is_damage(line: bytes) -> None:
    assert isinstance(decode(line, 3), Damage)


def test_a_leaf_in_the_file_hashes_to_its_hash_with_common_tools(tmp_path: Path) -> None:
    log = make_log(3)
    write_export(tmp_path / "log.jsonl", ORIGIN, log.entries, log.seals)
    line = json.loads((tmp_path / "log.jsonl").read_text().splitlines()[2])
    assert sha256(b"\0" + line["leaf"].encode()).hexdigest() == line["hash"]
    assert line["leaf"].encode() == leaf(1)


def test_each_checkpoint_follows_its_last_entry_and_the_end_counts() -> None:
    log = make_log(2, 5)
    records = list(log_records(ORIGIN, log.entries, log.seals))
    kinds = [type(record).__name__ for record in records]
    assert kinds == ["Header", *["Entry"] * 2, "Seal", *["Entry"] * 3, "Seal", "End"]
    assert records[-1] == End(5, 2)


def test_entries_that_no_checkpoint_covers_stay_out() -> None:
    log = make_log(2, 5)
    assert list(log_records(ORIGIN, log.entries, log.seals[:1]))[-1] == End(2, 1)
    assert list(log_records(ORIGIN, log.entries, []))[-1] == End(0, 0)


def test_a_damaged_log_is_exported_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    log = make_log(2, 5)
    entries = [*log.entries[:1], Entry(1, b"\xff", log.entries[1].hash), *log.entries[2:]]
    seals = [Seal("not a note", ()), log.seals[1]]
    assert write_export(path, ORIGIN, entries, seals) == End(5, 2)
    codes = [finding.code for finding in verify_export(path, KEY.public).findings]
    assert codes == ["CHECKPOINT_DAMAGED", "ENTRY_ALTERED"]


def test_a_failed_export_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("old")
    log = make_log(2)

    def failing() -> list[Seal]:
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        write_export(path, ORIGIN, log.entries, (seal for seal in failing()))
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["log.jsonl"]
    write_export(path, ORIGIN, log.entries, log.seals)
    assert verify_export(path, KEY.public).valid
    assert os.listdir(tmp_path) == ["log.jsonl"]
