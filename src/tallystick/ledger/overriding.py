"""Overrides of final periods as the bodies of postings carry them, found for each entry."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tallystick.article6.overrides import Override
from tallystick.core.actions import ActionType
from tallystick.ledger.entries import Entry

ASKED_AS = {ActionType.VOLUNTARY_CANCELLATION.value: ActionType.CANCELLATION.value}
"""The kind of posting that makes an entry, where it is not named as the entry is."""


def carried_override(body: str, entry: Entry) -> Override | None:
    """Return the override that a posting, or what a proposal carries, gives for an entry of it.

    Each part of a batch has its own; an entry belongs to the part of its kind and its units.
    """
    if '"override":' not in body:
        return None
    said = json.loads(body)
    said = said.get("posting", said)
    for part in said.get("postings", (said,)):
        told = part.get("override")
        if told is not None and _makes(part, entry):
            return Override(told["by"], date.fromisoformat(told["on"]), told["reason"])
    return None


def with_approved(journal: list[Entry], bodies: Mapping[str, str]) -> list[Entry]:
    """Give entries made by approvals the overrides of the proposals, whose bodies are by key."""
    if not bodies:
        return journal
    carried = (carried_override(bodies.get(one.key, ""), one) for one in journal)
    pairs = zip(journal, carried, strict=True)
    return [replace(one, override=found) if found else one for one, found in pairs]


def _makes(part: Mapping[str, Any], entry: Entry) -> bool:
    if entry.block is None or part["kind"] != ASKED_AS.get(entry.type, entry.type):
        return False
    said, series = part["block"], entry.block.series
    named = {
        "approach": series.approach,
        "registry": series.registry,
        "party": series.party,
        "vintage": series.vintage,
    }
    within = said["first"] <= entry.block.first and entry.block.last <= said["last"]
    return bool(said["series"] == named and within)
