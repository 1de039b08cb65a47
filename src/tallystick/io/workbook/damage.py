"""What is wrong with the structure of a workbook that can be read: the SYNTAX findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.io.workbook.scan import Cell, cell_name

CODE = "SYNTAX"
MOST_CELLS = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of damage: what it says, how to mend it, how much it weighs."""

    message: Text
    fix: Text
    severity: Severity = Severity.ERROR


SHEET_MISSING = Kind(
    Text('the worksheet "{sheet}" is missing', "缺少工作表“{sheet}”"),
    Text(
        'add the worksheet "{sheet}" with all its labels, even if the table is empty',
        "补上工作表“{sheet}”及其全部标签，即使表中没有内容",
    ),
)
HEADER_MISSING = Kind(
    Text(
        'no header row is found in the worksheet "{sheet}"',
        "工作表“{sheet}”中找不到表头行",
    ),
    Text(
        "put the labels of the format in one row near the top of the worksheet",
        "在工作表靠上的一行中写入规定格式的标签",
    ),
)
FIELD_MISSING = Kind(
    Text('"{label}" is missing in the worksheet "{sheet}"', "工作表“{sheet}”缺少“{label}”"),
    Text(
        'restore the label "{label}" exactly as the format prints it',
        "按规定格式恢复标签“{label}”",
    ),
)
FIELD_REPEATED = Kind(
    Text(
        '"{label}" stands more than once in the worksheet "{sheet}", again at {cell}',
        "“{label}”在工作表“{sheet}”中重复出现，再次出现于 {cell}",
    ),
    Text('leave "{label}" only once', "“{label}”只保留一处"),
)
COLUMN_UNKNOWN = Kind(
    Text(
        'the column "{label}" at {cell} is not part of the format and is not read',
        "{cell} 处的列“{label}”不属于规定格式，未予读取",
    ),
    Text(
        "remove the column, or restore its label if it was renamed",
        "删除该列；如果标签被改动，请恢复原标签",
    ),
    Severity.WARNING,
)
FORMULA = Kind(
    Text(
        "{cell} holds a formula for {label}; its result is not read",
        "{cell} 处的“{label}”是公式，不读取其结果",
    ),
    Text("replace the formula with its value", "将公式替换为数值"),
)
FORMULAS = Kind(
    Text(
        "{count} cells of {label} hold formulas, the first at {cell}; their results are not read",
        "“{label}”列有 {count} 个单元格是公式，首个位于 {cell}，不读取其结果",
    ),
    FORMULA.fix,
)
ERROR_VALUE = Kind(
    Text("{cell} holds an error value for {label}", "{cell} 处的“{label}”是错误值"),
    Text("replace the error value with the value meant", "将错误值替换为应填的内容"),
)
ERROR_VALUES = Kind(
    Text(
        "{count} cells of {label} hold error values, the first at {cell}",
        "“{label}”列有 {count} 个单元格是错误值，首个位于 {cell}",
    ),
    ERROR_VALUE.fix,
)
CELLS_MERGED = Kind(
    Text(
        "the cells from {cell} on are merged; only the first of them holds a value",
        "自 {cell} 起的单元格被合并，只有第一个单元格有值",
    ),
    Text("split the cells and fill in every row", "拆分单元格并逐行填写"),
    Severity.WARNING,
)


@dataclass
class Damage:
    """Collects what is wrong with one file."""

    path: str
    source: str
    findings: list[Finding] = field(default_factory=list)

    def add(self, kind: Kind, where: Mapping[str, object], **values: object) -> None:
        """Enter one finding; the message may name all of `where` and of `values`."""
        named = {**where, **values}
        self.findings.append(
            Finding(
                code=CODE,
                outcome=Outcome.FAIL,
                severity=kind.severity,
                message=kind.message.fill(named),
                fix=kind.fix.fill(named),
                source=self.source,
                where={"file": self.path, **where},
            )
        )

    def add_cells(
        self, one: Kind, many: Kind, table: str, cells: Iterable[tuple[str, str, Cell]]
    ) -> None:
        """Enter cells, given with field and label, one by one or, of a field with many, together.

        Without `row` a finding speaks of the whole column.
        """
        for (name, label), group in groupby(sorted(cells), key=lambda found: found[:2]):
            places = [place for _, _, place in group]
            where: dict[str, object] = {"table": table, "field": name}
            if len(places) > MOST_CELLS:
                first, count = cell_name(places[0]), len(places)
                self.add(many, {**where, "cell": first, "count": count}, label=label)
                continue
            for place in places:
                at = {**where, "row": place[0] + 1, "cell": cell_name(place)}
                self.add(one, at, label=label)
