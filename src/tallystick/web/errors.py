"""Pages for what went wrong; each says what to do."""

import logging
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tallystick.core.findings import Text
from tallystick.web.languages import pick
from tallystick.web.people.models import Role
from tallystick.web.people.permissions import permissions

log = logging.getLogger("tallystick.errors")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a request could not be read."""
    said = {
        "title": _("This request could not be read"),
        "what": _("Part of what the browser sent is missing or malformed."),
        "next": _("Go back, reload the page and try again."),
    }
    return _error(request, said, HTTPStatus.BAD_REQUEST)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form did not come from a page of ours, or is too old."""
    said = {
        "title": _("This form is no longer valid"),
        "what": _("Its safety token is missing or does not match your session."),
        "next": _("Reload the page that holds the form, allow cookies, and send it again."),
    }
    return _error(request, said, HTTPStatus.FORBIDDEN)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say which permission is missing and which roles have it."""
    permission = permissions().get(str(exception))
    said: dict[str, Any] = {
        "title": _("You may not do this"),
        "what": _("Your role does not include it."),
        "next": _("Ask whoever manages your organisation, or sign in with another account."),
    }
    if permission is not None:
        said["what"] = _("It needs the permission “%(name)s”.") % {"name": pick(permission.name)}
        holders = Role.objects.filter(grants__permission=permission.code)
        said["roles"] = [pick(Text(one.name_en, one.name_zh)) for one in holders]
    if not request.user.is_authenticated:
        said["next"] = _("Sign in with an account that has this role.")
        said["sign_in_next"] = request.get_full_path()
    return _error(request, said, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that an address leads nowhere, and where to go on."""
    said = {
        "title": _("There is no such page"),
        "what": _("The address may be mistyped, or what it showed is no longer there."),
        "next": _("Start again from the first page."),
    }
    return _error(request, said, HTTPStatus.NOT_FOUND)


def provider_away(request: HttpRequest) -> HttpResponse:
    """Say that the identity provider did not answer as one."""
    log.exception("the identity provider cannot be asked")
    said = {
        "title": _("The identity provider does not answer"),
        "what": _("You are not signed in. Nothing else is the matter with your account."),
        "next": _("Try again in a few minutes, or sign in with your password."),
    }
    return _error(request, said, HTTPStatus.SERVICE_UNAVAILABLE)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; asks nothing of the database, which may be the cause."""
    said = {
        "title": _("Something went wrong on our side"),
        "what": _("The error was written to the log. What you sent may or may not have been done."),
        "next": _("Look whether it was done before you try again; a repeated key does no harm."),
    }
    text = render_to_string("web/error_plain.html", said)
    return HttpResponse(text, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def being_counted(request: HttpRequest) -> HttpResponse:
    """Say that the sums of a long journal are still being worked out."""
    said = {
        "title": _("The balances are being worked out; come back in a few minutes."),
        "what": "",
        "next": "",
    }
    return _error(request, said, HTTPStatus.SERVICE_UNAVAILABLE)


def _error(request: HttpRequest, said: dict[str, Any], status: HTTPStatus) -> HttpResponse:
    return render(request, "web/error.html", {**said, "status": int(status)}, status=status)
