"""A YAML record read as the dataclass whose keys it has, every line remembered."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from tallystick.core.findings import Text
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import RECORD, Form, one_of
from tallystick.io.yamlfile.tree import Node, Record, Scalar, Sequence
from tallystick.linking.agreement.keys import Chosen, Held, Key, Pair, keys
from tallystick.linking.agreement.values import Shape

PAIR_LENGTH = 2


@dataclass(slots=True)
class Reading:
    """Reads records of one file; what is wrong is entered in the damage and read as None."""

    lines: dict[str, int] = field(default_factory=dict)

    def record(self, fields: Fields, made: type, path: str = "") -> Any:
        """Return the record, None when a key that has to be there is missing or wrong."""
        self.lines[path] = fields.line
        values: dict[str, Any] = {}
        complete = True
        for key in keys(made):
            node = fields.given(key.name)
            if node is None:
                complete &= not key.required
                if key.required:
                    fields.missing(key.name, expected(key.held))
                continue
            place = f"{path}.{key.name}" if path else key.name
            self.lines[place] = node.line
            values[key.attribute] = self._value(fields, key, node, place)
            complete &= values[key.attribute] is not None
        return made(**values) if complete else None

    def _value(self, fields: Fields, key: Key, node: Node, path: str) -> Any:
        if not key.listed:
            return self._one(fields, key, node, path)
        items = fields.items(key.name)
        found = [
            self._one(fields, key, item, f"{path}[{index}]") for index, item in enumerate(items)
        ]
        return tuple(one for one in found if one is not None)

    def _one(self, fields: Fields, key: Key, node: Node, path: str) -> Any:
        self.lines[path] = node.line
        held = key.held
        if isinstance(held, Shape):
            return self._scalar(fields, key.name, node, held)
        if isinstance(held, Pair):
            return self._pair(fields, key.name, node, held)
        if isinstance(held, Chosen):
            return self._chosen(fields, key.name, node, held, path)
        if issubclass(held, StrEnum):
            return fields.read(key.name, node, words(held))
        if not isinstance(node, Record):
            fields.wrong(key.name, node, RECORD)
            return None
        return self.record(Fields(node, names(held), fields.damage), held, path)

    def _scalar(self, fields: Fields, name: str, node: Node, shape: Shape) -> Any:
        if isinstance(node, Scalar) and node.plain and (node.is_null or _inexact(node, shape)):
            fields.wrong(name, node, shape.expected)
            return None
        return fields.read(name, node, Form(shape.expected, shape.read))

    def _pair(self, fields: Fields, name: str, node: Node, pair: Pair) -> Any:
        if not isinstance(node, Sequence) or len(node.items) != PAIR_LENGTH:
            fields.wrong(name, node, pair.expected)
            return None
        ends: list[Any] = []
        for item in node.items:
            is_open = isinstance(item, Scalar) and item.is_null
            ends.append(None if is_open else self._scalar(fields, name, item, pair.of))
            if ends[-1] is None and not is_open:
                return None
        try:
            return pair.made(*ends)
        except ValueError:
            fields.wrong(name, node, pair.expected)
            return None

    def _chosen(self, fields: Fields, name: str, node: Node, held: Chosen, path: str) -> Any:
        if not isinstance(node, Record):
            fields.wrong(name, node, RECORD)
            return None
        beside = [(held.by, fields.given(held.by))]
        pairs = [(key.text, value) for key, value in node.pairs] if held.inside else beside
        tag = next((value for key, value in pairs if key == held.by), None)
        if tag is None:
            if held.inside:
                Fields(node, (*(key.text for key, _ in node.pairs),), fields.damage).missing(
                    held.by, expected(held)
                )
            return None
        made = held.among.get(tag.text.casefold()) if isinstance(tag, Scalar) else None
        if made is None:
            if held.inside:
                fields.wrong(held.by, tag, expected(held))
            return None
        known = (held.by, *names(made)) if held.inside else names(made)
        return self.record(Fields(node, known, fields.damage), made, path)


@cache
def words(held: type[StrEnum]) -> Form[StrEnum]:
    """Return the form for the words of an enumeration, made once."""
    return one_of(held)


def _inexact(node: Scalar, shape: Shape) -> bool:
    """Whether a ratio or an amount is written as a bare decimal, which programs round."""
    return shape.exact and "." in node.text


def names(made: type) -> tuple[str, ...]:
    """Return the names of all keys of a record."""
    return tuple(key.name for key in keys(made))


def expected(held: Held) -> Text:
    """Say in words what a key takes."""
    if isinstance(held, Shape | Pair):
        return held.expected
    if isinstance(held, Chosen):
        kinds = tuple(held.among)
        return Text(f"one of {', '.join(kinds)}", f"以下之一：{'、'.join(kinds)}")
    return words(held).expected if issubclass(held, StrEnum) else RECORD
