"""Every address of the pages and of the interface, read off the tables that serve them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

API = "/api/v1/"
SAMPLES: dict[str, Any] = {"int": 1, "str": "x", "slug": "answer"}
"""What stands in for a parameter, by the kind of its converter."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a page: its name, its parameters by kind, what it asks, whose view it is."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    permission: str
    is_ours: bool

    def url(self, language: str = "en", **values: Any) -> str:
        """Return the address with samples, or values given, for its parameters."""
        samples = {name: SAMPLES.get(kind, "x") for name, kind in self.parameters}
        with override(language):
            return reverse(self.name, kwargs={**samples, **values})


@cache
def pages() -> tuple[Address, ...]:
    """Return every address outside the interface that can be written down."""
    found = {one.name: one for one in _walk(get_resolver().url_patterns)}
    return tuple(one for one in found.values() if _can_be_written(one))


def _can_be_written(one: Address) -> bool:
    try:
        one.url()
    except NoReverseMatch:
        return False
    return True


def _walk(patterns: Any, space: str = "") -> Iterator[Address]:
    for one in patterns:
        if isinstance(one, URLResolver):
            if str(one.pattern) != API.lstrip("/"):
                inner = f"{space}{one.namespace}:" if one.namespace else space
                yield from _walk(one.url_patterns, inner)
        elif isinstance(one, URLPattern) and one.name:
            view = one.callback
            names = list(one.pattern.regex.groupindex)
            kinds = {name: _kind(one, name) for name in names}
            yield Address(
                f"{space}{one.name}",
                tuple(kinds.items()),
                getattr(view, "permission", ""),
                view.__module__.startswith("tallystick"),
            )


def _kind(one: URLPattern, name: str) -> str:
    converter = getattr(one.pattern, "converters", {}).get(name)
    kind = type(converter).__name__.removesuffix("Converter").lower() if converter else ""
    return {"string": "str"}.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the interface."""

    method: str
    path: str
    is_guarded: bool
    body: dict[str, Any]

    @property
    def url(self) -> str:
        """Its address, with a number for each parameter."""
        return re.sub(r"{\w+}", "1", self.path)


@cache
def operations() -> tuple[Operation, ...]:
    """Return every operation that the interface's own document names."""
    document = json.loads(Client().get(f"{API}openapi.json").content)
    return tuple(
        Operation(method, path, "security" in told, _body(document, told))
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    )


def _body(document: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    content = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    schema: dict[str, Any] = content.get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema
