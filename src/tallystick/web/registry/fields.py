"""Fields that several forms of the registry share."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tallystick.article6.postings.records import Record
from tallystick.web.authority.filing import by_year
from tallystick.web.authority.move_forms import LARGEST, LONGEST, Day
from tallystick.web.registry.known import Known

FIRST_YEAR, LAST_YEAR = 1990, 2200
LONGEST_TEXT = 5_000
UNSTATED = ("", gettext_lazy("not stated"))


def word(label: Any, **told: Any) -> forms.CharField:
    """Return a field for one line."""
    return forms.CharField(**{"label": label, "max_length": LONGEST, **told})


def several(label: Any, **told: Any) -> forms.CharField:
    """Return a field for one thing on each line, which may be left empty."""
    area = forms.Textarea(attrs={"rows": 3})
    helps = gettext_lazy("One on each line")
    kept = {"required": False, "help_text": helps, "widget": area, "max_length": LONGEST_TEXT}
    return forms.CharField(label=label, **{**kept, **told})


def whole(label: Any, **told: Any) -> forms.IntegerField:
    """Return a field for a whole number from 0 on, which may be left empty."""
    kept = {"required": False, "min_value": 0, "max_value": LARGEST}
    return forms.IntegerField(label=label, **{**kept, **told})


def year(label: Any, **told: Any) -> forms.IntegerField:
    """Return a field for a calendar year."""
    return forms.IntegerField(label=label, min_value=FIRST_YEAR, max_value=LAST_YEAR, **told)


def day(label: Any, **told: Any) -> forms.DateField:
    """Return a field for a day, which may be left empty."""
    return forms.DateField(label=label, widget=Day(), **{"required": False, **told})


class ByYear(forms.CharField):
    """Whole numbers by calendar year, one year on each line."""

    widget = forms.Textarea

    def __init__(self, label: Any, **told: Any) -> None:
        helps = gettext_lazy("One line for each year, such as 2025: 1000")
        super().__init__(label=label, required=False, help_text=helps, max_length=LONGEST_TEXT)
        self.widget.attrs["rows"] = 4

    def clean(self, value: Any) -> dict[int, int]:
        """Return the numbers by year; refuses what is neither a year nor a number."""
        return dict(map(_pair, by_year(super().clean(value)).items()))


def _pair(told: tuple[str, str]) -> tuple[int, int]:
    named, value = told
    digits = named.isascii() and named.isdecimal() and value.isascii() and value.isdecimal()
    if not digits or not FIRST_YEAR <= int(named) <= LAST_YEAR or int(value) > LARGEST:
        raise forms.ValidationError(
            _("“%(line)s” is no year with a whole number; write a line such as 2025: 1000."),
            params={"line": f"{named}: {value}"},
        )
    return int(named), int(value)


def as_lines(values: Any) -> str:
    """Return numbers by year as the field shows them."""
    return "\n".join(f"{one}: {value}" for one, value in sorted(values.items()))


class RecordForm(forms.Form):
    """A record of a Party's registry, offered what is known of that Party."""

    on = forms.DateField(
        label=gettext_lazy("Day of effect"), widget=Day(), initial=timezone.localdate
    )

    def __init__(self, known: Known, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        for name, offered in self.offers().items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = offered

    def offers(self) -> dict[str, list[tuple[str, str]]]:
        """Return what each field of choice offers."""
        return {}

    def own_accounts(self) -> list[tuple[str, str]]:
        """Return the accounts of the Party as a field offers them."""
        return [(one.id, f"{one.id} – {one.name}") for one in self.known.accounts.values()]

    def posting(self) -> Record:
        """Return what the ledger is asked for."""
        raise NotImplementedError

    def shown(self) -> dict[str, Any]:
        """Return what the form begins with, by what is on record."""
        return {}

    def recorded(self) -> None:
        """Do what follows a record outside the ledger; done again, it changes nothing."""
