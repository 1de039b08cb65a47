"""Forms about accounts: opening one, who holds it, what it demands, and what is frozen."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tallystick.article6.postings.control_records import Freeze, SetControls, Unfreeze
from tallystick.article6.postings.plain import Range
from tallystick.article6.postings.records import OpenAccount, Record
from tallystick.article6.postings.term_records import Identify
from tallystick.article6.safeguards.entities import EntityClass, Identity
from tallystick.core.periods import NdcPeriod
from tallystick.ledger.kinds import account_kinds
from tallystick.web.authority.filing import lines
from tallystick.web.authority.move_forms import LARGEST
from tallystick.web.languages import pick
from tallystick.web.people.kinds import OrganisationKind
from tallystick.web.people.models import Organisation, OrganisationAccount
from tallystick.web.registry.fields import UNSTATED, RecordForm, day, several, whole, word, year

HOURS_MAX = 8760
"""The longest delay that a form sets, a year in hours; ours."""

CLASSES = (
    (EntityClass.MULTINATIONAL, gettext_lazy("multinational company")),
    (EntityClass.COMPANY, gettext_lazy("company")),
    (EntityClass.NGO, gettext_lazy("non-governmental organisation")),
    (EntityClass.PUBLIC_BODY, gettext_lazy("public body")),
    (EntityClass.PERSON, gettext_lazy("person")),
)
IDENTITIES = (
    (Identity.PENDING, gettext_lazy("not verified yet")),
    (Identity.VERIFIED, gettext_lazy("verified")),
    (Identity.REFUSED, gettext_lazy("refused")),
)


def reason() -> forms.CharField:
    """Return the field for why something is done, which the ledger keeps."""
    return word(gettext_lazy("Reason"))


class OpenForm(RecordForm):
    """An account of the Party or of an entity under it, and the organisation that acts for it."""

    id = word(gettext_lazy("Identifier of the account"))
    account_kind = forms.ChoiceField(label=gettext_lazy("Kind of account"))
    name = word(gettext_lazy("Name of the holder"))
    first_year = year(gettext_lazy("First year of the NDC period it serves"), required=False)
    last_year = year(gettext_lazy("Last year of the NDC period it serves"), required=False)
    holder = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Organisation whose people act for it"),
        help_text=gettext_lazy("Leave empty where only the Party acts."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holder"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = holders(self.known.party)

    def offers(self) -> dict[str, list[tuple[str, str]]]:
        """Offer the kinds of account that there are."""
        return {"account_kind": [(one.code, pick(one.label)) for one in account_kinds().values()]}

    def clean(self) -> dict[str, Any]:
        """Hold the years to their order, and to being stated together."""
        told = super().clean() or {}
        first, last = told.get("first_year"), told.get("last_year")
        if (first is None) != (last is None) or (first and last and last < first):
            self.add_error("last_year", _("State both years, the last not before the first."))
        return told

    def posting(self) -> Record:
        """Return the opening."""
        told = self.cleaned_data
        years = told["first_year"], told["last_year"]
        period = NdcPeriod(*years) if None not in years else None
        kept = {name: told[name] for name in ("on", "id", "account_kind", "name")}
        return OpenAccount(party=self.known.party, period=period, **kept)

    def recorded(self) -> None:
        """Let the people of the organisation act for the account."""
        if self.cleaned_data["holder"]:
            give(self.cleaned_data["id"], self.cleaned_data["holder"])


def holders(party: str) -> Any:
    """Return the organisations that can be given accounts under a Party."""
    return Organisation.objects.filter(party=party, kind=OrganisationKind.ENTITY)


def give(account: str, holder: Organisation) -> None:
    """Let the people of an organisation act for an account, unless another does already."""
    OrganisationAccount.objects.get_or_create(account=account, defaults={"organisation": holder})


class IdentifyForm(RecordForm):
    """What the check of a holder's identity came to."""

    account = forms.ChoiceField(label=gettext_lazy("Account"))
    holder = forms.ChoiceField(label=gettext_lazy("Class of the holder"), choices=CLASSES)
    identity = forms.ChoiceField(label=gettext_lazy("Identity"), choices=IDENTITIES)
    by = word(gettext_lazy("Who checked"))
    document = word(gettext_lazy("Document"))
    until = day(gettext_lazy("Valid until"))

    def offers(self) -> dict[str, list[tuple[str, str]]]:
        """Offer the Party's accounts."""
        return {"account": self.own_accounts()}

    def posting(self) -> Record:
        """Return the check."""
        told = dict(self.cleaned_data)
        holder, identity = EntityClass(told.pop("holder")), Identity(told.pop("identity"))
        return Identify(holder=holder, identity=identity, **told)


