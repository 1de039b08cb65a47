"""Entering events about cases and reviews: the rules have the last word, and nothing is changed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import IntegrityError, transaction

from tallystick.article6.parties import PARTIES
from tallystick.article6.review import REVIEW_TEAM, Case, Event, Kind, replay, reviews
from tallystick.article6.review.rules import EVENTS
from tallystick.article6.review.values import OF_REVIEWS
from tallystick.core.findings import Finding, refused
from tallystick.io.case_file import event_to_json
from tallystick.ledger import Conflict, Refused
from tallystick.web.people.kinds import OrganisationKind
from tallystick.web.people.models import Membership, Organisation, User
from tallystick.web.people.power import Someone
from tallystick.web.reviewer.models import CaseEntry
from tallystick.web.reviewer.stored import events_of

NEEDED = {
    Kind.OPEN: "case.open",
    Kind.ANSWER: "case.answer",
    Kind.RESUBMIT: "case.answer",
    Kind.RETURN: "case.close",
    Kind.RESOLVE: "case.close",
    Kind.WITHDRAW: "case.open",
    Kind.SIGNIFICANT: "case.close",
    Kind.PERSISTENT: "case.close",
}
"""Which permission each step of a case asks for; the order in which steps are offered."""


def speakers(user: Someone, permission: str) -> list[Organisation]:
    """Return for whom a user may speak with a permission, by standing memberships."""
    if not isinstance(user, User):
        return []
    standing = Membership.objects.filter(
        user=user, ended_at=None, role__grants__permission=permission
    )
    return [one.organisation for one in standing.select_related("organisation").order_by("pk")]


def voice(organisation: Organisation) -> str:
    """Return by what name an organisation speaks: its Party, the review team, or its own."""
    if organisation.kind == OrganisationKind.REVIEW:
        return REVIEW_TEAM
    return organisation.party or organisation.name


def offered(user: Someone, case: Case, on: date) -> Iterator[Event]:
    """Yield the steps that a user may take now, as the rules see them, still without words."""
    for kind, permission in NEEDED.items():
        for one in speakers(user, permission) if kind is not Kind.OPEN else ():
            event = Event(kind=kind, subject=case.number, on=on, by=voice(one), text="…")
            if not refused(EVENTS.judge(event, {case.number: case})):
                yield event
                break


def enter(new: Sequence[Event], actor: User, *, seen: int | None = None) -> list[Finding]:
    """Add entries, all of cases or all of reviews, and return what could not be determined.

    `seen` is how many entries the actor has seen. Raises Refused where a rule does not let one
    pass, and Conflict where somebody else entered something first.
    """
    is_review = new[0].kind in OF_REVIEWS
    try:
        with transaction.atomic():
            before = events_of({one.subject for one in new}, is_review=is_review)
            if seen is not None and seen != len(before):
                raise Conflict(new[0].subject)
            findings = _judged(before, new, is_review=is_review)
            _write(before, new, actor)
    except IntegrityError as error:
        raise Conflict(new[0].subject) from error
    return findings


def _judged(before: list[Event], new: Sequence[Event], *, is_review: bool) -> list[Finding]:
    def against(events: Iterable[Event]) -> list[Finding]:
        return reviews(events)[1] if is_review else replay(events)[1]

    findings = against([*before, *new])[len(against(before)) :]
    if refused(findings):
        raise Refused(findings)
    return findings


def _write(before: list[Event], new: Sequence[Event], actor: User) -> None:
    entered = list(before)
    for event in new:
        entered.append(event)
        own = [one for one in entered if one.subject == event.subject]
        state = "" if event.kind in OF_REVIEWS else replay(own)[0][event.subject].state.value
        CaseEntry.objects.create(
            subject=event.subject,
            is_review=event.kind in OF_REVIEWS,
            step=len(own),
            body=event_to_json(event),
            parties=_parties(event),
            state=state,
            actor=actor,
        )


def _parties(event: Event) -> str:
    """Return who is concerned from the start, who opened it included."""
    concerned = set(event.opening.parties) if event.opening else {event.party or event.by}
    codes = sorted(one for one in {*concerned, event.by} if one in PARTIES)
    return "".join(f" {code} " for code in codes)


def opened_so_far() -> int:
    """Return how many cases there are; the next one is numbered after them."""
    return CaseEntry.objects.filter(step=1, is_review=False).count()
