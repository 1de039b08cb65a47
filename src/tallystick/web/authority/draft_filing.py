"""Saving the draft of a report, and filing it as it was shown: once, under its key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tallystick.core.findings import Finding, refused, worst
from tallystick.ledger import Refused
from tallystick.web.audit.trail import acting
from tallystick.web.authority import drafts
from tallystick.web.authority.keeping import Paper, VersionTakenError
from tallystick.web.authority.models import Draft
from tallystick.web.authority.scope import known_user
from tallystick.web.authority.submitting import ChangedError, Subject, submit_draft
from tallystick.web.authority.writing import new_key, own_key
from tallystick.web.presenting import findings_told


@dataclass(frozen=True, slots=True)
class Place(Subject):
    """The report of a Party on a subject, and the page on which it is written."""

    page: str
    arguments: tuple[Any, ...]


def save(request: HttpRequest, at: Place, file: dict[str, Any]) -> int:
    """Save over the revision that the form was opened on; raises `drafts.OvertakenError`."""
    given = request.POST.get("revision", "0")
    revision = int(given) if given.isascii() and given.isdigit() else 0
    by = known_user(request, "report.draft")
    with acting(request, "report.draft", subject=f"{at.party} {at.subject}"):
        return drafts.save(by, at.party, at.kind, at.subject, file, revision)


def editing(request: HttpRequest, revision: int, found: Sequence[Finding]) -> dict[str, Any]:
    """Return what the page of a draft shows of its revision, what is found in it, and its key."""
    return {
        "revision": revision or request.POST.get("revision", 0),
        "is_saved": bool(revision),
        "is_refused": refused(found),
        "findings": findings_told(found),
        "outcome": worst(found).value,
        "key": new_key(),
    }


def file_draft(request: HttpRequest, at: Place, paper: Callable[[Draft], Paper]) -> HttpResponse:
    """File the draft as it was shown; where it is refused, say so and keep the draft."""
    try:
        key = own_key(request, "report.submit")
    except ValueError:
        return _back(request, at, _("Load the page again: it carries no key."))
    given = request.POST.get("revision", "")
    revision = int(given) if given.isascii() and given.isdigit() else 0
    try:
        submit_draft(request, key, (at, revision), paper)
    except ChangedError:
        return _back(request, at, _("The draft was changed after you looked at it; look again."))
    except Refused:
        said = _("The report is not filed: what is found has to be mended first.")
        return _back(request, at, said)
    except VersionTakenError:
        return _back(request, at, _("Somebody else filed this version meanwhile."))
    messages.success(request, _("Filed, and kept as it was filed."))
    return redirect("reports", at.party)


def _back(request: HttpRequest, at: Place, said: str) -> HttpResponse:
    messages.error(request, said)
    return redirect(at.page, *at.arguments)
