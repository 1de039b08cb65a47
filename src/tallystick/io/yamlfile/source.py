"""From a path to the one record that a YAML file consists of."""

from collections.abc import Iterable
from pathlib import Path

from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.io.yamlfile.damage import NO_RECORD, NOT_YAML, SOURCE, Damage, Damaged
from tallystick.io.yamlfile.fields import Fields, shortened, shown
from tallystick.io.yamlfile.tree import NotYaml, Record, read_tree

UNREADABLE = "UNREADABLE"
BYTES_MAX = 50_000_000

MESSAGE = Text("{path} cannot be read: {reason}", "无法读取 {path}：{reason}")
SUPPLY = Text(
    "supply a YAML or JSON text file in UTF-8", "请提供 UTF-8 编码的 YAML 或 JSON 文本文件"
)
TOO_LARGE = Text("it is larger than {kilobytes} kB", "大于{kilobytes} kB")
NOT_TEXT = Text("it is not text in UTF-8", "不是 UTF-8 文本")


def read_fields(path: Path, known: Iterable[str], bytes_max: int | None = None) -> Fields:
    """Open a file as one record with the known fields; raises Damaged."""
    return fields_of(read_text(path, bytes_max), str(path), known)


def fields_of(text: str, named: str, known: Iterable[str]) -> Fields:
    """Read a text as one record with the known fields, as a file of that name; raises Damaged."""
    damage = Damage(named)
    allowed = tuple(known)
    try:
        root = read_tree(text)
    except NotYaml as error:
        damage.add(NOT_YAML, error.line, reason=error.reason.en, reason_zh=error.reason.zh)
        raise Damaged(damage.findings) from error
    if not isinstance(root, Record):
        value = shortened(shown(root))
        damage.add(NO_RECORD, root.line, value=value, allowed=", ".join(allowed))
        raise Damaged(damage.findings)
    return Fields(root, allowed, damage)


def read_text(path: Path, bytes_max: int | None = None) -> str:
    """Return the text of a file; raises Damaged when there is none to be had."""
    most = BYTES_MAX if bytes_max is None else bytes_max
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = str(getattr(error, "strerror", None) or error)
        raise unreadable(path, Text(reason, reason)) from error
    if len(content) > most:
        raise unreadable(path, TOO_LARGE.fill({"kilobytes": most // 1000}))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable(path, NOT_TEXT) from error


def unreadable(path: Path, reason: Text, fix: Text = SUPPLY) -> Damaged:
    """Return the exception for a file and the reason why it cannot be read."""
    message = Text(
        MESSAGE.en.format(path=path, reason=reason.en),
        MESSAGE.zh.format(path=path, reason=reason.zh),
    )
    where = {"file": str(path)}
    return Damaged([Finding(UNREADABLE, Outcome.FAIL, Severity.ERROR, message, fix, SOURCE, where)])
