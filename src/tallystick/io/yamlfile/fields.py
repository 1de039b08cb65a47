"""Reading the records of a YAML tree field by field, with every mistake named and none fatal."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TypeVar

from tallystick.core.findings import Text
from tallystick.io.yamlfile.damage import (
    MISSING,
    MISSPELT,
    REPEATED,
    UNKNOWN,
    WRONG,
    WRONG_WORD,
    Damage,
)
from tallystick.io.yamlfile.forms import BY_YEAR, LIST, RECORD, YEAR, Form
from tallystick.io.yamlfile.tree import Node, Record, Scalar, Sequence

VALUE_LENGTH_MAX = 60

Value = TypeVar("Value")


class Fields:
    """One record of a file; every reading that fails is entered in the damage and gives None."""

    def __init__(self, record: Record, known: Iterable[str], damage: Damage) -> None:
        self.line = record.line
        self.damage = damage
        self._nodes: dict[str, Node] = {}
        allowed = tuple(known)
        for key, node in record.pairs:
            if key.text in self._nodes:
                damage.add(REPEATED, key.line, name=key.text)
            elif key.text not in allowed:
                self._unknown(key, allowed)
            else:
                self._nodes[key.text] = node

    @property
    def origin(self) -> dict[str, object]:
        """Where the record stands."""
        return {"file": self.damage.path, "line": self.line}

    def _unknown(self, key: Scalar, allowed: tuple[str, ...]) -> None:
        close = get_close_matches(key.text, allowed, 1)
        mistake = MISSPELT if close else UNKNOWN
        values = {"close": "".join(close), "allowed": ", ".join(allowed)}
        self.damage.add(mistake, key.line, name=shortened(key.text), **values)

    def given(self, name: str) -> Node | None:
        """Return what the field holds, None when it is absent or empty."""
        node = self._nodes.get(name)
        return None if isinstance(node, Scalar) and node.is_null else node

    def optional(self, name: str, form: Form[Value]) -> Value | None:
        """Read a field that may be absent."""
        node = self.given(name)
        return None if node is None else self.read(name, node, form)

    def required(self, name: str, form: Form[Value]) -> Value | None:
        """Read a field that has to be there."""
        node = self.given(name)
        if node is not None:
            return self.read(name, node, form)
        self.missing(name, form.expected)
        return None

    def read(self, name: str, node: Node, form: Form[Value]) -> Value | None:
        """Read one value of a field."""
        close: list[str] = []
        if isinstance(node, Scalar):
            try:
                return form.read(node.text)
            except ValueError:
                close = get_close_matches(node.text, form.words, 1)
        self.wrong(name, node, form.expected, "".join(close))
        return None

    def missing(self, name: str, expected: Text) -> None:
        """Enter that a field has to be there."""
        wording = {"expected": expected.en, "expected_zh": expected.zh}
        self.damage.add(MISSING, self.line, name=name, **wording)

    def refuse(self, name: str, expected: Text) -> None:
        """Enter that the value of a field does not fit what else is given."""
        node = self.given(name)
        if node is not None:
            self.wrong(name, node, expected)

    def wrong(self, name: str, node: Node, expected: Text, close: str = "") -> None:
        """Enter that a field holds something it cannot."""
        values = {"value": shortened(shown(node)), "close": close}
        wording = {"expected": expected.en, "expected_zh": expected.zh}
        mistake = WRONG_WORD if close else WRONG
        self.damage.add(mistake, node.line, name=name, **values, **wording)

    def items(self, name: str) -> list[Node]:
        """Return the members of a list, none when the field is absent."""
        node = self.given(name)
        if node is None or isinstance(node, Sequence):
            return node.items if node else []
        self.wrong(name, node, LIST)
        return []

    def record(self, name: str, known: Iterable[str]) -> "Fields | None":
        """Return a record inside this one, which has to be there."""
        node = self.given(name)
        if isinstance(node, Record):
            return Fields(node, known, self.damage)
        if node is None:
            self.missing(name, RECORD)
        else:
            self.wrong(name, node, RECORD)
        return None

    def records(self, name: str) -> list[Record]:
        """Return the members of a list of records."""
        found = []
        for item in self.items(name):
            if isinstance(item, Record):
                found.append(item)
            else:
                self.wrong(name, item, RECORD)
        return found

    def by_year(self, name: str, form: Form[Value]) -> dict[int, Value]:
        """Read values by year; a year without a value is left out."""
        node = self.given(name)
        if node is not None and not isinstance(node, Record):
            self.wrong(name, node, BY_YEAR)
        found: dict[int, Value] = {}
        for key, item in node.pairs if isinstance(node, Record) else ():
            year = self.read(name, key, YEAR)
            if year in found:
                self.damage.add(REPEATED, key.line, name=key.text)
            if year is None or (isinstance(item, Scalar) and item.is_null):
                continue
            value = self.read(f"{name} {year}", item, form)
            if value is not None:
                found[year] = value
        return found


def shown(node: Node) -> str:
    """Say in a word what a node is, to name it in a message."""
    if isinstance(node, Scalar):
        return node.text
    return "[...]" if isinstance(node, Sequence) else "{...}"


def shortened(text: str) -> str:
    """Cut a text to what a message can carry."""
    return text if len(text) <= VALUE_LENGTH_MAX else text[:VALUE_LENGTH_MAX] + "..."
