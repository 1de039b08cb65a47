"""Pages of verifiers and joint bodies: what they state, note and refer is only ever added to."""

import hashlib
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tallystick.web.audit.trail import acting
from tallystick.web.people.models import User
from tallystick.web.people.power import needs
from tallystick.web.reviewer.entering import speakers
from tallystick.web.reviewer.forms import LARGEST, NAME_LENGTH_MAX, words
from tallystick.web.reviewer.models import RemarkKind
from tallystick.web.reviewer.remarking import NOTES, add, remarks_of
from tallystick.web.uploads import FILE_BYTES_MAX

SHOWN = 50


class Statement(forms.Form):
    """What a verifier has verified."""

    subject = forms.CharField(label=_("Approach or activity"), max_length=NAME_LENGTH_MAX)
    quantity_t = forms.IntegerField(
        label=_("Verified quantity (t CO2 eq)"), min_value=0, max_value=LARGEST
    )
    text = words(_("Conclusion"))
    document = forms.FileField(
        label=_("Statement as a document"),
        help_text=_("Only its SHA-256 is kept, so that the document can be recognised."),
        required=False,
    )

    def clean_document(self) -> str:
        """Return the SHA-256 of the document, empty where there is none."""
        file = self.cleaned_data["document"]
        if file is None:
            return ""
        if file.size > FILE_BYTES_MAX:
            raise forms.ValidationError(_("The document is larger than 20 MB: send a smaller one."))
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        return digest.hexdigest()


class Note(forms.Form):
    """What a joint body notes about a posting or refers to the Parties."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(one.value, one.label) for one in (RemarkKind.NOTE, RemarkKind.REFERRAL)],
    )
    subject = forms.CharField(
        label=_("Agreement or number of a posting"), max_length=NAME_LENGTH_MAX
    )
    text = words(_("What is noted"))


@needs("verification.submit")
@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest) -> HttpResponse:
    """List the statements of one's own verification bodies, and make one."""
    form = Statement(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        kept = {name: asked[name] for name in ("subject", "quantity_t", "text")}
        told = {**kept, "kind": RemarkKind.STATEMENT, "document_sha256": asked["document"]}
        _keep(request, "verification.submit", told)
        return redirect("statements")
    title = _("Verification statements")
    return _page(request, "verification.submit", form, title, [RemarkKind.STATEMENT])


@needs("agreement.oversee")
@require_http_methods(["GET", "HEAD", "POST"])
def joint_body(request: HttpRequest) -> HttpResponse:
    """List what one's own joint bodies have noted and referred, and add to it."""
    form = Note(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _keep(request, "agreement.oversee", dict(form.cleaned_data))
        return redirect("joint_body")
    return _page(request, "agreement.oversee", form, _("Notes of joint bodies"), NOTES)


def _keep(request: HttpRequest, action: str, told: dict[str, Any]) -> None:
    """Add a remark in the name of the first body one speaks for."""
    body = speakers(request.user, action)[0]
    if isinstance(request.user, User):
        with acting(request, action, subject=told["subject"], organisation=body):
            add(request.user, action, told)


def _page(
    request: HttpRequest, permission: str, form: forms.Form, title: Any, kinds: list[RemarkKind]
) -> HttpResponse:
    remarks = remarks_of(request.user, permission, kinds)[:SHOWN]
    context = {"form": form, "title": title, "remarks": remarks}
    return render(request, "web/reviewer/remarks.html", context)
