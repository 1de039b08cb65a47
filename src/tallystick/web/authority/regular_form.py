"""The form of regular information, and its file (2/CMA.3 annex paras 21 and 22)."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from tallystick.article6.reports.regular import RegularReport
from tallystick.core.quantities import Metric
from tallystick.web.authority.filing import without_empty
from tallystick.web.authority.outline_form import PARTY, OutlineForm, part, shown

METRICS = "metrics"
OFFERED = (
    (Metric.GHG, _("t CO₂ eq")),
    (Metric.NON_GHG, _("another metric")),
)


class RegularForm(OutlineForm):
    """Annex 4 of one report year; the metrics of an approach decide between 22(c) and 22(d)."""

    outlines: ClassVar = ("regular", "regular_approach")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in self.approaches:
            self.fields[f"{one}.{METRICS}"] = forms.MultipleChoiceField(
                label=_("Metrics of its outcomes"),
                choices=OFFERED,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def to_file(self, party: str, year: int) -> dict[str, Any]:
        """Return the report as its file states it, without the amounts, which the ledger has."""
        return {
            "party": party,
            "year": str(year),
            "submitted": self.cleaned_data["submitted"].isoformat(),
            **self.told(PARTY, self.outlines[0]),
            "approaches": [self._approach(one) for one in self.approaches],
        }

    def _approach(self, one: str) -> dict[str, Any]:
        metrics = list(self.cleaned_data[f"{one}.{METRICS}"])
        return {
            "id": one,
            **self.told(one, self.outlines[1]),
            **without_empty({METRICS: metrics}),
        }


def as_file(report: RegularReport) -> dict[str, Any]:
    """Return a report in the form of the file that a form makes, without its amounts."""
    return {
        "party": report.party,
        "year": str(report.year),
        "submitted": report.submitted_on.isoformat() if report.submitted_on else "",
        **part(report.information),
        "approaches": [
            {
                "id": one.id,
                **part(one.information),
                **without_empty({METRICS: sorted(one.metrics or ())}),
            }
            for one in report.approaches
        ],
    }


def regular(file: dict[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a report in the form of its file."""
    told = shown(file)
    for one in file["approaches"]:
        told[f"{one['id']}.{METRICS}"] = one.get(METRICS, [])
    return told
