"""What is wrong with a file, as findings that name the line, the value and the mend."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tallystick.core.findings import Finding, Outcome, Severity, Text

SYNTAX = "SYNTAX"
SOURCE = "Tallystick design"
FINDINGS_MAX = 100


class Damaged(Exception):  # noqa: N818 (the state of the file)
    """A file that cannot be read as what it should be; `findings` say why and what to do."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.message.en for finding in self.findings))


@dataclass(frozen=True, slots=True)
class Mistake:
    """One kind of mistake: what it says and how to mend it."""

    message: Text
    fix: Text


UNKNOWN = Mistake(
    Text('"{name}" is not a field here', "此处没有字段“{name}”"),
    Text("remove it, or write one of {allowed}", "请删除，或改为以下之一：{allowed}"),
)
MISSPELT = Mistake(UNKNOWN.message, Text('write "{close}"', "请写作“{close}”"))
REPEATED = Mistake(
    Text('"{name}" is given twice', "“{name}”重复出现"),
    Text("leave it only once", "请只保留一处"),
)
MISSING = Mistake(
    Text('"{name}" is missing', "缺少“{name}”"),
    Text("add {name}: {expected}", "请补充 {name}：{expected_zh}"),
)
WRONG = Mistake(
    Text('{name}: "{value}" is not {expected}', "{name}：“{value}”不是{expected_zh}"),
    Text("write {expected}", "请填写{expected_zh}"),
)
WRONG_WORD = Mistake(WRONG.message, MISSPELT.fix)
NOT_YAML = Mistake(
    Text("this is not YAML: {reason}", "这不是 YAML：{reason_zh}"),
    Text("write one plain YAML or JSON document", "请写成单个普通的 YAML 或 JSON 文档"),
)
NO_RECORD = Mistake(
    Text("the file holds {value}, not names with values", "文件内容是 {value}，不是名称和值"),
    Text("write fields such as {allowed}, one per line", "请逐行填写字段，例如 {allowed}"),
)


@dataclass(slots=True)
class Damage:
    """Collects what is wrong with one file; raises Damaged early when it is far too much."""

    path: str
    findings: list[Finding] = field(default_factory=list)

    def add(self, mistake: Mistake, line: int | None, **values: object) -> None:
        """Enter one finding about a line."""
        where: dict[str, object] = {"file": self.path}
        if line is not None:
            where["line"] = line
        where |= {name: values[name] for name in ("name", "value") if name in values}
        self.findings.append(
            Finding(
                code=SYNTAX,
                outcome=Outcome.FAIL,
                severity=Severity.ERROR,
                message=mistake.message.fill(values),
                fix=mistake.fix.fill(values),
                source=SOURCE,
                where=where,
            )
        )
        if len(self.findings) >= FINDINGS_MAX:
            raise Damaged(self.findings)
