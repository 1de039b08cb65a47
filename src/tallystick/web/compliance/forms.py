"""Forms of compliance cases: the claim, turns in words, a referral, a measure, its being done."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tallystick import law
from tallystick.article6.integrity import Case, Measure
from tallystick.article6.integrity.remedies import ARTICLE_15
from tallystick.core.findings import Text
from tallystick.web.authority.move_forms import LARGEST, Day
from tallystick.web.compliance.stored import Entry, Kind
from tallystick.web.languages import pick
from tallystick.web.reviewer.forms import NAME_LENGTH_MAX, PartyField, words

MONEY_DIGITS, MONEY_PLACES = 24, 6


class EntryForm(forms.Form):
    """What is said, in words."""

    kind: Kind
    text = words(_("What was done, and why"))

    def entry(self, on: date, by: str) -> Entry:
        """Return the entry of a valid form."""
        return Entry(kind=self.kind, on=on, by=by, **self.cleaned_data)


class OpenForm(EntryForm):
    """Which Party owes what, in the eyes of another."""

    kind = Kind.OPEN
    against = PartyField(label=_("Party that is said to owe something"))
    text = words(_("Facts, with the clause of the agreement"))
    field_order = ("against", "text")


class ReferForm(EntryForm):
    """To which committee the case goes."""

    committee = forms.CharField(
        label=_("Committee"),
        initial=ARTICLE_15,
        max_length=NAME_LENGTH_MAX,
        help_text=_("The committee of Article 15, or that of the agreement."),
    )
    consent = forms.CharField(
        label=_("Consent of the Party concerned, as a document"),
        max_length=NAME_LENGTH_MAX,
        required=False,
    )


class MeasureForm(EntryForm):
    """A remedy of the catalogue with what its kind states."""

    text = words(_("Why this remedy"), required=False)
    remedy = forms.ChoiceField(label=_("Remedy"))
    due = forms.DateField(label=_("To be carried out by"), widget=Day())
    quantity_t = forms.IntegerField(
        label=_("Quantity, t"), min_value=1, max_value=LARGEST, required=False
    )
    amount = forms.DecimalField(
        label=_("Amount of money"),
        min_value=0,
        max_digits=MONEY_DIGITS,
        decimal_places=MONEY_PLACES,
        required=False,
    )
    currency = forms.RegexField(r"^[A-Z]{3}$", label=_("Currency, such as USD"), required=False)
    until = forms.DateField(label=_("Suspended until"), widget=Day(), required=False)
    field_order = ("remedy", "due", "quantity_t", "amount", "currency", "until", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["remedy"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, label_of(code)) for code in law.remedies()]

    def entry(self, on: date, by: str) -> Entry:
        """Return the entry with the measure."""
        told = dict(self.cleaned_data)
        text, currency = told.pop("text"), told.pop("currency") or None
        measure = Measure(currency=currency, **told)
        return Entry(kind=Kind.MEASURE, on=on, by=by, text=text, measure=measure)


class DoneForm(EntryForm):
    """Which measure has been carried out."""

    done = forms.TypedChoiceField(label=_("Measure"), coerce=int)
    field_order = ("done", "text")

    def __init__(self, case: Case, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["done"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (number, f"{number} – {label_of(one.remedy)}")
                for number, one in enumerate(case.measures, 1)
                if not one.is_done(on)
            ]


def form_of(kind: Kind, case: Case, on: date, told: Any = None) -> EntryForm:
    """Return the form of an entry about a case."""
    made: EntryForm
    match kind:
        case Kind.REFER:
            made = ReferForm(told)
        case Kind.MEASURE:
            made = MeasureForm(told)
        case Kind.DONE:
            made = DoneForm(case, on, told)
        case _:
            made = EntryForm(told)
    made.kind = kind
    return made


def label_of(remedy: str) -> str:
    """Return what a remedy is called in the language of the page."""
    found = law.remedies().get(remedy)
    return pick(Text(found.label_en, found.label_zh)) if found else remedy
