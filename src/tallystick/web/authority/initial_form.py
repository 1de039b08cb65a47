"""The form of an initial report, and its file (2/CMA.3 annex para 18)."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from tallystick.article6.ndc import TargetForm
from tallystick.article6.postings.records import RecordNdc
from tallystick.web.authority.outline_form import PARTY, OutlineForm, shown

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
        years = {"first_year": ndc.period.first_year, "last_year": ndc.period.last_year}
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


def initial(file: dict[str, Any]) -> dict[str, Any]:
    """Return what the form shows of a report in the form of its file."""
    kept = {"form": file["ndc"].get("form"), "btr_submitted": file["btr_submitted"]}
    return {**shown(file), **kept}
