"""The page that lists the operations, and the page on which users make tokens."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tallystick.web.api import problems
from tallystick.web.api.models import Token
from tallystick.web.api.tokens import DAYS_MAX, UnfitScopeError, end, make
from tallystick.web.audit.trail import acting
from tallystick.web.languages import pick
from tallystick.web.people.models import User
from tallystick.web.people.permissions import permissions
from tallystick.web.people.power import needs, powers, public

TAGS: dict[str, Callable[[], str]] = {
    "read": lambda: _("Read"),
    "write": lambda: _("Write"),
    "check": lambda: _("Check"),
    "reports": lambda: _("Reports"),
    "cases": lambda: _("Cases"),
    "texts": lambda: _("Drafts of agreements"),
    "people": lambda: _("People"),
    "audit": lambda: _("Audit trail"),
    "webhooks": lambda: _("Webhooks"),
}
NAME_LENGTH_MAX = 100


@public
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """List every operation and every kind of problem."""
    from tallystick.web.api.urls import api

    paths = api.get_openapi_schema()["paths"]
    listed = list(_operations(paths))
    groups = [
        {"tag": tag, "title": title(), "operations": [one for one in listed if one["tag"] == tag]}
        for tag, title in TAGS.items()
    ]
    context = {"groups": groups, "guarded": _("token or session"), "problems": list(_problems())}
    return render(request, "public/api_docs.html", context)


def _operations(paths: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in paths.items():
        for method, told in methods.items():
            yield {
                "id": told["operationId"],
                "tag": told["tags"][0],
                "method": method.upper(),
                "path": path,
                "about": told.get("description") or told["summary"],
                "parameters": [one["name"] for one in told.get("parameters", ())],
                "answers": [str(status) for status in told["responses"]],
                "guarded": "security" in told,
            }


def _problems() -> Iterator[dict[str, Any]]:
    for kind in vars(problems).values():
        if isinstance(kind, problems.Kind):
            told = {"title": pick(kind.title), "fix": pick(kind.fix)}
            yield {"code": kind.code, "status": int(kind.status), **told}


@needs("token.make")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's tokens, make one and show it once, or end one."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied("token.make")
    if "end" in request.POST:
        return _end(request, user)
    told: dict[str, Any] = _made(request, user) if request.method == "POST" else {}
    scopes = [
        {"code": code, "name": pick(permissions()[code].name)} for code in sorted(powers(user))
    ]
    own = Token.objects.filter(user=user, ended_at__isnull=True)
    status = HTTPStatus.BAD_REQUEST if "error" in told else HTTPStatus.OK
    context = {"scopes": scopes, "tokens": own, **told}
    return render(request, "public/tokens.html", context, status=status)


def _end(request: HttpRequest, user: User) -> HttpResponse:
    number = request.POST["end"]
    if number.isascii() and number.isdigit():
        with acting(request, "token.end", subject=number):
            end(user, int(number[:18]))
    return redirect("tokens")


def _made(request: HttpRequest, user: User) -> dict[str, Any]:
    """Make the token that a form asks for, or say what is wrong with the form."""
    name, days = request.POST.get("name", "").strip(), request.POST.get("days", "")
    if not name or len(name) > NAME_LENGTH_MAX:
        return {"error": _("Say in at most 100 characters what the token is for.")}
    if not (days.isascii() and days.isdigit()) or not 1 <= int(days[:9]) <= DAYS_MAX:
        return {"error": _("A token stands for 1 to 365 days.")}
    try:
        with acting(request, "token.make", subject=name):
            _token, secret = make(user, name, request.POST.getlist("scopes"), int(days))
    except UnfitScopeError:
        return {"error": _("You can give a token only permissions that you have.")}
    return {"secret": secret}
