"""Who may do what: one question, asked by pages and by the programming interface alike.

`holds` asks at the door, before an object is known; `may` asks about an object and says no where
none is named, unless the permission reaches everywhere.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from tallystick.web.people.kinds import Scope
from tallystick.web.people.models import Grant, OrganisationAccount, User
from tallystick.web.people.permissions import permissions

Someone = AbstractBaseUser | AnonymousUser
Declared = TypeVar("Declared", bound=Callable[..., Any])
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a user's permission reaches; ids of organisations, codes of Parties."""

    everywhere: bool = False
    parties: frozenset[str] = field(default_factory=frozenset)
    organisations: frozenset[int] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.parties or self.organisations)

    def covers(self, party: str = "", organisation: int | None = None) -> bool:
        """Whether an object of a Party or of an organisation lies within."""
        return self.everywhere or party in self.parties or organisation in self.organisations


def reach(user: Someone, permission: str) -> Reach:
    """Return how far a permission of a user reaches, over all standing memberships.

    Raises KeyError for a permission that does not exist.
    """
    return powers(user).get(permissions()[permission].code, Reach())


def powers(user: Someone) -> dict[str, Reach]:
    """Return every permission of a user with its reach; one query per user object."""
    if not isinstance(user, User) or not user.is_active:
        return {}
    known: dict[str, Reach] | None = user.__dict__.get("_powers")
    if known is None:
        known = user.__dict__["_powers"] = _fold(
            Grant.objects.filter(
                role__memberships__user=user, role__memberships__ended_at__isnull=True
            ).values_list(
                "permission",
                "scope",
                "role__memberships__organisation_id",
                "role__memberships__organisation__party",
            )
        )
    return known


def _fold(cells: Iterable[tuple[str, str, int, str]]) -> dict[str, Reach]:
    found: dict[str, Reach] = {}
    for permission, scope, organisation, party in cells:
        had = found.get(permission, Reach())
        found[permission] = Reach(
            had.everywhere or scope == Scope.ALL,
            had.parties | ({party} if scope == Scope.PARTY and party else frozenset()),
            had.organisations | {organisation},
        )
    return found


def holds(user: Someone, permission: str) -> bool:
    """Whether a user has a permission at all, however far it reaches."""
    return bool(reach(user, permission))


def may(
    user: Someone,
    permission: str,
    *,
    party: str = "",
    organisation: int | None = None,
    account: str = "",
) -> bool:
    """Whether a user may act on an object of a Party, an organisation or an account of the ledger.

    For an account give its Party too, which the ledger knows.
    """
    within = reach(user, permission)
    if within.covers(party, organisation):
        return True
    return bool(account and within.organisations) and (
        OrganisationAccount.objects.filter(
            account=account, organisation__in=within.organisations
        ).exists()
    )


def require(user: Someone, permission: str, **of: Any) -> None:
    """Raise PermissionDenied, naming the permission, unless `may` says yes."""
    if not may(user, permission, **of):
        raise PermissionDenied(permission)


def needs(permission: str) -> Callable[[View], View]:
    """Let only who holds a permission into a view; the view itself asks `may` about its object."""
    code = permissions()[permission].code

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not holds(request.user, code):
                raise PermissionDenied(code)
            return view(request, *args, **kwargs)

        return declared(guarded, code)

    return declare


def signed_in(view: View) -> View:
    """Let only who has signed in into a view, whatever the role."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            raise PermissionDenied("signed_in")
        return view(request, *args, **kwargs)

    return declared(guarded, "signed_in")


def public(view: View) -> View:
    """Declare that a view is for everybody."""
    return declared(view, "public")


def declared(view: Declared, permission: str) -> Declared:
    """Write on a view what it asks for; every view must carry this, and a test looks."""
    view.__dict__["permission"] = permission
    return view


def declare_urls(patterns: Iterable[Any], permission: str) -> None:
    """Declare what the views of another package ask for, since they cannot say so themselves.

    Give `public` where they judge each request on their own.
    """
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            declare_urls(pattern.url_patterns, permission)
        elif not hasattr(pattern.callback, "permission"):
            declared(pattern.callback, permission)
