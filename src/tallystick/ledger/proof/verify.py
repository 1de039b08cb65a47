"""Verification of a log by somebody who trusts nothing but a public key, or not even that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tallystick.core.findings import Finding, Text, refused
from tallystick.ledger.proof import faults
from tallystick.ledger.proof.batch import Batch
from tallystick.ledger.proof.checkpoint import Checkpoint, Seal, SignedCheckpoint, parse
from tallystick.ledger.proof.keys import PublicKey
from tallystick.ledger.proof.locate import Edge
from tallystick.ledger.proof.merkle import peaks_root
from tallystick.ledger.proof.records import Damage, End, Entry, Header, Record, read_records
from tallystick.ledger.proof.tally import Tally

ORIGIN_CHARACTERS_MAX = 100

NO_HEADER = Text("its header is missing or not the first line", "文件头缺失或不是第一行")
NO_END = Text("its closing line is missing or not the last", "结束行缺失或不是最后一行")
OTHER_COUNT = Text(
    "it has another number of entries or checkpoints than its closing line says",
    "条目数或检查点数与结束行所述不符",
)
OTHER_ORIGIN = Text(
    "its header names another log than the public key or the kept checkpoint",
    "文件头所列日志与公钥或所保存检查点所属日志不同",
)
NOT_AN_EXPORT = Text("it is not an export of a ledger", "它不是账本的导出文件")
NO_FILE = Text("there is no such file, or no permission to read it", "文件不存在或没有读取权限")


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found out about a log: its entries, its last signed root, and what is wrong."""

    entries: int
    root: bytes | None
    findings: tuple[Finding, ...]

    @property
    def valid(self) -> bool:
        """Whether nothing refutes the log."""
        return not refused(self.findings)

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `ledger verify`."""
        return {
            "valid": self.valid,
            "entries": self.entries,
            "root": None if self.root is None else self.root.hex(),
            "findings": [finding.to_json() for finding in self.findings],
        }


def verify_export(
    path: Path, key: PublicKey | None = None, kept: Sequence[SignedCheckpoint] = ()
) -> Verification:
    """Verify an export file offline; see `verify_records`.

    A file that cannot be read, or holds no line of an export, is a finding `UNREADABLE`.
    """
    try:
        with path.open("rb") as stream:
            found = verify_records(read_records(stream), key, kept)
    except OSError:
        refusal = faults.UNREADABLE.found(reason=NO_FILE.en, reason_zh=NO_FILE.zh)
        found = Verification(0, None, (refusal,))
    located = tuple(finding.at(file=str(path)) for finding in found.findings)
    return replace(found, findings=located)


def verify_records(
    records: Iterable[Record], key: PublicKey | None = None, kept: Sequence[SignedCheckpoint] = ()
) -> Verification:
    """Verify a log from the records of its export, holding one batch at a time.

    Every leaf is hashed, every checkpoint's root recomputed, its signature checked with the key,
    and each batch joined to the one before, which proves the checkpoints consistent. Without a
    key a finding says that the origin was not checked. `kept` are checkpoints that the verifier
    has from earlier: a log cut short or rewritten since then contradicts them.
    """
    verifier = _Verifier(key, kept)
    for record in records:
        verifier.take(record)
    return verifier.finish()


class _Verifier:
    """The state of a verification between two records."""

    def __init__(self, key: PublicKey | None, kept: Sequence[SignedCheckpoint]) -> None:
        self._tally = Tally()
        self._key = key
        self._origin = key.name if key else None
        self._root: bytes | None = None
        self._records = self._readable = self._entries = self._seals = 0
        self._ended = False
        if key is None:
            self._tally.add(faults.ORIGIN_UNCHECKED.found())
        self._kept = [one.checkpoint for one in kept if self._is_genuine(one)]
        self._begin(Edge(0, ()))

    def _begin(self, start: Edge) -> None:
        self._batch = Batch(start, {one.size for one in self._kept})

    def take(self, record: Record) -> None:
        """Take the next record in."""
        if self._ended:
            self._broken(NO_END, record.line)
        elif (self._records == 0) != isinstance(record, Header):
            self._broken(NO_HEADER, record.line)
        self._records += 1
        self._readable += not isinstance(record, Damage)
        match record:
            case Header():
                self._header(record)
            case Entry():
                self._entries += 1
                self._tally.extend(self._batch.add(record))
            case Seal():
                self._seals += 1
                self._seal(record)
            case End():
                self._end(record)
            case Damage(reason, line):
                said = {"reason": reason.en, "reason_zh": reason.zh}
                self._tally.add(faults.SYNTAX.found(line=line, **said))

    def finish(self) -> Verification:
        """Judge what the end leaves open."""
        if not self._ended:
            self._broken(NO_END)
        self._tally.extend(self._batch.abandon())
        if self._root is None:
            self._tally.add(faults.NOTHING_SIGNED.found())
        for one in self._kept:
            last = self._batch.start.size
            self._tally.add(faults.LOG_SHORTENED.found(size=one.size, last_size=last))
        if not self._readable:
            said = {"reason": NOT_AN_EXPORT.en, "reason_zh": NOT_AN_EXPORT.zh}
            self._tally.add(faults.UNREADABLE.found(**said))
        return Verification(self._entries, self._root, tuple(self._tally.findings()))

    def _broken(self, reason: Text, line: int | None = None) -> None:
        said = {"reason": reason.en, "reason_zh": reason.zh}
        self._tally.add(faults.STRUCTURE.found(line=line, **said))

    def _header(self, header: Header) -> None:
        if self._origin is None:
            self._origin = header.origin
        elif header.origin != self._origin:
            self._broken(OTHER_ORIGIN, header.line)

    def _end(self, end: End) -> None:
        self._ended = True
        if (end.entries, end.checkpoints) != (self._entries, self._seals):
            self._broken(OTHER_COUNT, end.line)

    def _seal(self, seal: Seal) -> None:
        try:
            signed = parse(seal.note)
        except ValueError:
            self._tally.add(faults.CHECKPOINT_DAMAGED.found(line=seal.line))
            return
        checkpoint = signed.checkpoint
        if self._is_genuine(signed, seal.line) and self._is_next(checkpoint, seal):
            end = Edge(checkpoint.size, seal.peaks)
            passed = [one for one in self._kept if one.size <= end.size]
            self._kept = [one for one in self._kept if one.size > end.size]
            self._tally.extend(self._batch.close(end, passed))
            self._root = checkpoint.root
            self._begin(end)

    def _is_genuine(self, signed: SignedCheckpoint, line: int | None = None) -> bool:
        """Whether a checkpoint is this log's, and signed with the key if there is one."""
        checkpoint = signed.checkpoint
        if self._origin is None:
            self._origin = checkpoint.origin
        if checkpoint.origin != self._origin:
            origin = checkpoint.origin[:ORIGIN_CHARACTERS_MAX]
            found = faults.CHECKPOINT_FOREIGN.found(line=line, size=checkpoint.size, origin=origin)
        elif self._key and not signed.signed_by(self._key):
            found = faults.CHECKPOINT_FORGED.found(line=line, size=checkpoint.size)
        else:
            return True
        self._tally.add(found)
        return False

    def _is_next(self, checkpoint: Checkpoint, seal: Seal) -> bool:
        """Whether the peaks are the checkpoint's, and it is larger than the one before."""
        size, last = checkpoint.size, self._batch.start.size
        peaks = seal.peaks
        if len(peaks) != size.bit_count() or peaks_root(peaks) != checkpoint.root:
            found = faults.CHECKPOINT_DAMAGED.found(line=seal.line, size=size)
        elif self._root is None or size > last:
            return True
        elif size == last and checkpoint.root != self._root:
            found = faults.LOG_REWRITTEN.found(line=seal.line, size=size)
        else:
            found = faults.CHECKPOINT_MISPLACED.found(line=seal.line, size=size)
        self._tally.add(found)
        return False
