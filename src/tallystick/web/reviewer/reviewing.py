"""Expert reviews as pages and programs find them, and the events that each step enters."""

from collections.abc import Iterable
from datetime import date

from tallystick.article6.review import Event, Kind, Recommendation, Review, Topic
from tallystick.article6.review.values import REVIEW_TEAM
from tallystick.web.people.power import Someone
from tallystick.web.reviewer.models import CaseEntry
from tallystick.web.reviewer.stored import reviews_of, visible


def review_of(user: Someone, name: str) -> Review | None:
    """Return a review that a user may see; None for any other, whether or not it is there."""
    seen = CaseEntry.objects.filter(visible(user, is_review=True), subject=name)
    return reviews_of([name])[name] if seen.exists() else None


def begun(
    name: str, party: str, approaches: frozenset[str], week_ends_on: date | None, on: date
) -> Event:
    """Return the beginning of a review of the reports of a Party."""
    return Event(
        kind=Kind.BEGIN,
        subject=name,
        on=on,
        by=REVIEW_TEAM,
        party=party,
        approaches=approaches,
        week_ends_on=week_ends_on,
    )


def concluded(
    name: str, report: str, recommendations: Iterable[tuple[Topic, str]], on: date
) -> Event:
    """Return the conclusion of a review by its published report."""
    return Event(
        kind=Kind.CONCLUDE,
        subject=name,
        on=on,
        by=REVIEW_TEAM,
        text=report,
        recommendations=tuple(Recommendation(*one) for one in recommendations),
    )


def revised(name: str, party: str, file: str, on: date) -> Event:
    """Return that the Party under review has revised its initial report."""
    return Event(kind=Kind.REVISE, subject=name, on=on, by=party, text=file or None)
