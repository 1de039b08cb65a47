"""Cases and reviews as they are stored: entries read back and replayed by the rules."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from tallystick.article6.review import (
    Case,
    Event,
    Kind,
    Opening,
    Recommendation,
    Review,
    Side,
    Topic,
    replay,
    reviews,
)
from tallystick.web.people.power import Someone, reach
from tallystick.web.reviewer.models import CaseEntry


def event_of(entry: CaseEntry) -> Event:
    """Return the event that an entry holds."""
    told = entry.body
    week_ends_on = told.get("week_ends_on")
    return Event(
        kind=Kind(told["event"]),
        subject=told["subject"],
        on=date.fromisoformat(told["on"]),
        by=told["by"],
        text=told.get("text"),
        opening=_opening(told["opening"]) if "opening" in told else None,
        party=told.get("party"),
        approaches=frozenset(told.get("approaches", ())),
        week_ends_on=date.fromisoformat(week_ends_on) if week_ends_on else None,
        recommendations=tuple(
            Recommendation(Topic(one["topic"]), one["text"])
            for one in told.get("recommendations", ())
        ),
    )


def _opening(told: Mapping[str, Any]) -> Opening:
    sides = tuple(Side(**{"party": None, **side}) for side in told.get("sides", ()))
    return Opening(**{**told, "sides": sides})


def events_of(subjects: Iterable[str], *, is_review: bool = False) -> list[Event]:
    """Return everything entered about cases or reviews, in order."""
    listed = CaseEntry.objects.filter(subject__in=list(subjects), is_review=is_review)
    return [event_of(one) for one in listed]


def visible(user: Someone, *, is_review: bool = False) -> Q:
    """Return the filter of first entries of what a user may see; Parties see their own cases."""
    first, within = Q(step=1, is_review=is_review), reach(user, "case.read")
    if within.everywhere:
        return first
    concerned = Q(pk__in=())
    for party in within.parties:
        concerned |= Q(parties__contains=f" {party} ")
    return first & concerned


def cases_of(subjects: Iterable[str]) -> dict[str, Case]:
    """Return cases by number as their entries leave them."""
    return replay(events_of(subjects))[0]


def case_of(user: Someone, number: str) -> Case | None:
    """Return a case that a user may see; None for any other, whether or not it is there."""
    if not CaseEntry.objects.filter(visible(user), subject=number).exists():
        return None
    return cases_of([number])[number]


def cases_about(party: str) -> list[Case]:
    """Return every case in which a Party's report is concerned."""
    listed = CaseEntry.objects.filter(step=1, is_review=False, parties__contains=f" {party} ")
    return list(cases_of(listed.values_list("subject", flat=True)).values())


def reviews_of(names: Iterable[str]) -> dict[str, Review]:
    """Return reviews by name as their entries leave them."""
    return reviews(events_of(names, is_review=True))[0]
