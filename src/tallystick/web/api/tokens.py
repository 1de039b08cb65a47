"""Making, finding and ending tokens."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils import timezone

from tallystick.web.api.models import Token
from tallystick.web.people.models import User
from tallystick.web.people.power import powers

PREFIX = "tally_"
SECRET_BYTES = 32
DAYS_MAX = 365


class UnfitScopeError(ValueError):
    """A token was asked for with a permission that its user does not have."""


def make(user: User, name: str, scopes: Collection[str], days: int) -> tuple[Token, str]:
    """Make a token and return its secret, which is not kept and cannot be shown again.

    Raises UnfitScopeError for a permission that the user lacks.
    """
    unfit = sorted(set(scopes) - powers(user).keys())
    if unfit:
        raise UnfitScopeError(", ".join(unfit))
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = Token.objects.create(
        user=user,
        name=name,
        secret_sha256=digest(secret),
        scopes=sorted(set(scopes)),
        expires_at=timezone.now() + timedelta(days=min(days, DAYS_MAX)),
    )
    return token, secret


def find(secret: str, at: datetime) -> Token | None:
    """Return the token of a secret, if it stands at an instant and its user is active."""
    found = (
        Token.objects.select_related("user")
        .filter(
            secret_sha256=digest(secret),
            ended_at__isnull=True,
            expires_at__gt=at,
            user__is_active=True,
        )
        .first()
    )
    if found and found.last_used_on != at.date():
        Token.objects.filter(pk=found.pk).update(last_used_on=at.date())
    return found


def end(user: User, identifier: int) -> bool:
    """End a token of a user; say whether there was one that stood."""
    own = Token.objects.filter(pk=identifier, user=user, ended_at__isnull=True)
    return bool(own.update(ended_at=timezone.now()))


def digest(secret: str) -> str:
    """Return what is kept of a secret; it is random, so a fast hash is enough."""
    return sha256(secret.encode(errors="replace")).hexdigest()
