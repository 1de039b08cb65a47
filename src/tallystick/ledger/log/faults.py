"""What can be wrong with a ledger beyond its log, in words."""

from tallystick.core.findings import Outcome, Severity, Text
from tallystick.ledger.proof.faults import ASK_KEEPER, HASHING, Fault

JOURNAL = "tallystick-ledger/1"

LEAF_MISSING = Fault(
    "LEAF_MISSING",
    JOURNAL,
    Text("posting {posting} has no leaf", "记账 {posting} 没有叶节点"),
    fix=ASK_KEEPER,
)
POSTING_MISSING = Fault(
    "POSTING_MISSING",
    JOURNAL,
    Text(
        "there is a leaf of posting {posting}, and no such posting",
        "存在记账 {posting} 的叶节点，但没有该记账",
    ),
    fix=ASK_KEEPER,
)
POSTING_ALTERED = Fault(
    "POSTING_ALTERED",
    JOURNAL,
    Text(
        "posting {posting} is not what its leaf says was asked",
        "记账 {posting} 与其叶节点所述请求不符",
    ),
    fix=ASK_KEEPER,
)
ENTRIES_ALTERED = Fault(
    "JOURNAL_ALTERED",
    JOURNAL,
    Text(
        "the journal entries of posting {posting} are not what it comes to",
        "记账 {posting} 的日记账分录与其应有结果不符",
    ),
    fix=ASK_KEEPER,
)
UNREPLAYABLE = Fault(
    "JOURNAL_UNREPLAYABLE",
    JOURNAL,
    Text(
        "posting {posting} cannot be replayed: {reason}",
        "记账 {posting} 无法重放：{reason}",
    ),
    fix=ASK_KEEPER,
)
HOLDING_UNREADABLE = Fault(
    "HOLDINGS_MISMATCH",
    JOURNAL,
    Text(
        "the holding of {series} from {start} on is of no series or of no range",
        "{series} 自 {start} 起的持有记录没有对应的系列或编号范围",
    ),
    fix=ASK_KEEPER,
)
ROW_MISMATCH = Fault(
    "STATE_MISMATCH",
    JOURNAL,
    Text(
        "row {row} of table {table} is not what the postings come to",
        "表 {table} 的第 {row} 行与记账应有结果不符",
    ),
    fix=ASK_KEEPER,
)
HOLDING_MISMATCH = Fault(
    "HOLDINGS_MISMATCH",
    JOURNAL,
    Text(
        "the ledger and its replayed journal differ in what {account} holds of {series} "
        "{start} to {end}",
        "账本与重放的日记账在 {account} 所持 {series} {start} 至 {end} 上不一致",
    ),
    fix=ASK_KEEPER,
)
BALANCE_MISMATCH = Fault(
    "HOLDINGS_MISMATCH",
    JOURNAL,
    Text(
        "the ledger and its replayed journal differ in the units without serials that {account} "
        'holds, of type "{unit_type}"',
        "账本与重放的日记账在 {account} 所持无编号单位（类型“{unit_type}”）上不一致",
    ),
    fix=ASK_KEEPER,
)
LIMIT_MISMATCH = Fault(
    "LIMIT_MISMATCH",
    JOURNAL,
    Text(
        "the limits that the ledger keeps of account {account} are not those on record, or do not "
        "count what it holds",
        "账本所存账户 {account} 的限额与登记不符，或未如实计入其持有量",
    ),
    fix=ASK_KEEPER,
)
CHECKPOINT_LOST = Fault(
    "CHECKPOINT_LOST",
    JOURNAL,
    Text(
        "the checkpoint of size {size} is number {number}, and number {due} should stand there",
        "规模为 {size} 的检查点编号为 {number}，而该处应为 {due}",
    ),
    fix=ASK_KEEPER,
)
SUBTREE_ALTERED = Fault(
    "SUBTREE_ALTERED",
    HASHING,
    Text(
        "the stored hash {place} of level {level} of the tree is not that of its entries, missing "
        "or too many",
        "树第 {level} 层的第 {place} 个存储哈希与其条目不符、缺失或多余",
    ),
    fix=ASK_KEEPER,
)
LEAF_SKIPPED = Fault(
    "LEAF_SKIPPED",
    JOURNAL,
    Text(
        "the leaf of posting {posting} is not in the log, which has passed it by",
        "记账 {posting} 的叶节点未进入日志，且已被日志越过",
    ),
    fix=ASK_KEEPER,
)
SCHEMA_MISSING = Fault(
    "SCHEMA_MISSING",
    JOURNAL,
    Text(
        "the {kind} {name}, which guards the ledger, is not there",
        "保护账本的 {kind} {name} 不存在",
    ),
    fix=ASK_KEEPER,
)
SCHEMA_ALTERED = Fault(
    "SCHEMA_ALTERED",
    JOURNAL,
    Text(
        "the {kind} {name}, which guards the ledger, is not as the ledger was made",
        "保护账本的 {kind} {name} 与建立账本时不同",
    ),
    fix=ASK_KEEPER,
)
SCHEMA_ADDED = Fault(
    "SCHEMA_ADDED",
    JOURNAL,
    Text(
        "the {kind} {name} was added to the ledger's tables",
        "账本的表被添加了 {kind} {name}",
    ),
    fix=ASK_KEEPER,
)
FILE_UNSOUND = Fault(
    "FILE_UNSOUND",
    JOURNAL,
    Text(
        "the file does not hold together: {reason}",
        "文件内部不一致：{reason}",
    ),
    fix=ASK_KEEPER,
)
SCHEMA_UNCHECKED = Fault(
    "SCHEMA_UNCHECKED",
    JOURNAL,
    Text(
        "this database user may not make a schema to compare with: what guards the ledger was "
        "not checked",
        "该数据库用户无权建立用于比较的模式：账本的保护措施未经核验",
    ),
    fix=Text(
        "verify as the owner of the database",
        "请以数据库所有者身份核验",
    ),
    outcome=Outcome.NOT_DETERMINABLE,
    severity=Severity.WARNING,
)
PENDING = Fault(
    "ENTRY_PENDING",
    JOURNAL,
    Text(
        "posting {posting} is not in the log yet",
        "记账 {posting} 尚未进入日志",
    ),
    fix=Text(
        "let the ledger's keeper, who has the private key, run any proof command, then ask again",
        "请由持有私钥的账本管理方运行任一证明命令后重试",
    ),
)
UNKNOWN = Fault(
    "POSTING_UNKNOWN",
    JOURNAL,
    Text("there is no posting {posting}", "没有记账 {posting}"),
    fix=Text(
        "give the number that `ledger post` answered, or the key of the posting",
        "请提供 `ledger post` 返回的编号或该记账的键",
    ),
)
