"""Who calls: a session's user with all permissions, or a token with those it was given."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer, SessionAuth

from tallystick.article6.parties import PARTIES
from tallystick.web.api.problems import SECOND_FACTOR, Problem, forbidden, unknown
from tallystick.web.api.tokens import find
from tallystick.web.people.middleware import lacks_second_factor
from tallystick.web.people.models import User
from tallystick.web.people.permissions import permissions
from tallystick.web.people.power import holds, may


@dataclass(frozen=True, slots=True)
class Caller:
    """A user, and which permissions may be used; None stands for all the user has."""

    user: User
    scopes: frozenset[str] | None = None
    token: int | None = None

    def may(self, permission: str, **of: Any) -> bool:
        """Whether the caller may act on an object, as `people.power.may` asks."""
        allowed = self.scopes is None or permission in self.scopes
        return allowed and may(self.user, permission, **of)

    def require(self, permission: str, **of: Any) -> None:
        """Raise the problem `FORBIDDEN` unless the caller may."""
        if not self.may(permission, **of):
            raise forbidden(permission)
        if permissions()[permission].needs_second_factor and lacks_second_factor(self.user):
            raise Problem(SECOND_FACTOR)

    def hold(self, permission: str) -> None:
        """Raise the problem `FORBIDDEN` unless the caller has a permission, however far it reaches.

        The operation itself asks about its object.
        """
        allowed = self.scopes is None or permission in self.scopes
        if not allowed or not holds(self.user, permission):
            raise forbidden(permission)
        if permissions()[permission].needs_second_factor and lacks_second_factor(self.user):
            raise Problem(SECOND_FACTOR)

    @property
    def person(self) -> str:
        """The opaque id of the person that the ledger keeps."""
        return f"user-{self.user.pk}"


class TokenAuth(HttpBearer):
    """`Authorization: Bearer` with a token."""

    openapi_name = "token"

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Find the token and let its user act."""
        found = find(token, timezone.now())
        if found is None:
            return None
        request.user = found.user
        return Caller(found.user, frozenset(found.scopes), found.pk)


class CookieAuth(SessionAuth):
    """The session cookie of the pages, with the CSRF header on writes."""

    openapi_name = "session"

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        """Let the signed-in user act."""
        user = request.user
        return Caller(user) if isinstance(user, User) and user.is_active else None


KNOWN = [TokenAuth(), CookieAuth()]
"""How a caller can be known; a token is looked for first."""


def caller(request: HttpRequest) -> Caller:
    """Return who calls an operation that asks for authentication."""
    known: Caller = request.auth  # type: ignore[attr-defined]  # set by ninja
    return known


def desk(request: HttpRequest, code: str, permission: str) -> Caller:
    """Return the caller, who may act for a Party; raises `NOT_FOUND` for a code that is none's."""
    if code not in PARTIES:
        raise unknown(code)
    asks = caller(request)
    asks.require(permission, party=code)
    return asks
