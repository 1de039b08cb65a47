"""Bodies for every operation of the interface, made from its own document, with a text of ours."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.test import Client

from web.abuse.addresses import API

SHAPED = ("PER", "CA7777", "CA7777-PER01-PER-2022", "2024", "https://example.org/x", "x7")
"""Texts for fields that allow no free ones, tried one after the other."""


@dataclass(frozen=True, slots=True)
class Sending:
    """An operation with a body, and in how many fields the body has our text."""

    method: str
    path: str
    body: Any
    texts: int

    @property
    def label(self) -> str:
        return f"{self.method} {self.path}"


@cache
def document() -> dict[str, Any]:
    """Return the interface's own document."""
    told: dict[str, Any] = json.loads(Client().get(f"{API}openapi.json").content)
    return told


def sendings(text: str) -> Iterator[Sending]:
    """Yield for every operation that takes JSON one body of each form, the text wherever it may."""
    for path, methods in document()["paths"].items():
        for method, told in methods.items():
            content = told.get("requestBody", {}).get("content", {}).get("application/json")
            for body in _bodies(content["schema"], text) if content else ():
                yield Sending(method, path, body, json.dumps(body).count(json.dumps(text)))


def _bodies(schema: dict[str, Any], text: str) -> Iterator[Any]:
    whole = _resolved(schema)
    options = whole.get("oneOf") or whole.get("anyOf") or [whole]
    yield from (_sample(one, text) for one in options)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _sample(schema: dict[str, Any], text: str) -> Any:
    whole = _resolved(schema)
    for several in ("oneOf", "anyOf", "allOf"):
        if several in whole:
            return _sample(whole[several][0], text)
    if "const" in whole or "enum" in whole:
        return whole.get("const", next(iter(whole.get("enum", [])), None))
    if whole.get("type") == "object":
        return {name: _sample(one, text) for name, one in whole.get("properties", {}).items()}
    if whole.get("type") == "array":
        return [_sample(whole["items"], text)]
    plain = {"integer": max(int(whole.get("minimum", 1)), 1), "boolean": True}
    return plain.get(whole.get("type", "")) or _text(whole, text)


def _text(schema: dict[str, Any], text: str) -> str:
    known = {"date": "2030-01-01", "date-time": "2030-01-01T00:00:00Z"}
    if schema.get("format") in known:
        return known[schema["format"]]
    pattern = schema.get("pattern", "")
    return next((one for one in (text, *SHAPED) if re.search(pattern, one)), text)
