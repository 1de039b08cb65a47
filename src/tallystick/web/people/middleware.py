"""What every request is held to: session limits, a second factor, and a declared permission."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled  # type: ignore[import-untyped]  # it ships no types
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from requests import RequestException

from tallystick.web.errors import provider_away
from tallystick.web.people.models import Installation, User
from tallystick.web.people.permissions import permissions
from tallystick.web.people.power import Someone, powers

Answer = Callable[[HttpRequest], HttpResponseBase]
NOTED_EVERY_SECONDS = 60
API = "/api/"


class SessionLimits:
    """End a session that was idle, or has lasted, for too long."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or lead to the sign-in page with the reason."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        now, session = int(timezone.now().timestamp()), request.session
        started, seen = session.setdefault("signed_in_at", now), session.setdefault("seen_at", now)
        if now - seen > settings.SESSION_IDLE_MINUTES * 60 or (
            now - started > settings.SESSION_COOKIE_AGE
        ):
            logout(request)
            messages.info(request, _("Your session has ended for safety; please sign in again."))
            return redirect(settings.LOGIN_URL)
        if now - seen > NOTED_EVERY_SECONDS:
            session["seen_at"] = now
        return self.get_response(request)


class ProviderAway:
    """Say so where an identity provider is asked and does not answer as one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Show the page for it; nothing else here asks other servers on behalf of a page."""
        return provider_away(request) if isinstance(exception, RequestException) else None


class SecondFactor:
    """Let nobody who can move or approve units work without a second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Lead to where a second factor is set up, except from public pages."""
        if getattr(view, "permission", "") == "public" or not lacks_second_factor(request.user):
            return None
        if request.path.startswith(API):
            raise PermissionDenied("second_factor")
        messages.warning(
            request,
            _("Your role can move or approve units: set up a second factor before you go on."),
        )
        return redirect("mfa_index")


def lacks_second_factor(user: Someone) -> bool:
    """Whether a user must have a second factor and has none.

    Users of the demonstration need none, and only while the whole database is a demonstration.
    """
    listed = permissions()
    if not any(listed[code].needs_second_factor for code in powers(user) if code in listed):
        return False
    if isinstance(user, User) and user.is_demo and is_demonstration():
        return False
    return not is_mfa_enabled(user)


def is_demonstration() -> bool:
    """Whether the whole database is a demonstration."""
    return Installation.objects.filter(is_demo=True).exists()


class Private:
    """Let no cache keep what was shown to somebody who is signed in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does."""
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_store=True)
        return response


class Declared:
    """Refuse a view that does not say which permission it needs, so that none is forgotten."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Raise PermissionDenied for a view that declares nothing."""
        if not getattr(view, "permission", ""):
            raise PermissionDenied("undeclared")
