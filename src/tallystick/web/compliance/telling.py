"""Compliance cases as a page prints them, in the language of the page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from tallystick.article6.integrity import Case, Measure, State
from tallystick.web.compliance.forms import label_of
from tallystick.web.compliance.stored import Entry, Kind
from tallystick.web.presenting import party_name
from tallystick.web.reviewer.cases import speaker

STATES = {
    State.OPENED: _("opened"),
    State.ANSWERED: _("answered"),
    State.REFERRED: _("referred to a committee"),
    State.DECIDED: _("decided"),
    State.CLOSED: _("closed"),
    State.WITHDRAWN: _("taken back"),
}
STEPS = {
    Kind.OPEN: _("opened"),
    Kind.ANSWER: _("answered"),
    Kind.REFER: _("referred it to a committee"),
    Kind.DECIDE: _("decided"),
    Kind.MEASURE: _("ordered a measure"),
    Kind.DONE: _("carried a measure out"),
    Kind.CLOSE: _("closed it"),
    Kind.WITHDRAW: _("took it back"),
}
ACTIONS = {
    Kind.ANSWER: _("Answer"),
    Kind.REFER: _("Refer to a committee"),
    Kind.DECIDE: _("Decide"),
    Kind.MEASURE: _("Order a measure"),
    Kind.DONE: _("Enter that a measure is carried out"),
    Kind.CLOSE: _("Close the case"),
    Kind.WITHDRAW: _("Take it back"),
}


def row(case: Case, on: date) -> dict[str, Any]:
    """Return a case as the list shows it."""
    state = case.state(on)
    return {
        "number": int(case.id),
        "state": STATES[state] if state else "",
        "opened_by": speaker(case.opened_by),
        "against": party_name(case.against),
        "facts": case.facts,
        "outstanding": len(case.outstanding(on)),
    }


def shown(case: Case, entries: Sequence[Entry], on: date) -> dict[str, Any]:
    """Return everything about a case."""
    return {
        **row(case, on),
        "opened_on": case.turns[0].on,
        "committee": case.committee or "",
        "consent": case.consent or "",
        "measures": [_measure(one, on) for one in case.measures],
        "entries": [
            {"on": one.on, "by": speaker(one.by), "step": STEPS[one.kind], "text": one.text}
            for one in entries
        ],
    }


def _measure(one: Measure, on: date) -> dict[str, Any]:
    return {
        "label": label_of(one.remedy),
        "due": one.due,
        "quantity_t": one.quantity_t,
        "amount": one.amount,
        "currency": one.currency or "",
        "until": one.until,
        "done_on": one.done_on,
        "is_late": not one.is_done(on) and one.due < on,
    }
