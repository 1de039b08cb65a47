"""Agreements side by side: what each covers, how alike they are, where a rule leaves its model."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from tallystick.linking.agreement.agreement import Agreement, Clause
from tallystick.linking.agreement.values import Day
from tallystick.linking.agreement.words import Area, Binding
from tallystick.linking.status import standing

Topic: TypeAlias = tuple[Area, str, str]
"""An area, what it is about where the area alone does not say it, and the key that is fixed."""

STRENGTH = (*Binding, None)
"""From the words that bind most to those whose force is not known."""


class Departure(StrEnum):
    """How a text stands to its model on one topic."""

    SAME = "same"
    DIFFERS = "differs"
    LEFT_OUT = "left_out"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Compared:
    """One topic in a model and in a text made after it; an absent side is None."""

    topic: Topic
    model: Any
    own: Any
    departure: Departure

    def to_json(self) -> dict[str, Any]:
        """Return the comparison with values as text."""
        area, about, key = self.topic
        return {
            "area": area.value,
            "about": about or None,
            "key": key or None,
            "model": None if self.model is None else _text(self.model),
            "own": None if self.own is None else _text(self.own),
            "departure": self.departure.value,
        }


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike an agreement is to another, from 0 to 1, and the areas both cover."""

    id: str
    score: Fraction
    shared: tuple[Area, ...]


def listed(agreements: Iterable[Agreement], on: date) -> list[dict[str, str]]:
    """Return id, form and status on a day, as `agreement list` prints them."""
    return [
        {"id": one.id, "form": one.form.value, "status": standing(one, on).status.value}
        for one in agreements
    ]


def coverage_matrix(
    agreements: Iterable[Agreement], on: date
) -> Mapping[str, Mapping[Area, Binding | None]]:
    """Return, by agreement, the areas it covers on a day and how strongly its words bind there.

    An area without a clause is absent; None means that the force of its words is not known.
    """
    return {one.id: dict(_strongest(clauses_in_force(one, on))) for one in agreements}


def _strongest(clauses: Iterable[Clause]) -> Iterator[tuple[Area, Binding | None]]:
    found: dict[Area, list[Binding | None]] = {}
    for clause in clauses:
        found.setdefault(clause.area, []).append(clause.binding)
    for area in Area:
        if area in found:
            yield area, min(found[area], key=STRENGTH.index)


def clauses_in_force(agreement: Agreement, on: date) -> tuple[Clause, ...]:
    """Return the clauses that hold on a day, as far as their own days are known."""
    return tuple(
        clause
        for clause in agreement.clauses
        if (clause.since is None or clause.since.last <= on)
        and (clause.until is None or on <= clause.until.last)
    )


def terms(agreement: Agreement, on: date) -> Mapping[Topic, Any]:
    """Return what the clauses of a day fix, by topic; the key "" says that there is a clause.

    Where several clauses speak of one topic, their lists are joined and the last single value
    holds.
    """
    found: dict[Topic, Any] = {}
    for clause in clauses_in_force(agreement, on):
        about = (clause.ref or "") if clause.area is Area.OTHER else ""
        found[clause.area, about, ""] = True
        for key, value in _stated(clause.params):
            topic = (clause.area, about, key)
            before = found.get(topic, ())
            found[topic] = (*before, *value) if isinstance(value, tuple) else value
    return found


def _stated(params: Any) -> Iterator[tuple[str, Any]]:
    for field in fields(params) if params is not None else ():
        value = getattr(params, field.name)
        if value is not None and value != ():
            yield field.name, value


def similarity(left: Agreement, right: Agreement, on: date) -> Fraction | None:
    """Return the share of all that either says which both say: areas covered and values fixed.

    Symmetric, and 1 for the same text; None where neither has any clause.
    """
    says, replies = statements(left, on), statements(right, on)
    return Fraction(len(says & replies), len(says | replies)) if says | replies else None


def statements(agreement: Agreement, on: date) -> frozenset[tuple[Topic, Any]]:
    """Return every single thing an agreement says on a day, the members of lists one by one."""
    return frozenset(
        (topic, one)
        for topic, value in terms(agreement, on).items()
        for one in (value if isinstance(value, tuple) else (value,))
    )


def most_alike(agreement: Agreement, others: Iterable[Agreement], on: date) -> tuple[Alike, ...]:
    """Return the agreements that have something in common with one, the most alike first."""
    own = {topic[0] for topic in terms(agreement, on)}
    ranked = []
    for other in others:
        score = similarity(agreement, other, on)
        if other.id != agreement.id and score:
            theirs = {topic[0] for topic in terms(other, on)}
            shared = tuple(area for area in Area if area in own & theirs)
            ranked.append(Alike(other.id, score, shared))
    return tuple(sorted(ranked, key=lambda one: (-one.score, one.id)))


def model_rule_diff(model: Mapping[Topic, Any], own: Mapping[Topic, Any]) -> tuple[Compared, ...]:
    """Compare a text with the model it was made after, topic by topic, in the model's order.

    Both sides come from `terms`: of a Model Rule and a State's statute, or of two editions of one.
    """
    topics = [*model, *(topic for topic in own if topic not in model)]
    return tuple(_compared(topic, model.get(topic), own.get(topic)) for topic in topics)


def _compared(topic: Topic, model: Any, own: Any) -> Compared:
    if own is None:
        departure = Departure.LEFT_OUT
    elif model is None:
        departure = Departure.ADDED
    else:
        departure = Departure.SAME if own == model else Departure.DIFFERS
    return Compared(topic, model, own, departure)


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(_text(one) for one in value)
    if is_dataclass(value) and not isinstance(value, Day):
        return ", ".join(f"{key} {_text(one)}" for key, one in _stated(value))
    if isinstance(value, bool):
        return str(value).lower()
    return value.value if isinstance(value, StrEnum) else str(value)
