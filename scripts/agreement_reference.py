"""Write the JSON Schema of the agreement file and the page that explains its keys.

Usage: python scripts/agreement_reference.py
"""

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.keys import Chosen, Held, Key, Pair, keys
from tallystick.linking.agreement.params import PARAMS
from tallystick.linking.agreement.restrictions import RESTRICTIONS
from tallystick.linking.agreement.values import Shape

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "src/tallystick/io/schemas/agreement.schema.json"
PAGE = ROOT / "docs/reference/agreement-file.md"

INTRODUCTION = """\
# The agreement file

Generated from the code by `scripts/agreement_reference.py`, as is the
[JSON Schema](../../src/tallystick/io/schemas/agreement.schema.json). YAML or JSON in UTF-8, at most
200 kB, one document, no aliases and no tags.

- Only `agreement`, `form` and `parties` have to be there. A key left out, or null, is unknown.
- Ratios are written `a/b` or as decimals in quotation marks; bare decimals are refused.
- A direction that is not listed under `recognition` is closed. `from` and `to` name systems of the
  parties, the parties themselves (for units of Article 6), or what `systems` declares.
- Days may be known by month (`2022-12`) or year (`2022`) alone: an event has happened for certain
  after the last of them.
- Statuses follow from `dates`; `history` adds what they do not say (suspension, notice, end), each
  `on` a day, or `by` a day when only that is known.
- `params` of a clause takes the keys of its area, listed below.
- Refused with the line of the place: unknown systems in a direction, a direction or rate given
  twice for the same days, contracts that rest on each other, limits below 0, discounts of 1 or
  more, an exchange rate of 0, an amount without currency.
"""

EXAMPLE = """\
## Example
```yaml
agreement: link_eu_ch
title: {en: Linking of the emissions trading systems, zh: 排放交易体系链接}
form: treaty
parties:
  - {id: EUE, level: supranational, systems: [eu_ets]}
  - {id: CHE, level: national, systems: [che_ets]}
dates: {signed: 2017-11-23, in_force: 2020-01-01}
recognition:
  - {from: che_ets, to: eu_ets, units: [CHU]}
  - {from: eu_ets, to: che_ets, units: [EUA]}
clauses:
  - area: suspension
    ref: art 15
    binding: shall
    params: {notice_months: 3, grounds: [breach of listed articles], until: dispute settled}
  - area: termination
    ref: art 16
    params: {notice_months: 6, fates: [{holding: transferred_units, fate: honour}]}
```
"""


def main() -> None:
    """Write both files."""
    SCHEMA.parent.mkdir(exist_ok=True)
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


def schema_text() -> str:
    """Return the JSON Schema as text."""
    found: dict[str, Any] = {}
    of_record(Agreement, found)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tallystick agreement file",
        "$ref": "#/$defs/Agreement",
        "$defs": found,
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def of_record(record: type, found: dict[str, Any], tag: tuple[str, str] | None = None) -> str:
    """Enter the schema of a record and return its name."""
    if record.__name__ not in found:
        entry: dict[str, Any] = {"type": "object", "description": record.__doc__}
        found[record.__name__] = entry
        listed = {key.name: of_key(key, found) for key in keys(record)}
        entry["properties"] = {tag[0]: {"const": tag[1]}, **listed} if tag else listed
        required = [key.name for key in keys(record) if key.required]
        entry["required"] = [tag[0], *required] if tag else required
        entry["additionalProperties"] = False
        entry |= beside(record, found)
    return record.__name__


def beside(record: type, found: dict[str, Any]) -> dict[str, Any]:
    """Say which record a key holds where another key of the record decides that."""
    conditions = []
    for key in keys(record):
        if isinstance(key.held, Chosen) and not key.held.inside:
            for word, made in key.held.among.items():
                held = nullable({"$ref": f"#/$defs/{of_record(made, found)}"})
                conditions.append(
                    {
                        "if": {"properties": {key.held.by: {"const": word}}},
                        "then": {"properties": {key.name: held}},
                    }
                )
    return {"allOf": conditions} if conditions else {}


def of_key(key: Key, found: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what a key holds."""
    held = of_held(key.held, found)
    if key.listed:
        held = {"type": "array", "items": held}
    return {"description": key.about, **(held if key.required else nullable(held))}


def nullable(held: dict[str, Any]) -> dict[str, Any]:
    """Let null stand for a key left out."""
    return {"anyOf": [held, {"type": "null"}]}


def of_held(held: Held, found: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one value."""
    if isinstance(held, Shape):
        return of_shape(held)
    if isinstance(held, Pair):
        ends = [nullable(of_shape(held.of))] * 2
        return {"type": "array", "prefixItems": ends, "minItems": 2, "maxItems": 2}
    if isinstance(held, Chosen):
        if not held.inside:
            return {"type": "object"}
        made = [of_record(one, found, (held.by, word)) for word, one in held.among.items()]
        return {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in made]}
    if issubclass(held, StrEnum):
        return {"enum": [word.value for word in held]}
    return {"$ref": f"#/$defs/{of_record(held, found)}"}


def of_shape(shape: Shape) -> dict[str, Any]:
    """Return the schema of a value by its text; whole ratios may be written as numbers."""
    if shape.json_type == "string" and shape.expression.startswith("(?i)"):
        return {"type": "string", "description": shape.expected.en}
    text = {"type": "string", "pattern": f"^({shape.expression.removeprefix('(?s)')})$"}
    if shape.json_type == "integer":
        return {"type": "integer", "minimum": 0}
    if shape.json_type == "boolean":
        return {"type": "boolean"}
    return {"anyOf": [text, {"type": "integer", "minimum": 0}]} if shape.exact else text


def page() -> str:
    """Return the page that explains the file."""
    done: list[type] = []
    parts = [INTRODUCTION, EXAMPLE, *sections(Agreement, done)]
    parts += ["## params by area\n"]
    parts += [f"### {area}\n{made.__doc__}\n\n{table(made)}" for area, made in PARAMS.items()]
    parts += [text for made in PARAMS.values() for text in sections(made, done)[1:]]
    return "\n".join(parts)


def sections(record: type, done: list[type]) -> list[str]:
    """Describe a record and all records inside it, each once."""
    if record in done:
        return []
    done.append(record)
    parts = [f"## {record.__name__}\n{record.__doc__}\n\n{table(record)}"]
    for key in keys(record):
        if isinstance(key.held, Chosen) and key.held.inside:
            parts += [part for one in key.held.among.values() for part in sections(one, done)]
        elif isinstance(key.held, type) and not issubclass(key.held, StrEnum):
            parts += sections(key.held, done)
    return parts


def table(record: type) -> str:
    """List the keys of a record."""
    return "\n".join(rows(record)) + "\n"


def rows(record: type) -> Iterator[str]:
    """Yield the lines of the table of a record."""
    yield "| key | holds | meaning |"
    yield "|---|---|---|"
    for kind, made in RESTRICTIONS.items():
        if made is record:
            yield f"| `kind` (required) | `{kind}` | Which restriction. |"
    for key in keys(record):
        needed = " (required)" if key.required else ""
        several = "list of: " if key.listed else ""
        yield f"| `{key.name}`{needed} | {several}{holds(key.held)} | {key.about} |"


def holds(held: Held) -> str:
    """Say what a key holds."""
    if isinstance(held, Shape | Pair):
        return held.expected.en
    if isinstance(held, Chosen):
        return f"one of the records by `{held.by}`"
    if issubclass(held, StrEnum):
        return ", ".join(f"`{word.value}`" for word in held)
    return held.__name__


if __name__ == "__main__":
    main()
