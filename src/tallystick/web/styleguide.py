"""The page that shows every component, for who builds pages."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tallystick.web.people.power import signed_in


class Example(forms.Form):
    """Fields of the usual kinds."""

    quantity_t = forms.IntegerField(label=_("Quantity (t CO₂ eq)"), min_value=1)
    on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), help_text=_("It stays on record."))


@signed_in
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component of the pages."""
    context: dict[str, Any] = {
        "findings": [
            {
                "outcome": outcome,
                "severity": "error",
                "code": "FT_SAME_UNITS",
                "place": "GHA",
                "message": _("What is wrong stands here."),
                "fix": _("And here how to mend it."),
                "source": "2/CMA.3 annex para 2(a)",
            }
            for outcome in ("pass", "fail", "not_determinable")
        ],
        "columns": [
            {"label": _("Party")},
            {"label": _("Quantity (t CO₂ eq)"), "is_number": True},
        ],
        "rows": [
            [{"text": "Ghana", "url": "#main"}, {"text": 1916, "is_number": True}],
            [{"text": "Switzerland"}, {"text": 1916, "is_number": True}],
        ],
        "form": Example({"quantity_t": "0", "on": "2026-01-01"}),
    }
    return render(request, "web/styleguide.html", context)
