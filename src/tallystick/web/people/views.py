"""Pages about people: oneself, the matrix of power, members, invitations."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tallystick.web.audit.trail import acting
from tallystick.web.languages import pick
from tallystick.web.people.forms import Invite
from tallystick.web.people.governing import (
    end_role,
    members_of,
    open_invitations,
    withdraw,
    within_reach,
)
from tallystick.web.people.inviting import invite as keep_seat
from tallystick.web.people.kinds import Scope
from tallystick.web.people.models import Grant, Invitation, Membership, Role, User
from tallystick.web.people.notices import send_invitation
from tallystick.web.people.permissions import permissions
from tallystick.web.people.power import Reach, needs, powers, public, reach, signed_in


@signed_in
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and what one may do."""
    standing = Membership.objects.filter(user=request.user.pk, ended_at=None)
    listed = permissions()
    may = [
        {"name": pick(listed[code].name), "reach": _reach_in_words(within)}
        for code, within in powers(request.user).items()
        if code in listed
    ]
    memberships = standing.select_related("role", "organisation")
    return render(request, "web/people/me.html", {"memberships": memberships, "may": may})


def _reach_in_words(within: Reach) -> str:
    if within.everywhere:
        return str(Scope.ALL.label)
    return ", ".join(sorted(within.parties)) or str(Scope.OWN.label)


@public
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Show the whole matrix of roles and permissions."""
    cells = {(one.role_id, one.permission): one.scope for one in Grant.objects.all()}
    listed = list(Role.objects.all())
    rows = [
        {
            "code": permission.code,
            "name": pick(permission.name),
            "needs_second_factor": permission.needs_second_factor,
            "cells": [_cell(role, cells.get((role.code, permission.code), "")) for role in listed],
        }
        for permission in permissions().values()
    ]
    return render(request, "web/people/roles.html", {"roles": listed, "rows": rows})


def _cell(role: Role, scope: str) -> dict[str, Any]:
    return {"role": role.code, "scope": scope, "label": Scope(scope).label if scope else ""}


@needs("people.read")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the members and open invitations of the organisations one may see."""
    within = within_reach(reach(request.user, "people.read"))
    seen, members = list(within), list(members_of(within).order_by("user__email"))
    invites = reach(request.user, "people.invite")
    invitations = list(open_invitations(within))
    managed = set(within_reach(invites).values_list("pk", flat=True)) if invites else set()
    groups = [
        {"organisation": one, "memberships": [m for m in members if m.organisation_id == one.pk]}
        for one in seen
    ]
    context = {
        "groups": [group for group in groups if group["memberships"]],
        "invitations": invitations,
        "may_invite": bool(invites),
        "ends": {m.pk for m in members if _is_managed(m, request, managed)},
        "withdraws": {one.pk for one in invitations if one.organisation_id in managed},
    }
    return render(request, "web/people/people.html", context)


def _is_managed(one: Membership, request: HttpRequest, managed: set[int]) -> bool:
    return one.organisation_id in managed and one.user_id != request.user.pk


@needs("people.invite")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a person to a role in an organisation within reach."""
    offered = within_reach(reach(request.user, "people.invite"))
    form = Invite(offered, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        by = request.user if isinstance(request.user, User) else None
        try:
            with acting(
                request,
                "people.invite",
                organisation=told["organisation"],
                subject=f"{told['email']}: {told['role'].code}",
            ):
                invited = keep_seat(
                    told["email"], told["role"], told["organisation"], by=by, now=timezone.now()
                )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            link = send_invitation(invited, request.build_absolute_uri("/"))
            context = {"invitation": invited.invitation, "link": link}
            return render(request, "web/people/invited.html", context)
    context = {"form": form, "title": _("Invite a person"), "action": _("Invite")}
    return render(request, "web/form_page.html", context)


@needs("people.invite")
@require_POST
def end_membership(request: HttpRequest, number: int) -> HttpResponse:
    """End a role of another person; it stays on record."""
    one = get_object_or_404(Membership, pk=number, ended_at=None)
    place = one.organisation
    with acting(request, "people.end", organisation=place, subject=f"{one.user.email}: {one.role}"):
        end_role(request.user, one)
    messages.success(request, _("The role has ended."))
    return redirect("people")


@needs("people.invite")
@require_POST
def withdraw_invitation(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw an open invitation."""
    one = get_object_or_404(Invitation, pk=number, accepted_at=None, withdrawn_at=None)
    place = one.organisation
    with acting(request, "people.withdraw", organisation=place, subject=one.email):
        withdraw(request.user, one)
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("people")
