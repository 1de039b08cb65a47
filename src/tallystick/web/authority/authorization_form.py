"""The form of an authorization: the fourteen elements of 4/CMA.6 para 5 and what goes with them."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tallystick.article6.authorization.content import Demand
from tallystick.article6.authorization.elements import ELEMENTS
from tallystick.web.authority.filing import lines, without_empty
from tallystick.web.authority.move_forms import Day
from tallystick.web.languages import pick

LONGEST, LONGEST_TEXT = 200, 4000
IDENTIFIER = r"^[^\x00-\x1f/\\]+$"
LISTS = (
    "parties",
    "entities",
    "frameworks",
    "underlying_registries",
    "gases",
    "sectors",
    "activity_types",
)
SILENT = frozenset({"absent", "not applicable", "omitted"})
DEFINITIONS = (
    ("", _("not specified")),
    ("Authorization", _("Authorization")),
    ("Issuance", _("Issuance")),
    ("Use or cancellation", _("Use or cancellation")),
)
PURPOSES = (
    ("NDC", _("use towards NDCs")),
    ("IMP", _("international mitigation purposes")),
    ("OP", _("other purposes")),
)
DEMANDS = {
    Demand.TWO_KEYS: _("two keys: the other Party authorizes too"),
    Demand.ENTITIES: _("authorized entities"),
    Demand.TWO_TIERS: _("two tiers: an agreement and a contract"),
}
LETTERS = {
    "approach": "a",
    "parties": "b",
    "entities": "b",
    "expires": "c",
    "final_event": "c",
    "first_transfer": "d",
    "purposes": "e",
    "frameworks": "f",
    "circumstances": "g",
    "process": "g",
    "quantity_t": "h",
    "tracking_registry": "i",
    "underlying_registries": "j",
    "first_year": "k",
    "last_year": "k",
    "gases": "l",
    "sectors": "m",
    "activity_types": "n",
}
"""The letter of para 5 that each field answers."""


def text(label: Any, *, required: bool = False) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=LONGEST, required=required)


def listed(label: Any) -> forms.CharField:
    """Several names, one on each line."""
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=LONGEST_TEXT, required=False, widget=widget)


def year(label: Any) -> forms.IntegerField:
    """A calendar year of a vintage."""
    return forms.IntegerField(label=label, min_value=2021, max_value=2100, required=False)


class AuthorizationForm(forms.Form):
    """One version of an authorization; a list has one name on each line.

    `revision` is that of the draft it was opened from, 0 for none.
    """

    revision = 0
    id = forms.RegexField(IDENTIFIER, label=_("Identifier of the authorization"), max_length=100)
    date = forms.DateField(
        label=_("Date of the document"), widget=Day(), initial=timezone.localdate
    )
    effective = forms.DateField(label=_("In effect from, if later"), widget=Day(), required=False)
    approach = text(_("Cooperative approach"), required=True)
    parties = listed(_("Authorized Parties, by code"))
    entities = listed(_("Authorized entities"))
    expires = forms.DateField(
        label=_("Last day of the authorization"), widget=Day(), required=False
    )
    final_event = forms.DateField(
        label=_("Last day for the event of first transfer"), widget=Day(), required=False
    )
    first_transfer = forms.ChoiceField(
        label=_("First transfer for other purposes"), choices=DEFINITIONS, required=False
    )
    purposes = forms.MultipleChoiceField(
        label=_("Uses covered"), choices=PURPOSES, widget=forms.CheckboxSelectMultiple
    )
    oimp = text(_("Other international mitigation purposes, by name"))
    frameworks = listed(_("Standards and methodologies"))
    circumstances = listed(_("Circumstances in which it may be changed"))
    process = text(_("Process by which it may be changed"))
    reach_back = forms.BooleanField(
        label=_("A change may reach units already first transferred"), required=False
    )
    quantity_t = forms.IntegerField(label=_("Quantity, t CO₂ eq"), min_value=1, required=False)
    tracking_registry = text(_("Registry that tracks the ITMOs"))
    underlying_registries = listed(_("Registries of the standards"))
    first_year, last_year = year(_("First vintage")), year(_("Last vintage"))
    gases = listed(_("Gases"))
    sectors, activity_types = listed(_("Sectors")), listed(_("Activity types"))
    notice = text(_("How the Party is told of the event of first transfer"))
    demands = forms.MultipleChoiceField(
        label=_("What the agreement demands besides"),
        choices=[(one.value, label) for one, label in DEMANDS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    change_circumstance = text(_("Circumstance of this change"))
    change_process = text(_("Process of this change"))
    reaches_back = forms.BooleanField(
        label=_("This change reaches units already first transferred"), required=False
    )
    revokes = forms.BooleanField(label=_("This version revokes the authorization"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {one.letter: one.label for one in ELEMENTS}
        for name, letter in LETTERS.items():
            self.fields[name].help_text = f"({letter}) {pick(words[letter])}"

    def to_file(self, version: int) -> dict[str, Any]:
        """Return the version as the authorization file states it; what was left out is unknown."""
        told = self.cleaned_data
        kept: dict[str, Any] = {name: _silent(told[name]) or lines(told[name]) for name in LISTS}
        alone = ("id", "approach", "first_transfer", "purposes", "oimp", "quantity_t", "notice")
        kept |= {name: told[name] for name in (*alone, "tracking_registry", "demands")}
        for name in ("date", "effective", "expires", "final_event"):
            kept[name] = told[name].isoformat() if told[name] else None
        years = told["first_year"], told["last_year"]
        kept["vintages"] = list(years) if None not in years else None
        return without_empty({**kept, "version": version, **self._changes()})

    def _changes(self) -> dict[str, Any]:
        told = self.cleaned_data
        silence = _silent(told["process"]) or _silent(told["circumstances"])
        terms = {
            "circumstances": lines(told["circumstances"]),
            "process": told["process"],
            "reach_back": told["reach_back"],
        }
        change = {
            "circumstance": told["change_circumstance"],
            "process": told["change_process"],
            "reaches_back": told["reaches_back"],
        }
        return {
            "changes": silence or (terms if told["process"] else None),
            "change": change if told["change_circumstance"] and told["change_process"] else None,
            "revokes": told["revokes"] or None,
        }


def _silent(text: str) -> str | None:
    """Return the word that says the document is silent, where a field holds nothing else."""
    word = text.strip().casefold()
    return word if word in SILENT else None


def initial(file: dict[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a version in the form of its file."""
    shown = {name: _lines(value) if name in LISTS else value for name, value in file.items()}
    vintages, terms = file.get("vintages"), file.get("changes")
    if isinstance(vintages, list):
        shown["first_year"], shown["last_year"] = vintages
    if isinstance(terms, dict):
        shown |= {"process": terms.get("process"), "reach_back": terms.get("reach_back")}
        shown["circumstances"] = _lines(terms.get("circumstances"))
    elif terms:
        shown["process"] = terms
    if change := file.get("change"):
        shown["change_circumstance"] = change.get("circumstance")
        shown["change_process"] = change.get("process")
        shown["reaches_back"] = change.get("reaches_back")
    return shown


def _lines(value: Any) -> Any:
    return "\n".join(map(str, value)) if isinstance(value, list) else value
