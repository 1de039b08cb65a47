"""Which entries of the trail somebody may see and asks for."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tallystick.web.audit.models import AuditEntry, Outcome
from tallystick.web.people.governing import within_reach
from tallystick.web.people.power import Someone, reach

TEXT_LENGTH_MAX = 200


class Search(forms.Form):
    """Words and days that narrow the trail down; everything may be left out."""

    q = forms.CharField(label=_("Person, object or address"), required=False)
    action = forms.CharField(label=_("Action"), required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("any")), *((one.value, one.label) for one in Outcome if one.value)],
    )
    since = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def readable(user: Someone) -> QuerySet[AuditEntry]:
    """Return the entries that a user may read, the newest first."""
    within = reach(user, "audit.read")
    seen = AuditEntry.objects.select_related("actor", "organisation")
    return seen if within.everywhere else seen.filter(organisation__in=within_reach(within))


def narrowed(entries: QuerySet[AuditEntry], search: Search) -> QuerySet[AuditEntry]:
    """Return the entries that a search asks for; none where it cannot be read."""
    if not search.is_valid():
        return entries.none()
    asked: dict[str, Any] = search.cleaned_data
    words = asked["q"].replace("\x00", "")[:TEXT_LENGTH_MAX]
    filters = Q()
    if words:
        filters &= (
            Q(subject__icontains=words)
            | Q(actor__email__icontains=words)
            | Q(address__icontains=words)
        )
    if asked["action"]:
        filters &= Q(action__startswith=asked["action"])
    if asked["outcome"]:
        filters &= Q(outcome=asked["outcome"])
    if asked["since"]:
        filters &= Q(begun_at__date__gte=asked["since"])
    if asked["until"]:
        filters &= Q(begun_at__date__lte=asked["until"])
    return entries.filter(filters)
