"""What held for a system when: phases, cap models, scopes, legal bases, offset programmes."""

from datetime import date
from itertools import pairwise
from typing import Any

from tallystick import law
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.lifecycle.change import Change


def held(system: str, kind: str, on: date) -> list[dict[str, Any]]:
    """Return the entries of a kind that hold on a day, with source and status."""
    return [
        {"id": one.id, "since": one.since.isoformat(), "en": one.en, "zh": one.zh}
        | {"value": list(one.value), "source": one.source, "status": one.status}
        for one in law.system_history()
        if one.system == system and one.kind == kind and one.holds(on)
    ]


def scope(system: str, on: date) -> frozenset[str] | None:
    """Return the sectors a system covers on a day, None where its scope is not listed."""
    known = [
        one
        for one in law.system_history()
        if one.system == system and one.kind == "scope" and one.holds(on)
    ]
    return frozenset(known[-1].value) if known else None


def change_notices(system: str) -> list[dict[str, Any]]:
    """Return every change of scope: the day, what came in and what went out."""
    versions = [one for one in law.system_history() if (one.system, one.kind) == (system, "scope")]
    return [
        {
            "on": after.since.isoformat(),
            "in": sorted(set(after.value) - set(before.value)),
            "out": sorted(set(before.value) - set(after.value)),
        }
        for before, after in pairwise(versions)
    ]


def notices_due(
    system: str, agreements: tuple[Agreement, ...], notified_on: date
) -> dict[str, tuple[Change, ...]]:
    """Return by agreement the notices its partners are owed for later changes of scope.

    They take the course of every change: its notice, the window to ask, suspension or estoppel.
    """
    changes = tuple(
        Change(
            id=f"scope {one['on']}",
            system=system,
            feature="sectors",
            notified_on=notified_on,
            effective_on=date.fromisoformat(one["on"]),
        )
        for one in change_notices(system)
        if date.fromisoformat(one["on"]) > notified_on
    )
    return {one.id: changes for one in agreements if changes and system in one.systems_held}


def programmes(system: str, on: date) -> list[dict[str, Any]]:
    """Return the methodologies whose credits a system takes on a day."""
    return [
        {"programme": one.programme, "methodology": one.methodology}
        | {"en": one.methodology_en, "zh": one.methodology_zh}
        | {"source": one.source, "status": one.status}
        for one in law.methodologies()
        if one.system == system and one.holds(on)
    ]
