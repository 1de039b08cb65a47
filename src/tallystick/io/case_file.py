"""The case file: one entry to a line, only ever added to; YAML whose entries are JSON."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tallystick.article6.review import (
    Event,
    Kind,
    Opening,
    Recommendation,
    Side,
    Topic,
)
from tallystick.core.findings import Text
from tallystick.io.platform_file import APPROACH, PARTY
from tallystick.io.yamlfile.damage import NO_RECORD, NOT_YAML, Damage, Damaged
from tallystick.io.yamlfile.fields import Fields, shortened, shown
from tallystick.io.yamlfile.forms import DATE, POSITIVE, TEXT, Form, one_of, pattern
from tallystick.io.yamlfile.source import read_text
from tallystick.io.yamlfile.tree import NotYaml, Record, Sequence, read_tree

EVENT = (
    "event",
    "subject",
    "on",
    "by",
    "text",
    "opening",
    "party",
    "approaches",
    "week_ends_on",
    "recommendations",
)
OPENING = ("against", "about", "about_zh", "code", "source", "ids", "balance", "sides")
SIDE = ("party", "file", "table", "row", "cells")
RECOMMENDATION = ("topic", "text")

YES_OR_NO = pattern(
    "true|false", Text("true or false", "true 或 false"), lambda text: text == "true"
)


def read_events(path: Path) -> list[Event]:
    """Read the entries of a case file in order, none where the file is not there yet.

    Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    return _parsed(read_text(path), path) if path.exists() else []


def _parsed(text: str, path: Path) -> list[Event]:
    damage = Damage(str(path))
    events = [_event(Fields(record, EVENT, damage)) for record in _records(text, damage)]
    if damage.findings:
        raise Damaged(damage.findings)
    return [event for event in events if event is not None]


def append_events(path: Path, events: Iterable[Event]) -> None:
    """Add entries at the end of a case file, which is made where there is none.

    Raises Damaged, and writes nothing, where the entries could not be read again.
    """
    lines = (f"- {json.dumps(event_to_json(event), ensure_ascii=False)}\n" for event in events)
    text = "".join(lines)
    _parsed(text, path)
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _records(text: str, damage: Damage) -> Iterable[Record]:
    if not text.strip():
        return
    try:
        root = read_tree(text)
    except NotYaml as error:
        damage.add(NOT_YAML, error.line, reason=error.reason.en, reason_zh=error.reason.zh)
        return
    for item in root.items if isinstance(root, Sequence) else [root]:
        if isinstance(item, Record) and isinstance(root, Sequence):
            yield item
        else:
            value = shortened(shown(item))
            damage.add(NO_RECORD, item.line, value=value, allowed=", ".join(EVENT))


def _event(fields: Fields) -> Event | None:
    kind, subject = fields.required("event", one_of(Kind)), fields.required("subject", TEXT)
    on, by = fields.required("on", DATE), fields.required("by", TEXT)
    text, party = fields.optional("text", TEXT), fields.optional("party", PARTY)
    opening, week_ends_on = _opening(fields), fields.optional("week_ends_on", DATE)
    approaches = [fields.read("approaches", one, APPROACH) for one in fields.items("approaches")]
    recommended = [
        _recommendation(Fields(one, RECOMMENDATION, fields.damage))
        for one in fields.records("recommendations")
    ]
    if kind is None or subject is None or on is None or by is None:
        return None
    return Event(
        kind=kind,
        subject=subject,
        on=on,
        by=by,
        text=text,
        opening=opening,
        party=party,
        approaches=frozenset(one for one in approaches if one is not None),
        week_ends_on=week_ends_on,
        recommendations=tuple(one for one in recommended if one is not None),
        origin=fields.origin,
    )


def _opening(event: Fields) -> Opening | None:
    fields = event.record("opening", OPENING) if event.given("opening") is not None else None
    if fields is None:
        return None
    against, about = fields.required("against", PARTY), fields.required("about", TEXT)
    names = ("about_zh", "code", "source", "ids")
    about_zh, code, source, ids = (fields.optional(name, TEXT) for name in names)
    balance = fields.optional("balance", YES_OR_NO)
    sides = tuple(_side(Fields(one, SIDE, fields.damage)) for one in fields.records("sides"))
    if against is None or about is None:
        return None
    return Opening(
        against=against,
        about=about,
        about_zh=about_zh or "",
        code=code,
        source=source,
        ids=ids,
        balance=balance,
        sides=sides,
    )


def _side(fields: Fields) -> Side:
    return Side(
        party=fields.optional("party", PARTY),
        file=fields.optional("file", TEXT),
        table=fields.optional("table", TEXT),
        row=fields.optional("row", POSITIVE),
        cells=_cells(fields),
    )


def _cells(fields: Fields) -> Mapping[str, str]:
    given = fields.given("cells")
    if not isinstance(given, Record):
        return {}
    names = [key.text for key, _ in given.pairs]
    cells = Fields(given, names, fields.damage)
    any_text = Form(TEXT.expected, str)
    read = {name: cells.optional(name, any_text) for name in names}
    return {name: text for name, text in read.items() if text is not None}


def _recommendation(fields: Fields) -> Recommendation | None:
    topic, text = fields.required("topic", one_of(Topic)), fields.required("text", TEXT)
    return None if topic is None or text is None else Recommendation(topic, text)


def event_to_json(event: Event) -> dict[str, Any]:
    """Return an entry as it is written, what is not said left out."""
    told = {
        "event": event.kind.value,
        "subject": event.subject,
        "on": event.on.isoformat(),
        "by": event.by,
        "text": event.text,
        "party": event.party,
        "approaches": sorted(event.approaches),
        "week_ends_on": event.week_ends_on.isoformat() if event.week_ends_on else None,
        "recommendations": [
            {"topic": one.topic.value, "text": one.text} for one in event.recommendations
        ],
        "opening": opening_to_json(event.opening) if event.opening else None,
    }
    return _said(told)


def opening_to_json(opening: Opening) -> dict[str, Any]:
    """Return what a case is about in the form of the file and of the commands."""
    names = ("against", "about", "about_zh", "code", "source", "ids", "balance")
    told = {name: getattr(opening, name) for name in names}
    sides = [
        _said({**{name: getattr(side, name) for name in SIDE[:-1]}, "cells": dict(side.cells)})
        for side in opening.sides
    ]
    return _said({**told, "sides": sides})


def _said(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}
