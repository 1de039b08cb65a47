"""Forms about a Party itself: entities it authorizes, its NDC with the inventory, its forecast."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tallystick.article6.account import Direction, Divisor, Method, NdcKind
from tallystick.article6.authorization.components import AuthorizeEntity, EntityType, KycStatus
from tallystick.article6.postings.records import Record, RecordNdc
from tallystick.article6.postings.term_records import RecordForecast
from tallystick.core.actions import ActionType
from tallystick.core.periods import NdcPeriod
from tallystick.web.authority.filing import lines
from tallystick.web.registry.fields import (
    LONGEST_TEXT,
    UNSTATED,
    ByYear,
    RecordForm,
    as_lines,
    day,
    several,
    whole,
    word,
    year,
)

TYPES = (
    UNSTATED,
    (EntityType.STATE, gettext_lazy("State")),
    (EntityType.PUBLIC, gettext_lazy("public")),
    (EntityType.PRIVATE, gettext_lazy("private")),
    (EntityType.NGO, gettext_lazy("non-governmental organisation")),
)
KYC = (
    UNSTATED,
    (KycStatus.PASSED, gettext_lazy("passed")),
    (KycStatus.PENDING, gettext_lazy("pending")),
    (KycStatus.FAILED, gettext_lazy("failed")),
)
PERMITS = (
    (ActionType.FIRST_TRANSFER, gettext_lazy("First transfer")),
    (ActionType.TRANSFER, gettext_lazy("Transfer")),
    (ActionType.ACQUISITION, gettext_lazy("Acquisition")),
    (ActionType.USE, gettext_lazy("Use")),
    (ActionType.CANCELLATION, gettext_lazy("Cancellation")),
    (ActionType.VOLUNTARY_CANCELLATION, gettext_lazy("Voluntary cancellation")),
)
KINDS = (
    (NdcKind.SINGLE_YEAR, gettext_lazy("single-year")),
    (NdcKind.MULTI_YEAR, gettext_lazy("multi-year")),
)
METHODS = (
    (Method.AVERAGING, gettext_lazy("averaging")),
    (Method.TRAJECTORY, gettext_lazy("trajectory")),
    (Method.BUDGET, gettext_lazy("budget")),
)
DIVISORS = (
    UNSTATED,
    (Divisor.ELAPSED, gettext_lazy("years passed")),
    (Divisor.PERIOD, gettext_lazy("all years of the period")),
)
DIRECTIONS = (
    UNSTATED,
    (Direction.AT_MOST, gettext_lazy("at most the target")),
    (Direction.AT_LEAST, gettext_lazy("at least the target")),
)


class EntityForm(RecordForm):
    """An entity that the Party authorizes to take part in an approach (4/CMA.6 para 3)."""

    approach = forms.ChoiceField(label=gettext_lazy("Cooperative approach"))
    number = word(gettext_lazy("Number of the entity"))
    name = word(gettext_lazy("Name of the entity"))
    country = word(
        gettext_lazy("Country of incorporation"),
        help_text=gettext_lazy("Three letters, such as GHA"),
    )
    entity_type = forms.ChoiceField(
        label=gettext_lazy("Type of entity"), choices=TYPES, required=False
    )
    last_day = day(gettext_lazy("Last day of the authorization"))
    permits = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        help_text=gettext_lazy("Nothing chosen means anything."),
        choices=PERMITS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    accounts = several(gettext_lazy("Accounts in which it acts"))
    conditions = word(gettext_lazy("Conditions"), required=False, max_length=LONGEST_TEXT)
    change_conditions = word(
        gettext_lazy("Conditions for changes"), required=False, max_length=LONGEST_TEXT
    )
    kyc = forms.ChoiceField(
        label=gettext_lazy("Check of its identity"), choices=KYC, required=False
    )
    kyc_on = day(gettext_lazy("Day of the check"))

    def offers(self) -> dict[str, list[tuple[str, str]]]:
        """Offer the approaches in which the Party takes part."""
        return {"approach": [(one, one) for one in self.known.approaches]}

    def posting(self) -> Record:
        """Return the authorization of the entity."""
        told = dict(self.cleaned_data)
        kyc, kind = told.pop("kyc"), told.pop("entity_type")
        return AuthorizeEntity(
            party=self.known.party,
            country=told.pop("country").upper(),
            entity_type=EntityType(kind) if kind else None,
            kyc=KycStatus(kyc) if kyc else None,
            permits=frozenset(ActionType(one) for one in told.pop("permits")),
            accounts=tuple(lines(told.pop("accounts"))),
            conditions=told.pop("conditions") or None,
            change_conditions=told.pop("change_conditions") or None,
            **told,
        )


class NdcForm(RecordForm):
    """The Party's NDC with its method and targets, and its emissions as the inventory has them."""

    first_year = year(gettext_lazy("First year"))
    last_year = year(gettext_lazy("Last year"))
    ndc_kind = forms.ChoiceField(label=gettext_lazy("Kind of target"), choices=KINDS)
    method = forms.ChoiceField(label=gettext_lazy("Method of adjustment"), choices=METHODS)
    averaging_divisor = forms.ChoiceField(
        label=gettext_lazy("Averaging divides by"), choices=DIVISORS, required=False
    )
    metric = word(gettext_lazy("Metric"), initial="GHG")
    direction = forms.ChoiceField(
        label=gettext_lazy("It is achieved"), choices=DIRECTIONS, required=False
    )
    target_t = whole(gettext_lazy("Target of the last year (t)"))
    budget_t = whole(gettext_lazy("Budget of the period (t)"))
    trajectory_t = ByYear(gettext_lazy("Trajectory by year (t)"))
    inventory_t = ByYear(gettext_lazy("Emissions by year, as in the national inventory (t)"))
    source = word(gettext_lazy("Where the figures come from"), max_length=LONGEST_TEXT)

    def clean(self) -> dict[str, Any]:
        """Hold the years to their order."""
        told = super().clean() or {}
        if told.get("last_year", 0) < told.get("first_year", 0):
            self.add_error("last_year", _("The last year is not before the first."))
        return told

    def shown(self) -> dict[str, Any]:
        """Begin with the newest record."""
        now = self.known.ndc
        if now is None:
            return {}
        kept = ("ndc_kind", "method", "averaging_divisor", "metric", "direction", "target_t")
        return {
            **{name: getattr(now, name) for name in (*kept, "budget_t")},
            "first_year": now.period.first_year,
            "last_year": now.period.last_year,
            "trajectory_t": as_lines(now.trajectory_t),
            "inventory_t": as_lines(now.inventory_t),
            "source": now.note.get("source", ""),
        }

    def posting(self) -> Record:
        """Return the record, which takes the place of the one before."""
        told = dict(self.cleaned_data)
        period = NdcPeriod(told.pop("first_year"), told.pop("last_year"))
        stated: dict[str, Any] = {
            name: told.pop(name) or None for name in ("averaging_divisor", "direction")
        }
        note = {"source": told.pop("source")}
        return RecordNdc(party=self.known.party, period=period, note=note, **stated, **told)


class ForecastForm(RecordForm):
    """What the Party expects to emit, which first transfers can be held to."""

    emissions_t = ByYear(gettext_lazy("Projected emissions by year (t)"))
    target_t = ByYear(gettext_lazy("Target by year (t)"))

    def shown(self) -> dict[str, Any]:
        """Begin with the newest forecast."""
        now = self.known.forecast
        if now is None:
            return {}
        return {name: as_lines(getattr(now, name)) for name in ("emissions_t", "target_t")}

    def posting(self) -> Record:
        """Return the forecast, which takes the place of the one before."""
        return RecordForecast(party=self.known.party, **self.cleaned_data)
