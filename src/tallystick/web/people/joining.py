"""The page behind an invitation's link."""

from contextlib import AbstractContextManager

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tallystick.web.audit.models import AuditEntry
from tallystick.web.audit.trail import acting
from tallystick.web.people.forms import Join
from tallystick.web.people.inviting import accept, find
from tallystick.web.people.inviting import join as take_seat
from tallystick.web.people.models import Invitation, User
from tallystick.web.people.power import public

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the seat that an invitation keeps: a new user by a form, a known one once signed in."""
    invitation = find(secret, timezone.now())
    if invitation is None:
        context = {
            "title": _("This invitation is not valid"),
            "what": _("It was used, was withdrawn, or is too old."),
            "next": _("Ask the person who invited you for another one."),
            "status": 404,
        }
        return render(request, "web/error.html", context, status=404)
    known = User.objects.filter(email=invitation.email).first()
    if known is not None:
        return _join_known(request, invitation, known)
    return _join_new(request, invitation)


def _join_known(request: HttpRequest, invitation: Invitation, known: User) -> HttpResponse:
    if request.user.pk != known.pk:
        messages.info(request, _("Sign in with the invited address, then open the link again."))
        return redirect("account_login")
    if request.method != "POST":
        return _page(request, invitation, None)
    with _acting(request, invitation):
        accept(invitation, known, timezone.now())
    messages.success(request, _("You have joined."))
    return redirect("me")


def _join_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = Join(invitation.email, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            with _acting(request, invitation):
                user = take_seat(
                    invitation,
                    told["name"],
                    told["password"],
                    get_language() or "en",
                    timezone.now(),
                )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            login(request, user, backend=BACKEND)
            return redirect("me")
    return _page(request, invitation, form)


def _acting(request: HttpRequest, invitation: Invitation) -> AbstractContextManager[AuditEntry]:
    return acting(request, "people.join", organisation=invitation.organisation)


def _page(request: HttpRequest, invitation: Invitation, form: Join | None) -> HttpResponse:
    context = {
        "form": form,
        "title": _("Join %(organisation)s") % {"organisation": invitation.organisation},
        "lead": _("As %(role)s, with the address %(email)s.")
        % {"role": invitation.role, "email": invitation.email},
        "action": _("Join"),
    }
    return render(request, "web/form_page.html", context)
