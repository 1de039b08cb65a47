"""The published JSON Schema accepts every agreement that the reader accepts as it is shown."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from agreement_samples import LINK, TREATY

from tallystick import io
from tallystick.io.agreement_file import read_agreement
from tallystick.io.catalogue import catalogue
from tallystick.linking.agreement import Agreement
from tallystick.linking.agreement.plain import to_plain

SCHEMA = json.loads(
    (Path(io.__file__).parent / "schemas/agreement.schema.json").read_text(encoding="utf-8")
)
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def faults(value: Any, schema: Any, path: str = "") -> Iterator[str]:
    """Yield where a value leaves a schema, by the keywords that ours uses."""
    if "$ref" in schema:
        yield from faults(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], path)
    for several in ("anyOf", "oneOf"):
        accepted = [one for one in schema.get(several, ()) if not list(faults(value, one))]
        if several in schema and (len(accepted) != 1 if several == "oneOf" else not accepted):
            yield f"{path}: {value!r} is accepted by {len(accepted)} of {several}"
    for condition in schema.get("allOf", ()):
        if not list(faults(value, condition["if"])):
            yield from faults(value, condition["then"], path)
    yield from own_faults(value, schema, path)
    yield from inner_faults(value, schema, path)


def own_faults(value: Any, schema: Any, path: str) -> Iterator[str]:
    wanted = schema.get("type")
    if wanted and not (
        isinstance(value, TYPES[wanted]) and isinstance(value, bool) <= (wanted == "boolean")
    ):
        yield f"{path}: {value!r} is no {wanted}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r}"
    if "const" in schema and value != schema["const"]:
        yield f"{path}: {value!r}"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value, re.DOTALL):
        yield f"{path}: {value!r}"
    if isinstance(value, int) and value < schema.get("minimum", value):
        yield f"{path}: {value!r}"


def inner_faults(value: Any, schema: Any, path: str) -> Iterator[str]:
    if isinstance(value, list):
        listed = schema.get("prefixItems") or [schema.get("items", {})] * len(value)
        for index, (item, one) in enumerate(zip(value, listed, strict=True)):
            yield from faults(item, one, f"{path}[{index}]")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{path}.{name} is missing"
        for name, item in value.items():
            if name in known:
                yield from faults(item, known[name], f"{path}.{name}")
            elif schema.get("additionalProperties") is False:
                yield f"{path}.{name} is not a key"


def shown(tmp_path: Path, text: str) -> Agreement:
    path = tmp_path / "agreement.yaml"
    path.write_text(text, encoding="utf-8")
    return read_agreement(path)


@pytest.mark.parametrize("text", [LINK, TREATY])
@pytest.mark.parametrize("full", [True, False])
def test_schema_accepts_what_is_shown(tmp_path: Path, text: str, full: bool) -> None:
    plain = to_plain(shown(tmp_path, text), full=full)
    assert list(faults(json.loads(json.dumps(plain)), SCHEMA)) == []


def test_schema_accepts_the_whole_catalogue() -> None:
    for agreement in catalogue().values():
        assert list(faults(to_plain(agreement, full=False), SCHEMA)) == [], agreement.id


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("agreement", "No Id"),
        ("form", "poem"),
        ("parties", "CHE"),
        ("odd", 1),
        ("recognition", [{"from": "a", "to": "b", "restrictions": [{"kind": "toll"}]}]),
        ("clauses", [{"area": "suspension", "params": {"notice_days": -1}}]),
        ("clauses", [{"area": "suspension", "params": {"stages": []}}]),
    ],
)
def test_schema_refuses_what_the_reader_refuses(tmp_path: Path, key: str, value: object) -> None:
    plain = to_plain(shown(tmp_path, LINK)) | {key: value}
    assert list(faults(plain, SCHEMA))
