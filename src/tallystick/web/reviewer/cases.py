"""Cases as a page shows them: in words, with the rows of both sides next to each other."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from tallystick.article6.review import Case, Event, Kind, Side, State, requests
from tallystick.core.findings import Text
from tallystick.web.languages import pick
from tallystick.web.presenting import findings_told, party_name

STATES = {
    State.OPEN: _("open"),
    State.ANSWERED: _("answered"),
    State.RESUBMITTED: _("report resubmitted"),
    State.RESOLVED: _("resolved"),
    State.WITHDRAWN: _("taken back"),
}
STEPS = {
    Kind.OPEN: _("opened"),
    Kind.ANSWER: _("answered"),
    Kind.RESUBMIT: _("resubmitted a report"),
    Kind.RETURN: _("sent back"),
    Kind.RESOLVE: _("resolved"),
    Kind.WITHDRAW: _("took back"),
    Kind.SIGNIFICANT: _("marked as significant"),
    Kind.PERSISTENT: _("marked as persistent"),
}
ACTIONS = {
    Kind.ANSWER: _("Answer"),
    Kind.RESUBMIT: _("Enter a resubmitted report"),
    Kind.RETURN: _("Send back"),
    Kind.RESOLVE: _("Resolve"),
    Kind.WITHDRAW: _("Take back"),
    Kind.SIGNIFICANT: _("Mark as significant"),
    Kind.PERSISTENT: _("Mark as persistent"),
}
BODIES = {"secretariat": _("secretariat"), "review team": _("review team")}


def row(case: Case, on: date) -> dict[str, Any]:
    """Return a case as a list shows it."""
    told = case.opening
    return {
        "number": case.number,
        "state": STATES[case.state],
        "is_closed": case.is_closed,
        "against": party_name(told.against),
        "code": told.code or "",
        "about": pick(Text(told.about, told.about_zh or told.about)),
        "days_open": case.days_open(on),
        "marks": [STEPS[event.kind] for event in case.events if event.kind in _MARKS],
    }


_MARKS = (Kind.SIGNIFICANT, Kind.PERSISTENT)


def shown(case: Case, on: date) -> dict[str, Any]:
    """Return everything about a case."""
    told = case.opening
    return {
        **row(case, on),
        "parties": sorted(party_name(code) for code in told.parties),
        "is_cross_party": case.is_cross_party,
        "source": told.source or "",
        "ids": told.ids or "",
        "opened_by": speaker(case.opened_by),
        "opened_on": case.events[0].on,
        "heads": [_head(side) for side in told.sides],
        "lines": list(_lines(told.sides)),
        "events": [_event(event) for event in case.events],
        "requests": findings_told(requests([case])),
    }


def speaker(by: str) -> str:
    """Return who speaks: a body, a Party by its name, or an organisation."""
    return str(BODIES[by]) if by in BODIES else party_name(by)


def _head(side: Side) -> dict[str, Any]:
    file = (side.file or "").rpartition("/")[2]
    party = party_name(side.party) if side.party else "?"
    return {"party": party, "file": file, "row": side.row}


def _lines(sides: tuple[Side, ...]) -> Iterator[dict[str, Any]]:
    """Yield a line for each cell that any side fills, and whether the sides say the same."""
    for name in dict.fromkeys(name for side in sides for name in side.cells):
        cells = [side.cells.get(name, "") for side in sides]
        yield {"name": name, "cells": cells, "differs": len(set(cells)) > 1}


def _event(event: Event) -> dict[str, Any]:
    return {
        "on": event.on,
        "by": speaker(event.by),
        "step": STEPS[event.kind],
        "text": event.text or "",
    }
