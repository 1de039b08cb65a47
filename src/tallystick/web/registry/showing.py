"""A form that is looked at before anything is recorded: its key, and what the ledger would find."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tallystick.core.findings import Finding, refused, worst
from tallystick.web.authority.writing import new_key
from tallystick.web.presenting import findings_told


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    found: list[Finding] | None = None,
) -> HttpResponse:
    """Render the `form` of a context with what was foreseen; 422 where it is refused."""
    form = context["form"]
    told = {
        "key": request.POST.get("key") or new_key(),
        "is_previewed": found is not None,
        "findings": findings_told(found or ()),
        "outcome": worst(found or ()).value,
        "is_refused": refused(found or ()),
    }
    wrong = form.is_bound and (not form.is_valid() or refused(found or ()))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, template, {**context, **told}, status=status)
