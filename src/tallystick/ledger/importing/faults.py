"""What can keep an export from being imported, in words."""

from tallystick.core.findings import Text
from tallystick.ledger.proof.faults import Fault

IMPORT = "Tallystick design"

KEEPER = Text(
    "ask the keeper of the exported ledger for a sound export",
    "请向导出账本的管理方索取正确的导出文件",
)
REFUSED = Fault(
    "IMPORT_REFUSED",
    IMPORT,
    Text(
        "entry {index} is the first that cannot be posted, and so are {more} after it; "
        "nothing is imported",
        "条目 {index} 是首个无法记账的条目，其后还有 {more} 个；未导入任何内容",
    ),
    fix=KEEPER,
)
KEY_TWICE = Fault(
    "KEY_TWICE",
    IMPORT,
    Text(
        "the key of entry {index} stands for an earlier entry already",
        "条目 {index} 的键已用于更早的条目",
    ),
    fix=KEEPER,
)
NO_POSTING = Fault(
    "ENTRY_UNREADABLE",
    IMPORT,
    Text("{reason}", "{reason_zh}"),
    fix=Text(
        "import with the version of Tallystick that wrote the export, or a newer one",
        "请使用写出该导出文件的 Tallystick 版本或更新版本导入",
    ),
)
NOT_EMPTY = Fault(
    "LEDGER_NOT_EMPTY",
    IMPORT,
    Text(
        "the ledger holds {count} postings, and they are not those of the export",
        "账本已有 {count} 条记账，且与导出文件不同",
    ),
    fix=Text("import into an empty ledger", "请导入到空账本"),
)
