"""The form of an initial report, and its file (2/CMA.3 annex para 18)."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from tallystick.article6.ndc import TargetForm
from tallystick.article6.postings.records import RecordNdc
from tallystick.article6.reports.filed import Event
from tallystick.article6.reports.initial import Approach, InitialReport
from tallystick.core.periods import NdcPeriod
from tallystick.io.report_file import EVENTS
from tallystick.web.authority.filing import without_empty
from tallystick.web.authority.outline_form import PARTY, OutlineForm, part, shown

FORMS = {
    TargetForm.ABSOLUTE: _("absolute"),
    TargetForm.INTENSITY: _("intensity"),
    TargetForm.NON_GHG: _("not in greenhouse gases"),
    TargetForm.POLICIES: _("policies and measures"),
}
YES_NO = (("false", _("no")), ("true", _("yes")))


class InitialForm(OutlineForm):
    """An initial report, with the form of the target and what was reported before."""

    outlines: ClassVar = ("initial", "approach")

    form = forms.ChoiceField(
        label=_("Form of the NDC target"),
        choices=[(one.value, label) for one, label in FORMS.items()],
    )
    btr_submitted = forms.ChoiceField(
        label=_("Has a biennial transparency report been submitted before?"), choices=YES_NO
    )

    def to_file(self, party: str, ndc: RecordNdc, version: str) -> dict[str, Any]:
        """Return the report as its file states it."""
        told = self.cleaned_data
        years = _years(ndc.period)
        return {
            "party": party,
            "version": version,
            "submitted": told["submitted"].isoformat(),
            "btr_submitted": told["btr_submitted"],
            "ndc": {**years, "kind": ndc.ndc_kind, "form": told["form"], "method": ndc.method},
            **self.told(PARTY, self.outlines[0]),
            "approaches": [
                {"id": one, **years, **self.told(one, self.outlines[1])} for one in self.approaches
            ],
        }


def as_file(report: InitialReport) -> dict[str, Any]:
    """Return a report in the form of the file that a form makes, as the next version."""
    ndc, btr = report.ndc, report.btr_submitted
    told = {"kind": ndc.kind, "form": ndc.form, "method": ndc.method}
    return {
        "party": report.party,
        "version": str(report.version),
        "submitted": report.submitted_on.isoformat() if report.submitted_on else "",
        **without_empty({"btr_submitted": "" if btr is None else str(btr).lower()}),
        "ndc": {**_years(ndc.period), **without_empty(told)},
        **part(report.information),
        "approaches": [_approach(one) for one in report.approaches],
    }


def _approach(one: Approach) -> dict[str, Any]:
    events = {
        name: [_event(event) for event in one.events if event.kind is kind]
        for name, kind in EVENTS.items()
    }
    years = _years(one.information.years) if one.information.years else {}
    return {"id": one.id, **years, **part(one.information), **without_empty(events)}


def _event(event: Event) -> dict[str, Any]:
    return without_empty({"id": event.id, "date": event.on.isoformat() if event.on else None})


def _years(period: NdcPeriod) -> dict[str, Any]:
    return {"first_year": period.first_year, "last_year": period.last_year}


def initial(file: dict[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a report in the form of its file."""
    kept = {"form": file["ndc"].get("form"), "btr_submitted": file.get("btr_submitted")}
    return {**shown(file), **kept}
