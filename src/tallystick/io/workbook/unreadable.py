"""The refusal of a file that cannot be read at all."""

from pathlib import Path

from tallystick.core.findings import Finding, Outcome, Severity, Text

CODE = "UNREADABLE"
SOURCE = "ISO/IEC 29500"
MESSAGE = Text("{path} cannot be read: {reason}", "无法读取 {path}：{reason}")
SUPPLY_XLSX = Text(
    "open the file in a spreadsheet program, save it as an Excel workbook (.xlsx) and supply that",
    "请用电子表格程序打开该文件，另存为 Excel 工作簿（.xlsx）后重新提交",
)

MISSING = Text("there is no such file", "文件不存在")
NOT_A_FILE = Text("it is a directory or a device, not a file", "它是目录或设备，不是文件")
DENIED = Text("permission is denied", "没有读取权限")
EMPTY = Text("the file is empty", "文件为空")
NOT_XLSX = Text("it is not an Excel workbook (.xlsx)", "它不是 Excel 工作簿（.xlsx）")
OLD_OR_ENCRYPTED = Text(
    "it is a workbook of the old kind (.xls), or locked with a password",
    "它是旧格式工作簿（.xls）或已用密码加密",
)
DAMAGED = Text("the workbook is truncated or damaged", "工作簿被截断或已损坏")
TOO_LARGE = Text(
    "it is larger, or unpacks to more, than a workbook of this format can need",
    "文件本身或解压后的大小超出本格式工作簿的合理范围",
)
HOSTILE = Text(
    "it contains a document type definition, an encoding other than UTF-8 or a repeated part",
    "其中含有文档类型定义、非 UTF-8 编码或重复的部件",
)


MENDS = {
    MISSING: Text("check the path", "请核对路径"),
    NOT_A_FILE: Text("name a file", "请指定一个文件"),
    DENIED: Text("allow the file to be read", "请开放该文件的读取权限"),
    EMPTY: Text("fetch the file again from its origin", "请从来源重新获取该文件"),
    DAMAGED: Text("fetch the file again from its origin", "请从来源重新获取该文件"),
}


class Unreadable(Exception):  # noqa: N818 (the word of the finding's code)
    """A file that cannot be read at all; `finding` says why and what to do."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message.en)
        self.finding = finding


def unreadable(path: Path, reason: Text, fix: Text | None = None) -> Unreadable:
    """Return the exception for a file and the reason why it cannot be read."""
    mend = fix or MENDS.get(reason, SUPPLY_XLSX)
    message = Text(
        MESSAGE.en.format(path=path, reason=reason.en),
        MESSAGE.zh.format(path=path, reason=reason.zh),
    )
    where = {"file": str(path)}
    return Unreadable(Finding(CODE, Outcome.FAIL, Severity.ERROR, message, mend, SOURCE, where))
