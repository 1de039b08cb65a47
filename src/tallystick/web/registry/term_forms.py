"""Forms about units held as security, and about what terms demand: steps and two tiers."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tallystick.article6.authorization.components import Instrument, RecordChain
from tallystick.article6.integrity.gate import BOTH_SIDES, Step
from tallystick.article6.postings.control_records import Pledge, Release
from tallystick.article6.postings.plain import Range
from tallystick.article6.postings.records import Record
from tallystick.article6.postings.term_records import FileStep
from tallystick.web.authority.move_forms import LARGEST, LONGEST, SERIES, block_of
from tallystick.web.registry.account_forms import reason
from tallystick.web.registry.fields import RecordForm, day, whole, word

STEPS = (
    (Step.ELIGIBILITY, gettext_lazy("Statement of eligibility")),
    (Step.APPROVAL, gettext_lazy("Approval of the authority")),
    (Step.CERTIFICATION, gettext_lazy("Certification")),
    (Step.PUBLICATION, gettext_lazy("Publication")),
    (Step.REGISTRATION, gettext_lazy("Registration")),
)
IN_OWN_NAME = BOTH_SIDES | {Step.REGISTRATION}
"""Steps that a Party takes for itself; the others are taken for both sides at once."""


def serial(label: Any) -> forms.IntegerField:
    """Return a field for a serial, which may be left empty."""
    return whole(label, min_value=1, max_value=LARGEST, localize=False)


class PledgeForm(RecordForm):
    """Units of an account that secure a claim until they are released."""

    id = word(gettext_lazy("Identifier of the pledge"))
    account = forms.ChoiceField(label=gettext_lazy("Account"))
    series = word(gettext_lazy("Series"))
    first = serial(gettext_lazy("First serial"))
    last = serial(gettext_lazy("Last serial"))
    beneficiary = word(
        gettext_lazy("Whom the units secure"),
        help_text=gettext_lazy("An account, whose holder can then release them, or any name."),
    )
    reason = reason()

    def offers(self) -> dict[str, list[tuple[str, str]]]:
        """Offer the accounts that one may pledge units of."""
        return {"account": self.own_accounts()}

    def clean(self) -> dict[str, Any]:
        """Hold the serials to their order."""
        told = super().clean() or {}
        _hold_serials(self, told, required=True)
        return told

    def posting(self) -> Record:
        """Return the pledge."""
        told = dict(self.cleaned_data)
        units = Range(*(told.pop(name) for name in ("series", "first", "last")))
        return Pledge(range=units, **told)


class ReleaseForm(RecordForm):
    """The end of a pledge that stands."""

    pledge = forms.ChoiceField(label=gettext_lazy("Pledge"))
    reason = reason()

    def offers(self) -> dict[str, list[tuple[str, str]]]:
        """Offer the pledges that one may release."""
        found = self.known.pledges.values()
        return {"pledge": [(one.id, f"{one.id} – {one.beneficiary}") for one in found]}

    def posting(self) -> Record:
        """Return the release."""
        return Release(**self.cleaned_data)


class StepForm(RecordForm):
    """A step of the effect gate that has been taken, for an authorization or some of its units."""

    authorization = forms.ChoiceField(label=gettext_lazy("Authorization"))
    step = forms.ChoiceField(label=gettext_lazy("Step"), choices=STEPS)
    by = word(gettext_lazy("Who took it"))
    document = word(gettext_lazy("Document"))
    until = day(gettext_lazy("Last day on which it holds"))
    series = forms.RegexField(
        SERIES,
        label=gettext_lazy("Series"),
        max_length=LONGEST,
        required=False,
        help_text=gettext_lazy("Only where the step was taken for some units, not for all."),
        error_messages={
            "invalid": gettext_lazy("Write approach, registry, Party and vintage with hyphens.")
        },
    )
    first = serial(gettext_lazy("First serial"))
    last = serial(gettext_lazy("Last serial"))

    def offers(self) -> dict[str, list[tuple[str, str]]]:
        """Offer the authorizations of approaches in which the Party takes part."""
        found = self.known.authorizations.values()
        return {"authorization": [(one.id, f"{one.id} – {one.approach}") for one in found]}

    def clean(self) -> dict[str, Any]:
        """Hold the serials to being stated together and to their order."""
        told = super().clean() or {}
        stated = any(told.get(name) for name in ("series", "first", "last"))
        _hold_serials(self, told, required=stated)
        return told

    def posting(self) -> Record:
        """Return the step, in the name of the Party where a side takes it."""
        told = dict(self.cleaned_data)
        step = Step(told.pop("step"))
        series, first, last = (told.pop(name) for name in ("series", "first", "last"))
        return FileStep(
            step=step,
            party=self.known.party if step in IN_OWN_NAME else None,
            block=block_of(series, first, last) if series else None,
            **told,
        )


class ChainForm(RecordForm):
    """The two tiers by which an entity acts: the governments' agreement and its own contract."""

    authorization = forms.ChoiceField(label=gettext_lazy("Authorization"))
    entity = forms.ChoiceField(label=gettext_lazy("Entity"))
    agreement = word(gettext_lazy("Agreement of the governments"), required=False)
    agreement_since = day(gettext_lazy("Agreement valid from"))
    agreement_last = day(gettext_lazy("Agreement valid until"))
    contract = word(gettext_lazy("Commercial contract"), required=False)
    contract_since = day(gettext_lazy("Contract valid from"))
    contract_last = day(gettext_lazy("Contract valid until"))

    def offers(self) -> dict[str, list[tuple[str, str]]]:
        """Offer the Party's authorizations and the entities it has authorized."""
        own = [one for one in self.known.authorizations.values() if one.party == self.known.party]
        entities = {one.number: one.name for one in self.known.entities}
        return {
            "authorization": [(one.id, f"{one.id} – {one.approach}") for one in own],
            "entity": [(number, f"{number} – {name}") for number, name in sorted(entities.items())],
        }

    def clean(self) -> dict[str, Any]:
        """Hold each instrument to a first day, not after its last."""
        told = super().clean() or {}
        for name in ("agreement", "contract"):
            since, last = told.get(f"{name}_since"), told.get(f"{name}_last")
            if bool(told.get(name)) != bool(since):
                self.add_error(name, _("Name it together with its first day."))
            elif since and last and last < since:
                self.add_error(f"{name}_last", _("The last day is not before the first."))
        return told

    def posting(self) -> Record:
        """Return the record of both tiers."""
        told = self.cleaned_data
        return RecordChain(
            on=told["on"],
            authorization=told["authorization"],
            entity=told["entity"],
            agreement=_instrument(told, "agreement"),
            contract=_instrument(told, "contract"),
        )


def _instrument(told: dict[str, Any], name: str) -> Instrument | None:
    since: date | None = told[f"{name}_since"]
    return Instrument(told[name], since, told[f"{name}_last"]) if since else None


def _hold_serials(form: forms.Form, told: dict[str, Any], *, required: bool) -> None:
    """Refuse serials that are not all stated or not in order."""
    first, last = told.get("first"), told.get("last")
    if required and not (told.get("series") and first and last and first <= last):
        form.add_error("last", _("State series, first and last serial, the last not below."))
