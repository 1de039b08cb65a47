"""The kinds of record that a registry's staff makes, each with its page."""

from django.utils.translation import gettext as _

from tallystick.web.registry import account_forms, party_forms, term_forms
from tallystick.web.registry.recording import Act

ACTS = (
    Act(
        name="open",
        permission="account.open",
        form=account_forms.OpenForm,
        title=lambda: _("Open an account"),
        source="2/CMA.3 annex para 29",
        back="registry",
    ),
    Act(
        name="identify",
        permission="account.open",
        form=account_forms.IdentifyForm,
        title=lambda: _("Record who holds an account"),
        source="",
        back="registry",
    ),
    Act(
        name="controls",
        permission="account.control",
        form=account_forms.ControlsForm,
        title=lambda: _("Set what an account demands"),
        source="",
        back="registry",
    ),
    Act(
        name="freeze",
        permission="units.restrain",
        form=account_forms.FreezeForm,
        title=lambda: _("Freeze an account or units"),
        source="",
        back="registry",
    ),
    Act(
        name="unfreeze",
        permission="units.restrain",
        form=account_forms.UnfreezeForm,
        title=lambda: _("Lift a freeze"),
        source="",
        back="registry",
    ),
    Act(
        name="pledge",
        permission="units.pledge",
        form=term_forms.PledgeForm,
        title=lambda: _("Pledge units"),
        source="",
        back="registry",
    ),
    Act(
        name="release",
        permission="units.pledge",
        form=term_forms.ReleaseForm,
        title=lambda: _("Release a pledge"),
        source="",
        back="registry",
    ),
    Act(
        name="step",
        permission="step.file",
        form=term_forms.StepForm,
        title=lambda: _("File a step of the effect gate"),
        source="",
        back="gate",
    ),
    Act(
        name="tiers",
        permission="entity.authorize",
        form=term_forms.ChainForm,
        title=lambda: _("Record the two tiers of an entity"),
        source="",
        back="tiers",
    ),
    Act(
        name="entity",
        permission="entity.authorize",
        form=party_forms.EntityForm,
        title=lambda: _("Authorize an entity"),
        source="4/CMA.6 para 3",
        back="entities",
    ),
    Act(
        name="ndc",
        permission="ndc.record",
        form=party_forms.NdcForm,
        title=lambda: _("Record the NDC and its emissions"),
        source="2/CMA.3 annex para 18",
        back="ndc_register",
    ),
    Act(
        name="forecast",
        permission="ndc.record",
        form=party_forms.ForecastForm,
        title=lambda: _("Record a forecast"),
        source="2/CMA.3 annex para 7",
        back="ndc_register",
    ),
)
"""In the order of the pages; a further kind is one more entry here and its form."""
