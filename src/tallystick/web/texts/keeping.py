"""Saving and finding versions of texts."""

from collections.abc import Iterable

from django.db import IntegrityError

from tallystick.web.people.models import Organisation, User
from tallystick.web.texts.models import TextVersion

TRIES = 5
"""How often a number that another person took in the meantime is replaced by the next."""


class KeyTakenError(Exception):
    """The idempotency key stands for another text."""


def own_key(author: User, key: str) -> str:
    """Return a key as it is kept, so that the keys of two users never meet."""
    return f"user-{author.pk} {key}"


def save(
    organisation: Organisation, kind: str, name: str, *, text: str, author: User, key: str
) -> TextVersion:
    """Save a text as the next version; the same key with the same text returns the first answer.

    Raises KeyTakenError where the key stands for anything else.
    """
    kept_as = own_key(author, key)
    wanted = {"organisation": organisation, "kind": kind, "name": name}
    for _ in range(TRIES):
        before = TextVersion.objects.filter(key=kept_as).first()
        if before is not None:
            return _same(before, organisation.pk, kind, name, text)
        newest = TextVersion.objects.filter(**wanted).first()
        number = newest.number + 1 if newest else 1
        try:
            return TextVersion.objects.create(
                **wanted, number=number, text=text, author=author, key=kept_as
            )
        except IntegrityError:
            continue
    raise KeyTakenError(key)


def _same(before: TextVersion, organisation: int, kind: str, name: str, text: str) -> TextVersion:
    if (before.organisation_id, before.kind, before.name, before.text) != (
        organisation,
        kind,
        name,
        text,
    ):
        raise KeyTakenError(before.key)
    return before


def newest(organisations: Iterable[int], kind: str) -> list[TextVersion]:
    """Return the newest version of every text of organisations, by organisation and name."""
    found: dict[tuple[int, str], TextVersion] = {}
    kept = TextVersion.objects.filter(organisation__in=organisations, kind=kind)
    for one in kept.select_related("organisation", "author").defer("text"):
        found.setdefault((one.organisation_id, one.name), one)
    return list(found.values())


def versions(organisation: int, kind: str, name: str) -> list[TextVersion]:
    """Return every version of a text, the newest first."""
    kept = TextVersion.objects.filter(organisation=organisation, kind=kind, name=name)
    return list(kept.select_related("organisation", "author"))
