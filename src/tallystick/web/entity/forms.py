"""The forms by which units are moved."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tallystick.article6.postings.plain import Range
from tallystick.core.actions import Purpose
from tallystick.web.entity.asking import Wanted

LARGEST = 2**62
NAME_MAX = 200


def _today() -> date:
    return datetime.now(UTC).date()


class Moving(forms.Form):
    """Which units go from which account, on which day."""

    giver = forms.ChoiceField(label=gettext_lazy("From account"))
    series = forms.CharField(
        label=gettext_lazy("Series"),
        max_length=NAME_MAX,
        help_text=gettext_lazy("As the page of the account shows it."),
    )
    first = forms.IntegerField(
        label=gettext_lazy("First serial"), min_value=1, max_value=LARGEST, localize=False
    )
    last = forms.IntegerField(
        label=gettext_lazy("Last serial"), min_value=1, max_value=LARGEST, localize=False
    )
    on = forms.DateField(
        label=gettext_lazy("Day on which it takes effect"),
        initial=_today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )

    def __init__(self, givers: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("giver", [(name, name) for name in givers])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse a range that ends before it begins."""
        told = super().clean() or {}
        first, last = told.get("first"), told.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last serial is not below the first."))
        return told

    def wanted(self) -> Wanted:
        """Return what is asked for, once the form is valid."""
        told = self.cleaned_data
        return Wanted(
            giver=told["giver"],
            taker=told["taker"],
            range=Range(told["series"], told["first"], told["last"]),
            on=told["on"],
            purpose=Purpose(told["purpose"]) if told.get("purpose") else None,
            entity=told.get("entity"),
        )


class Transferring(Moving):
    """Also to which account."""

    taker = forms.CharField(label=gettext_lazy("To account"), max_length=NAME_MAX)


class Cancelling(Moving):
    """Also into which account for cancelled units, for what and for whom."""

    taker = forms.ChoiceField(label=gettext_lazy("Account for cancelled units"))
    purpose = forms.ChoiceField(
        label=gettext_lazy("Other international mitigation purpose"),
        required=False,
        choices=[
            ("", gettext_lazy("none")),
            (Purpose.IMP.value, gettext_lazy("international mitigation purposes")),
            (Purpose.OP.value, gettext_lazy("other purposes")),
        ],
    )
    entity = forms.CharField(
        label=gettext_lazy("Cancelled for"),
        required=False,
        max_length=NAME_MAX,
        help_text=gettext_lazy("Whom the certificate names, if it is to name somebody."),
    )

    def __init__(
        self,
        givers: Iterable[str],
        takers: Iterable[tuple[str, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(givers, *args, **kwargs)
        self._choose("taker", list(takers))
