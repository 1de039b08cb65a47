"""What can be wrong with a log or its export, in words."""

from dataclasses import dataclass

from tallystick.core.findings import Finding, Outcome, Severity, Text

HASHING = "RFC 9162 section 2.1"
NOTE = "c2sp.org/tlog-checkpoint"
FORM = "tallystick-log/1"

ANOTHER_COPY = Text(
    "take a fresh export from the ledger's keeper and compare the entry",
    "请向账本管理方索取新的导出文件并核对该条目",
)
ASK_KEEPER = Text(
    "ask the ledger's keeper to explain, and keep this file as evidence",
    "请要求账本管理方作出解释，并保留本文件作为证据",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of thing that can be wrong."""

    code: str
    source: str
    message: Text
    fix: Text = ANOTHER_COPY
    outcome: Outcome = Outcome.FAIL
    severity: Severity = Severity.ERROR

    def found(self, **values: object) -> Finding:
        """Return the finding at a place; every value both fills the words and says where."""
        where = {name: value for name, value in values.items() if value is not None}
        shown = {"line": "?", **where}
        message = self.message.fill(shown)
        return Finding(
            self.code, self.outcome, self.severity, message, self.fix, self.source, where
        )


ALTERED = Fault(
    "ENTRY_ALTERED",
    HASHING,
    Text(
        "the text of entry {index} does not hash to the hash beside it",
        "条目 {index} 的文本与其旁的哈希值不符",
    ),
)
MISSING = Fault(
    "ENTRY_MISSING",
    HASHING,
    Text(
        "entries {first_index} to {last_index} are missing from their place",
        "条目 {first_index} 至 {last_index} 不在其应在的位置",
    ),
)
DUPLICATED = Fault(
    "ENTRY_DUPLICATED",
    HASHING,
    Text("entry {index} stands a second time", "条目 {index} 重复出现"),
)
MISPLACED = Fault(
    "ENTRY_MISPLACED",
    HASHING,
    Text("entry {index} stands out of its order", "条目 {index} 的顺序不对"),
)
RENUMBERED = Fault(
    "ENTRY_RENUMBERED",
    HASHING,
    Text(
        "what is numbered {index} is entry {actual_index} of the signed log",
        "编号为 {index} 的内容是已签名日志中的条目 {actual_index}",
    ),
)
INSERTED = Fault(
    "ENTRY_INSERTED",
    HASHING,
    Text(
        "what is numbered {index} is not entry {index} of the signed log",
        "编号为 {index} 的内容不是已签名日志中的条目 {index}",
    ),
)
CONFLICT = Fault(
    "ENTRY_CONFLICT",
    HASHING,
    Text(
        "another entry is numbered {index} as well, and one of the two was put in",
        "另有条目同样编号为 {index}，其中之一是插入的",
    ),
)
RANGE_MISMATCH = Fault(
    "RANGE_MISMATCH",
    HASHING,
    Text(
        "entries {first_index} to {last_index}, as they stand, do not hash to what the checkpoint "
        "of size {size} signed",
        "条目 {first_index} 至 {last_index} 的现有内容与规模为 {size} 的检查点所签内容不符",
    ),
    fix=Text(
        "take a fresh export from the ledger's keeper and compare these entries; if that one "
        "fails as well, the log itself was changed after it was signed",
        "请向账本管理方索取新的导出文件并核对这些条目；若仍不符，则日志本身在签名后被更改",
    ),
)
UNSIGNED = Fault(
    "ENTRIES_UNSIGNED",
    NOTE,
    Text(
        "{count} entries from {index} on stand after the last valid checkpoint, and nobody "
        "vouches for them",
        "自 {index} 起的 {count} 个条目位于最后一个有效检查点之后，无人为其担保",
    ),
)
CHECKPOINT_DAMAGED = Fault(
    "CHECKPOINT_DAMAGED",
    NOTE,
    Text(
        "a checkpoint is not in its proper form, or its peaks do not hash to its root",
        "检查点格式不正确，或其峰值哈希与根不符",
    ),
)
CHECKPOINT_FORGED = Fault(
    "CHECKPOINT_FORGED",
    NOTE,
    Text(
        "the checkpoint of size {size} is not signed with the given public key",
        "规模为 {size} 的检查点并非由所给公钥签名",
    ),
    fix=Text(
        "compare the public key with the one the keeper published, then take a fresh export",
        "请将公钥与管理方公布的公钥核对，再索取新的导出文件",
    ),
)
CHECKPOINT_FOREIGN = Fault(
    "CHECKPOINT_FOREIGN",
    NOTE,
    Text(
        'the checkpoint of size {size} is of the log "{origin}", not of this one',
        "规模为 {size} 的检查点属于日志“{origin}”，而非本日志",
    ),
)
CHECKPOINT_MISPLACED = Fault(
    "CHECKPOINT_MISPLACED",
    NOTE,
    Text(
        "the checkpoint of size {size} stands after one that is as large",
        "规模为 {size} 的检查点位于规模不小于它的检查点之后",
    ),
)
LOG_REWRITTEN = Fault(
    "LOG_REWRITTEN",
    HASHING,
    Text(
        "the checkpoint of size {size} contradicts another of the same log: history was changed "
        "after it was signed",
        "规模为 {size} 的检查点与同一日志的另一检查点矛盾：历史在签名后被更改",
    ),
    fix=ASK_KEEPER,
)
LOG_SHORTENED = Fault(
    "LOG_SHORTENED",
    NOTE,
    Text(
        "a kept checkpoint covers {size} entries, but the log ends after {last_size}",
        "所保存的检查点涵盖 {size} 个条目，但日志在第 {last_size} 个之后结束",
    ),
    fix=ASK_KEEPER,
)
KEPT_UNCHECKED = Fault(
    "CHECKPOINT_UNCHECKED",
    HASHING,
    Text(
        "the kept checkpoint of size {size} cannot be compared, because the entries around it "
        "are damaged",
        "所保存的规模为 {size} 的检查点无法核对，因为其周围的条目已损坏",
    ),
    outcome=Outcome.NOT_DETERMINABLE,
)
ORIGIN_UNCHECKED = Fault(
    "ORIGIN_UNCHECKED",
    NOTE,
    Text(
        "without the public key nobody knows who signed: the origin was not checked",
        "未提供公钥，无法得知由谁签名：来源未经核验",
    ),
    fix=Text(
        "verify with the public key that the ledger's keeper published",
        "请使用账本管理方公布的公钥进行核验",
    ),
    outcome=Outcome.NOT_DETERMINABLE,
    severity=Severity.WARNING,
)
NOTHING_SIGNED = Fault(
    "CHECKPOINT_MISSING",
    NOTE,
    Text("the log has no valid checkpoint", "日志没有有效的检查点"),
    outcome=Outcome.NOT_DETERMINABLE,
    severity=Severity.WARNING,
)
SYNTAX = Fault(
    "SYNTAX",
    FORM,
    Text("line {line} cannot be read: {reason}", "第 {line} 行无法读取：{reason_zh}"),
)
STRUCTURE = Fault(
    "SYNTAX",
    FORM,
    Text("the export is not whole: {reason}", "导出文件不完整：{reason_zh}"),
)
UNREADABLE = Fault(
    "UNREADABLE",
    FORM,
    Text("the file cannot be read: {reason}", "无法读取文件：{reason_zh}"),
    fix=Text("supply a file that `ledger export` wrote", "请提供由 `ledger export` 生成的文件"),
)
MORE = Text(
    "there are {count} findings of this kind; the first {shown} are listed",
    "此类结果共 {count} 条，仅列出前 {shown} 条",
)
