"""Forms of reports, element by element as an outline asks, and the file that each becomes."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tallystick import law
from tallystick.article6.reports.information import Information
from tallystick.web.authority.filing import by_year, lines, without_empty
from tallystick.web.authority.move_forms import Day
from tallystick.web.languages import is_chinese

LONGEST_TEXT = 20_000
PARTY, REASON = "party", "reason"
BY_YEAR = _("One line for each year, such as 2025: 1000")
ONE_EACH = _("One on each line")


class OutlineForm(forms.Form):
    """What a report tells of the Party and of each of its approaches.

    A field is named by the approach, or `party`, and the element; `reason` says why it does not
    apply. `outlines` are those of the Party and of an approach.
    """

    submitted = forms.DateField(
        label=_("Day of submission to the secretariat"), widget=Day(), initial=timezone.localdate
    )

    outlines: ClassVar[tuple[str, str]]
    revision = 0

    def __init__(self, approaches: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.approaches = approaches
        for place, outline in self.parts():
            for element in law.outline(outline).elements:
                self._add(place, element)

    def parts(self) -> Iterator[tuple[str, str]]:
        """Yield the parts of the report with the outline that each follows."""
        yield PARTY, self.outlines[0]
        for one in self.approaches:
            yield one, self.outlines[1]

    def fields_of(self, place: str) -> list[Any]:
        """Return the fields of a part as a page shows them."""
        return [self[name] for name in self.fields if name.startswith(f"{place}.")]

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

    def told(self, place: str, outline: str) -> dict[str, Any]:
        """Return what a part says, in the form of its file."""
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


def shown(file: dict[str, Any]) -> dict[str, Any]:
    """Return what a form shows of a report in the form of its file."""
    told: dict[str, Any] = {"submitted": file["submitted"]}
    for place, part in [(PARTY, file), *((one["id"], one) for one in file["approaches"])]:
        for name, value in part.get("information", {}).items():
            told[f"{place}.{name}"] = _text(value)
        for name, reason in part.get("not_applicable", {}).items():
            told[f"{place}.{name}.{REASON}"] = reason
    return told


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{year}: {one}" for year, one in value.items())
    return "\n".join(value) if isinstance(value, list) else str(value)


def part(told: Information) -> dict[str, Any]:
    """Return what a part of a report says, in the form of its file."""
    kept = {
        "information": {name: _plain(value) for name, value in told.told.items()},
        "not_applicable": dict(told.not_applicable),
        "confidential": dict(told.confidential),
    }
    return without_empty(kept)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
