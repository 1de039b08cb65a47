"""Compliance cases as their entries leave them, in the words of `article6.integrity`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Q

from tallystick.article6.integrity import Case, Measure, State, Turn
from tallystick.web.compliance.models import ComplianceEntry
from tallystick.web.people.power import Someone, reach


class Kind(StrEnum):
    """What can be entered about a case: turns of it, measures, and that one is carried out."""

    OPEN = "open"
    ANSWER = "answer"
    REFER = "refer"
    DECIDE = "decide"
    MEASURE = "measure"
    DONE = "done"
    CLOSE = "close"
    WITHDRAW = "withdraw"


TURNS = {
    Kind.OPEN: State.OPENED,
    Kind.ANSWER: State.ANSWERED,
    Kind.REFER: State.REFERRED,
    Kind.DECIDE: State.DECIDED,
    Kind.CLOSE: State.CLOSED,
    Kind.WITHDRAW: State.WITHDRAWN,
}
"""The state that each turn brings a case to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: what was done, when, by which Party or body, and what it states besides."""

    kind: Kind
    on: date
    by: str
    text: str = ""
    against: str = ""
    committee: str = ""
    consent: str = ""
    measure: Measure | None = None
    done: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the entry as it is stored, without what it does not state."""
        told = {
            "kind": self.kind.value,
            "on": self.on.isoformat(),
            "by": self.by,
            "text": self.text,
            "against": self.against,
            "committee": self.committee,
            "consent": self.consent,
            "measure": _measure_to_json(self.measure) if self.measure else None,
            "done": self.done,
        }
        return {name: value for name, value in told.items() if value}


def _measure_to_json(one: Measure) -> dict[str, Any]:
    told = {
        "remedy": one.remedy,
        "due": one.due.isoformat(),
        "quantity_t": one.quantity_t,
        "amount": None if one.amount is None else str(one.amount),
        "currency": one.currency,
        "until": one.until.isoformat() if one.until else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def entry_of(body: Mapping[str, Any]) -> Entry:
    """Read an entry back from its JSON."""
    told = dict(body)
    kind, on, measure = Kind(told.pop("kind")), told.pop("on"), told.pop("measure", None)
    made = _measure_of(measure) if measure else None
    return Entry(kind=kind, on=date.fromisoformat(on), measure=made, **told)


def _measure_of(told: Mapping[str, Any]) -> Measure:
    amount, until = told.get("amount"), told.get("until")
    return Measure(
        remedy=told["remedy"],
        due=date.fromisoformat(told["due"]),
        quantity_t=told.get("quantity_t"),
        amount=Decimal(amount) if amount else None,
        currency=told.get("currency"),
        until=date.fromisoformat(until) if until else None,
    )


def fold(number: int, entries: Iterable[Entry]) -> Case:
    """Return a case as its entries leave it, the first of which opens it."""
    opened, *later = entries
    first = Turn(State.OPENED, opened.on, opened.by)
    case = Case(
        id=str(number),
        opened_by=opened.by,
        against=opened.against,
        facts=opened.text,
        turns=(first,),
    )
    for one in later:
        case = _after(case, one)
    return case


def _after(case: Case, one: Entry) -> Case:
    if one.measure is not None:
        return replace(case, measures=(*case.measures, one.measure))
    if one.kind is Kind.DONE:
        measures = list(case.measures)
        measures[one.done - 1] = replace(measures[one.done - 1], done_on=one.on)
        return replace(case, measures=tuple(measures))
    return replace(
        case,
        turns=(*case.turns, Turn(TURNS[one.kind], one.on, one.by)),
        committee=one.committee or case.committee,
        consent=one.consent or case.consent,
    )


def entries_of(number: int) -> list[Entry]:
    """Return everything entered about a case, in order."""
    return [entry_of(one.body) for one in ComplianceEntry.objects.filter(number=number)]


def visible(user: Someone) -> Q:
    """Return the filter of first entries of what a user may see; Parties see their own cases."""
    first, within = Q(step=1), reach(user, "case.read")
    if within.everywhere:
        return first
    concerned = Q(pk__in=())
    for party in within.parties:
        concerned |= Q(parties__contains=f" {party} ")
    return first & concerned
