"""The form of an initial report, element by element as the outline asks, and its file."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tallystick import law
from tallystick.article6.ndc import TargetForm
from tallystick.article6.postings.records import RecordNdc
from tallystick.web.authority.filing import by_year, lines, without_empty
from tallystick.web.authority.move_forms import Day
from tallystick.web.languages import is_chinese

LONGEST_TEXT = 20_000
PARTY, REASON = "party", "reason"
FORMS = {
    TargetForm.ABSOLUTE: _("absolute"),
    TargetForm.INTENSITY: _("intensity"),
    TargetForm.NON_GHG: _("not in greenhouse gases"),
    TargetForm.POLICIES: _("policies and measures"),
}
YES_NO = (("false", _("no")), ("true", _("yes")))
BY_YEAR = _("One line for each year, such as 2025: 1000")
ONE_EACH = _("One on each line")


class InitialForm(forms.Form):
    """What the report tells of the Party and of each of its approaches.

    A field is named by the approach, or `party`, and the element; `reason` says why it does not
    apply.
    """

    submitted = forms.DateField(
        label=_("Day of submission to the secretariat"), widget=Day(), initial=timezone.localdate
    )
    form = forms.ChoiceField(
        label=_("Form of the NDC target"),
        choices=[(one.value, label) for one, label in FORMS.items()],
    )
    btr_submitted = forms.ChoiceField(
        label=_("Has a biennial transparency report been submitted before?"), choices=YES_NO
    )

    revision = 0

    def __init__(self, approaches: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.approaches = approaches
        for place, outline in self.parts():
            for element in law.outline(outline).elements:
                self._add(place, element)

    def parts(self) -> Iterator[tuple[str, str]]:
        """Yield the parts of the report with the outline that each follows."""
        yield PARTY, "initial"
        for one in self.approaches:
            yield one, "approach"

    def _add(self, place: str, element: law.Element) -> None:
        label = element.label_zh if is_chinese() else element.label_en
        name = f"{place}.{element.name}"
        helps = {"by_year": BY_YEAR, "parties": ONE_EACH, "words": ONE_EACH}
        self.fields[name] = forms.CharField(
            label=f"{element.place} {label} ({element.para})",
            required=False,
            max_length=LONGEST_TEXT,
            help_text=helps.get(element.kind, ""),
            widget=forms.TextInput()
            if element.kind == "number"
            else forms.Textarea(attrs={"rows": 2}),
        )
        if element.when.endswith("if_applicable"):
            self.fields[f"{name}.{REASON}"] = forms.CharField(
                label=_("If this does not apply, why"), required=False, max_length=LONGEST_TEXT
            )

    def clean_submitted(self) -> Any:
        """Hold the day of submission to the past; what is still to come is not on file."""
        day = self.cleaned_data["submitted"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("A report is not submitted before its day has come."))
        return day

    def to_file(self, party: str, ndc: RecordNdc, version: str) -> dict[str, Any]:
        """Return the report as its file states it."""
        told = self.cleaned_data
        years = {"first_year": ndc.period.first_year, "last_year": ndc.period.last_year}
        return {
            "party": party,
            "version": version,
            "submitted": told["submitted"].isoformat(),
            "btr_submitted": told["btr_submitted"],
            "ndc": {**years, "kind": ndc.ndc_kind, "form": told["form"], "method": ndc.method},
            **self._told(PARTY, "initial"),
            "approaches": [
                {"id": one, **years, **self._told(one, "approach")} for one in self.approaches
            ],
        }

    def _told(self, place: str, outline: str) -> dict[str, Any]:
        values, reasons = {}, {}
        for element in law.outline(outline).elements:
            name = f"{place}.{element.name}"
            values[element.name] = _value(element.kind, self.cleaned_data[name])
            reasons[element.name] = self.cleaned_data.get(f"{name}.{REASON}", "")
        told = {"information": without_empty(values), "not_applicable": without_empty(reasons)}
        return without_empty(told)


def _value(kind: str, text: str) -> Any:
    if kind == "by_year":
        return by_year(text)
    if kind == "number":
        return text.strip().replace(",", "")
    return lines(text) if kind in {"parties", "words"} else text.strip()


def initial(file: dict[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a report in the form of its file."""
    shown: dict[str, Any] = {"form": file["ndc"].get("form")}
    shown |= {name: file[name] for name in ("submitted", "btr_submitted")}
    for place, part in [(PARTY, file), *((one["id"], one) for one in file["approaches"])]:
        for name, value in part.get("information", {}).items():
            shown[f"{place}.{name}"] = _text(value)
        for name, reason in part.get("not_applicable", {}).items():
            shown[f"{place}.{name}.{REASON}"] = reason
    return shown


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{year}: {one}" for year, one in value.items())
    return "\n".join(value) if isinstance(value, list) else str(value)
