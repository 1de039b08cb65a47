"""Whatever a page does, a program can do: every page is named in a table with its operations.

A new page is one more line of twins.csv: its name, its operations, or why there can be none.
"""

import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

FOLDER = Path(__file__).parent
DOCUMENT = Path(__file__).parents[3] / "docs/reference/openapi.json"
ACTING = ("POST", "DELETE")
JUDGED = ("/check", "/preview", "/forecast")
"""How the addresses end that say what would be found, and write nothing."""


def rows() -> dict[str, dict[str, str]]:
    """Return the table by the names of pages."""
    text = (FOLDER / "twins.csv").read_text(encoding="utf-8")
    return {row["page"]: row for row in csv.DictReader(text.splitlines())}


@cache
def document() -> dict[str, Any]:
    """Return the committed OpenAPI document."""
    told: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return told


def operations() -> dict[str, Any]:
    """Return what the committed document says of every operation, by method and path."""
    paths = document()["paths"]
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}": told
        for path, methods in paths.items()
        for method, told in methods.items()
    }


def pages() -> dict[str, tuple[str, ...]]:
    """Return the methods that each page of ours takes, by its name."""
    return {
        str(one.name): methods(one.callback)
        for one in patterns(get_resolver().url_patterns)
        if (one.name and one.callback.__module__.startswith("tallystick")) or one.name == "favicon"
    }


def patterns(found: Any) -> Iterator[URLPattern]:
    """Walk everything but the interface, and the ways in, by which people guard their accounts."""
    for one in found:
        if not isinstance(one, URLResolver):
            yield one
        elif str(one.pattern) != "api/v1/" and not str(one.pattern).startswith("account/"):
            yield from patterns(one.url_patterns)


def methods(view: Any) -> tuple[str, ...]:
    """Return the methods that the view's decorators let through."""
    while view is not None:
        code, cells = getattr(view, "__code__", None), getattr(view, "__closure__", None) or ()
        for name, cell in zip(code.co_freevars if code else (), cells, strict=True):
            if name == "request_method_list":
                return tuple(cell.cell_contents)
        view = getattr(view, "__wrapped__", None)
    return ()


def named(row: dict[str, str]) -> list[str]:
    """Return the operations of a row."""
    return [one for one in row["operations"].split(";") if one]


def test_every_page_stands_in_the_table_with_its_twins_or_a_reason() -> None:
    table = rows()
    assert set(pages()) == set(table)
    silent = [name for name, row in table.items() if not named(row) and not row["reason"]]
    assert silent == []


def test_every_twin_is_an_operation_of_the_document() -> None:
    there = operations()
    missing = {
        name: [one for one in named(row) if one not in there] for name, row in rows().items()
    }
    assert {name: left for name, left in missing.items() if left} == {}


def test_a_page_that_acts_has_a_twin_that_acts_and_one_that_shows_has_one_that_reads() -> None:
    table = rows()
    wrong = []
    for name, taken in pages().items():
        kinds = {one.partition(" ")[0] for one in named(table[name])}
        if not kinds:
            continue
        if "POST" in taken and not kinds & set(ACTING):
            wrong.append(f"{name} acts")
        if taken == ("GET", "HEAD") and "GET" not in kinds:
            wrong.append(f"{name} shows")
    assert wrong == []


def test_what_a_page_guards_its_twins_guard_too() -> None:
    table, there = rows(), operations()
    guarded = {
        str(one.name): getattr(one.callback, "permission", "public")
        for one in patterns(get_resolver().url_patterns)
        if one.name
    }
    open_writes = [
        f"{name}: {one}"
        for name, row in table.items()
        for one in named(row)
        if guarded[name] != "public" and not one.startswith("GET") and "security" not in there[one]
    ]
    assert open_writes == ["check_reports: POST /aef/check"], "what anybody may judge"


@pytest.mark.parametrize("operation", operations())
def test_a_write_takes_an_idempotency_key_and_a_list_has_pages(operation: str) -> None:
    told, (method, path) = operations()[operation], operation.split(" ")
    parameters = {one["name"]: one for one in told.get("parameters", ())}
    if method == "POST" and not path.endswith(JUDGED) and path != "/account/run":
        assert parameters["Idempotency-Key"]["required"], operation
    answer = told["responses"].get("200", {}).get("content", {}).get("application/json", {})
    name = answer.get("schema", {}).get("$ref", "").rpartition("/")[2]
    schema = document()["components"]["schemas"].get(name, {})
    if "next" in schema.get("properties", {}):
        assert {"limit", "cursor"} <= parameters.keys(), operation
    elif method == "GET" and set(schema.get("properties", {})) == {"rows"}:
        assert path.endswith("/starts"), f"{operation}: a list without pages"
