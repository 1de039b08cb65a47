"""Forms about units: what each kind of action asks for, and the posting it becomes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tallystick.article6.postings.facts import Account
from tallystick.article6.postings.movements import (
    Cancel,
    FirstTransfer,
    Issue,
    Transfer,
    UnitPosting,
    Use,
)
from tallystick.article6.postings.units import Underlying
from tallystick.core.actions import Purpose
from tallystick.core.identifiers import APPROACH_ID, PARTY_CODE, REGISTRY_ID, VINTAGE, Block, Series

LARGEST = 2**62
LONGEST = 200
SERIES = rf"^{APPROACH_ID}-{REGISTRY_ID}-{PARTY_CODE}-{VINTAGE}$"
TYPES = (
    ("Emission reductions", _("Emission reductions")),
    ("Removals", _("Removals")),
)
PURPOSES = (
    ("NDC", _("towards the NDC of the Party")),
    ("IMP", _("international mitigation purposes")),
    ("OP", _("other purposes")),
)


class Day(forms.DateInput):
    """A day as browsers pick it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def block_of(series: str, first: int, last: int) -> Block:
    """Return the block of a series that a form has held to `SERIES`; ValueError out of order."""
    approach, registry, party, vintage = series.split("-")
    return Block(Series(approach, registry, party, int(vintage)), first, last)


class UnitsForm(forms.Form):
    """A block of units and where it goes; `own` are the accounts the user answers for."""

    on = forms.DateField(label=_("Day of effect"), widget=Day(), initial=timezone.localdate)
    series = forms.RegexField(
        SERIES,
        label=_("Series"),
        max_length=LONGEST,
        help_text=_("Approach, registry, Party and vintage, such as CA0001-GHA01-GHA-2022"),
        error_messages={"invalid": _("Write approach, registry, Party and vintage with hyphens.")},
    )
    first = forms.IntegerField(label=_("First serial"), min_value=1, max_value=LARGEST)
    last = forms.IntegerField(label=_("Last serial"), min_value=1, max_value=LARGEST)

    def __init__(self, own: Iterable[Account], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.id, f"{one.id} – {one.name}") for one in own]
        field = self.fields[self.own_field]
        if isinstance(field, forms.ChoiceField):
            field.choices = offered

    own_field = "from_account"

    def clean(self) -> dict[str, Any]:
        """Hold the serials to their order."""
        told = super().clean() or {}
        if "first" in told and "last" in told and told["last"] < told["first"]:
            self.add_error("last", _("The last serial is not below the first."))
        return told

    def block(self) -> Block:
        """Return the block of a valid form."""
        told = self.cleaned_data
        return block_of(told["series"], told["first"], told["last"])

    def common(self) -> dict[str, Any]:
        """Return what every posting of units says."""
        told = self.cleaned_data
        moved = {"on": told["on"], "block": self.block(), "to_account": told["to_account"]}
        giver = told.get("from_account")
        return {**moved, "from_account": giver} if giver else moved

    def posting(self) -> UnitPosting:
        """Return what the ledger is asked for."""
        raise NotImplementedError


class IssueForm(UnitsForm):
    """New units on an account of the Party."""

    own_field = "to_account"
    to_account = forms.ChoiceField(label=_("Account"))
    authorization = forms.CharField(label=_("Authorization"), max_length=LONGEST)
    mitigation_type = forms.ChoiceField(label=_("Mitigation type"), choices=TYPES)
    registry = forms.CharField(
        label=_("Registry of the underlying units, if any"), max_length=LONGEST, required=False
    )
    first_unit = forms.CharField(
        label=_("First underlying unit"), max_length=LONGEST, required=False
    )
    last_unit = forms.CharField(label=_("Last underlying unit"), max_length=LONGEST, required=False)

    def posting(self) -> UnitPosting:
        """Return the issuance."""
        told = self.cleaned_data
        backing = (told["first_unit"] or None, told["last_unit"] or None)
        return Issue(
            **self.common(),
            authorization=told["authorization"],
            mitigation_type=told["mitigation_type"],
            underlying=Underlying(told["registry"], *backing) if told["registry"] else None,
        )


class FirstTransferForm(UnitsForm):
    """The first international transfer; the receiving Party's acquisition follows from it."""

    from_account = forms.ChoiceField(label=_("From account"))
    to_account = forms.CharField(label=_("To account"), max_length=LONGEST)

    def posting(self) -> UnitPosting:
        """Return the first transfer."""
        return FirstTransfer(**self.common())


class TransferForm(FirstTransferForm):
    """A transfer that is not the first, or stays within a Party."""

    def posting(self) -> UnitPosting:
        """Return the transfer."""
        return Transfer(**self.common())


class UseForm(FirstTransferForm):
    """A use, towards the NDC for a calendar year or for another purpose."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=PURPOSES)
    year = forms.IntegerField(
        label=_("Calendar year"), min_value=2021, max_value=2100, required=False
    )
    entity = forms.CharField(label=_("Entity, if any"), max_length=LONGEST, required=False)

    def clean(self) -> dict[str, Any]:
        """Hold a use towards an NDC, and no other, to naming its year."""
        told = super().clean()
        if (told.get("purpose") == Purpose.NDC) != (told.get("year") is not None):
            self.add_error(
                "year", _("A use towards the NDC names its calendar year, and no other use does.")
            )
        return told

    def posting(self) -> UnitPosting:
        """Return the use."""
        told = self.cleaned_data
        purpose, entity = Purpose(told["purpose"]), told["entity"] or None
        return Use(**self.common(), purpose=purpose, year=told["year"], entity=entity)


class CancelForm(FirstTransferForm):
    """A cancellation, for other international mitigation purposes or for none."""

    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=(("", _("none")), *PURPOSES[1:]), required=False
    )
    voluntary = forms.BooleanField(label=_("Voluntary"), required=False)
    entity = forms.CharField(label=_("Entity, if any"), max_length=LONGEST, required=False)

    def posting(self) -> UnitPosting:
        """Return the cancellation."""
        told = self.cleaned_data
        purpose = Purpose(told["purpose"]) if told["purpose"] else None
        voluntary, entity = told["voluntary"], told["entity"] or None
        return Cancel(**self.common(), purpose=purpose, voluntary=voluntary, entity=entity)
