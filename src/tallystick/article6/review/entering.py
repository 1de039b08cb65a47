"""Entering events about cases: what may not follow is named and left out."""

from collections.abc import Iterable

from tallystick.article6.review.cases import Case
from tallystick.article6.review.rules import EVENTS
from tallystick.article6.review.values import OF_REVIEWS, Event
from tallystick.core.findings import Finding, refused


def replay(events: Iterable[Event]) -> tuple[dict[str, Case], list[Finding]]:
    """Return the cases by number as the events leave them, and what speaks against any event."""
    cases: dict[str, Case] = {}
    findings: list[Finding] = []
    for event in events:
        if event.kind in OF_REVIEWS:
            continue
        found = EVENTS.judge(event, cases)
        findings += found
        if not refused(found):
            case = cases.get(event.subject)
            cases[event.subject] = case.entered(event) if case else _opened(event)
    return cases, findings


def _opened(event: Event) -> Case:
    if event.opening is None:
        raise ValueError(f"case {event.subject} begins with what it is about")
    return Case(event.subject, event.opening, (event,))
