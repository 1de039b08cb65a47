"""Drafts: saved over the revision that was seen, never over another."""

from typing import Any

from django.db.models import F
from django.utils import timezone

from tallystick.web.authority.models import Draft, Kind
from tallystick.web.people.models import User


class OvertakenError(Exception):
    """Somebody else saved the draft after it was opened."""


def find(party: str, kind: Kind, subject: str) -> Draft | None:
    """Return an open draft."""
    return Draft.objects.filter(party=party, kind=kind, subject=subject, is_open=True).first()


def save(
    by: User, party: str, kind: Kind, subject: str, content: dict[str, Any], revision: int
) -> int:
    """Save a draft over a revision, 0 for a new one, and return the new revision.

    Saving the same again changes nothing. Raises OvertakenError where another was saved since.
    """
    place = {"party": party, "kind": kind, "subject": subject}
    if revision == 0:
        told = {"content": content, "saved_by": by}
        draft, is_new = Draft.objects.get_or_create(**place, defaults=told)
        if is_new or (draft.is_open and draft.content == content):
            return draft.revision
        if draft.is_open:
            raise OvertakenError(subject)
        revision = draft.revision
    changed = Draft.objects.filter(**place, revision=revision).update(
        content=content,
        saved_by=by,
        saved_at=timezone.now(),
        revision=F("revision") + 1,
        is_open=True,
    )
    found = Draft.objects.get(**place)
    if not changed and found.content != content:
        raise OvertakenError(subject)
    return found.revision


def close(draft: Draft) -> None:
    """Take a draft off the desk; it was signed or filed."""
    Draft.objects.filter(pk=draft.pk, revision=draft.revision).update(is_open=False)
