"""YAML text as a plain tree that knows its lines and guesses no types.

A scalar keeps the text it was written with; what it means is decided by the field that reads it,
so that the id 007 stays 007 and a date is never mistaken for a sum. Anchors that are referred to,
explicit tags and further documents are refused, so that no file can grow when it is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from tallystick.core.findings import Text

DEPTH_MAX = 32
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

ALIAS = Text("aliases are not read", "不读取别名")
TAG = Text("explicit tags are not read", "不读取显式标签")
DEEP = Text("the nesting is too deep", "嵌套过深")
KEY = Text("a name has to be a plain word", "名称必须是普通词语")
SECOND = Text("a second document follows", "其后还有第二个文档")
EMPTY = Text("the file is empty", "文件为空")


class NotYaml(Exception):  # noqa: N818 (what the file is)
    """Text that cannot be read as one YAML document; `reason` says why and `line` where."""

    def __init__(self, reason: Text, line: int | None = None) -> None:
        super().__init__(reason.en)
        self.reason = reason
        self.line = line


@dataclass(slots=True)
class Scalar:
    """A word, number or date as it was written; `plain` without quotation marks."""

    text: str
    plain: bool
    line: int

    @property
    def is_null(self) -> bool:
        """Whether it stands for no value at all."""
        return self.plain and self.text in NULLS


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Record:
    """Names with their values, in file order, repeated names included."""

    line: int
    pairs: list[tuple[Scalar, "Node"]] = field(default_factory=list)


Node: TypeAlias = Scalar | Sequence | Record


def read_tree(text: str) -> Node:
    """Return the only document of a YAML text; raises NotYaml."""
    roots = Sequence(1)
    branches = [Branch(roots)]
    for event, line in _events(text):
        if isinstance(event, yaml.ScalarEvent):
            branches[-1].add(Scalar(event.value, not event.style, line))
        elif isinstance(event, yaml.SequenceStartEvent):
            branches.append(branches[-1].grow(Sequence(line), len(branches)))
        elif isinstance(event, yaml.MappingStartEvent):
            branches.append(branches[-1].grow(Record(line), len(branches)))
        elif isinstance(event, yaml.CollectionEndEvent):
            branches.pop()
    return _only(roots)


def _events(text: str) -> Iterator[tuple[yaml.Event, int]]:
    """Yield the events with their lines; raise NotYaml where the text is damaged or hostile."""
    try:
        for event in yaml.parse(text, Loader=Loader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent):
                raise NotYaml(ALIAS, line)
            if getattr(event, "tag", None) is not None:
                raise NotYaml(TAG, line)
            yield event, line
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = str(error.problem or error.context)
        last = max(1, len(text.splitlines()))  # the parser's mark may lie behind the last line
        raise NotYaml(Text(said, said), min(mark.line + 1, last) if mark else None) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise NotYaml(Text(str(error.reason), str(error.reason)), line) from error


def _only(roots: Sequence) -> Node:
    if not roots.items:
        raise NotYaml(EMPTY)
    if len(roots.items) > 1:
        raise NotYaml(SECOND, roots.items[1].line)
    return roots.items[0]


@dataclass(slots=True)
class Branch:
    """A collection under construction, with the name whose value is awaited."""

    node: Sequence | Record
    key: Scalar | None = None

    def add(self, node: Node) -> None:
        """Hang the next node on the branch."""
        if isinstance(self.node, Sequence):
            self.node.items.append(node)
        elif self.key is not None:
            self.node.pairs.append((self.key, node))
            self.key = None
        elif isinstance(node, Scalar):
            self.key = node
        else:
            raise NotYaml(KEY, node.line)

    def grow(self, node: Sequence | Record, depth: int) -> "Branch":
        """Hang a collection on the branch and return it as the next branch."""
        if depth > DEPTH_MAX:
            raise NotYaml(DEEP, node.line)
        self.add(node)
        return Branch(node)
