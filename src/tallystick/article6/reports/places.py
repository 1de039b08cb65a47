"""Where a finding applies, in words for readers of documents."""

from collections.abc import Mapping

from tallystick.core.findings import Text

NAMES: Mapping[str, Text] = {
    "action": Text("action", "行动"),
    "approach": Text("approach", "合作方法"),
    "authorization": Text("authorization", "授权"),
    "counterparty": Text("counterparty", "对方"),
    "date": Text("date", "日期"),
    "element": Text("element", "要素"),
    "entry": Text("entry", "分录"),
    "file": Text("file", "文件"),
    "id": Text("id", "标识"),
    "line": Text("line", "行号"),
    "name": Text("name", "字段"),
    "para": Text("para", "段落"),
    "party": Text("Party", "缔约方"),
    "period": Text("period", "执行期"),
    "quantity_t": Text("quantity (t)", "数量（吨）"),
    "reason": Text("reason", "理由"),
    "row": Text("row", "行"),
    "value": Text("value", "所填值"),
    "version": Text("version", "版本"),
    "vintage": Text("vintage", "产生年份"),
    "year": Text("year", "年份"),
    "years": Text("years", "各年份"),
}


def told_place(where: Mapping[str, object]) -> Text:
    """Write a place in both languages; what has no word of ours stands by its own name."""
    parts = [(NAMES.get(name, Text(name, name)), _told(value)) for name, value in where.items()]
    return Text(
        ", ".join(f"{name.en} {value}" for name, value in parts),
        "，".join(f"{name.zh} {value}" for name, value in parts),
    )


def _told(value: object) -> str:
    """Write a list as its members."""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