class ControlsForm(RecordForm):
    """What an account demands of movements from a day on."""

    account = forms.ChoiceField(label=gettext_lazy("Account"))
    approval = forms.BooleanField(
        label=gettext_lazy("A second person approves what it gives"), required=False
    )
    delay_hours = whole(gettext_lazy("Delay in hours"), max_value=HOURS_MAX, initial=0)
    trusted = several(gettext_lazy("Trusted accounts, to which no delay applies"))
    holding_t = whole(gettext_lazy("Holds at most (t)"))
    transfer_t = whole(gettext_lazy("Gives at most at a time (t)"))
    reason = reason()

    def offers(self) -> dict[str, list[tuple[str, str]]]:
        """Offer the Party's accounts."""
        return {"account": self.own_accounts()}

    def shown(self) -> dict[str, Any]:
        """Begin with what the account named demands now."""
        now = self.known.controls.get(self.initial.get("account", ""))
        if now is None:
            return {}
        kept = ("approval", "delay_hours", "holding_t", "transfer_t")
        told = {name: getattr(now, name) for name in kept}
        return {**told, "trusted": "\n".join(sorted(now.trusted))}

    def posting(self) -> Record:
        """Return the controls."""
        told = dict(self.cleaned_data)
        trusted, delay = frozenset(lines(told.pop("trusted"))), told.pop("delay_hours") or 0
        return SetControls(trusted=trusted, delay_hours=delay, **told)


class FreezeForm(RecordForm):
    """An account that neither gives nor takes, or units that do not move."""

    id = word(gettext_lazy("Identifier of the freeze"))
    account = forms.ChoiceField(label=gettext_lazy("Account, to freeze all of it"), required=False)
    series = word(gettext_lazy("Series, to freeze units"), required=False)
    first = whole(gettext_lazy("First serial"), min_value=1, max_value=LARGEST)
    last = whole(gettext_lazy("Last serial"), min_value=1, max_value=LARGEST)
    reason = reason()

    def offers(self) -> dict[str, list[tuple[str, str]]]:
        """Offer the Party's accounts, or none."""
        return {"account": [("", str(UNSTATED[1])), *self.own_accounts()]}

    def clean(self) -> dict[str, Any]:
        """Hold the form to an account or to units, and the serials to their order."""
        told = super().clean() or {}
        stated = [bool(told.get(name)) for name in ("series", "first", "last")]
        if bool(told.get("account")) == any(stated):
            self.add_error("account", _("Name either an account or a range of units."))
        elif any(stated) and (not all(stated) or told["last"] < told["first"]):
            self.add_error("last", _("State series, first and last serial, the last not below."))
        return told

    def posting(self) -> Record:
        """Return the freeze."""
        told = self.cleaned_data
        units = Range(told["series"], told["first"], told["last"]) if told["series"] else None
        kept = {name: told[name] for name in ("on", "id", "reason")}
        return Freeze(account=told["account"] or None, range=units, **kept)


class UnfreezeForm(RecordForm):
    """The end of a freeze that stands."""

    freeze = forms.ChoiceField(label=gettext_lazy("Freeze"))
    reason = reason()

    def offers(self) -> dict[str, list[tuple[str, str]]]:
        """Offer the freezes of the Party that stand."""
        found = self.known.freezes.values()
        return {"freeze": [(one.id, f"{one.id} – {one.account or one.range}") for one in found]}

    def posting(self) -> Record:
        """Return the end of the freeze."""
        return Unfreeze(**self.cleaned_data)
