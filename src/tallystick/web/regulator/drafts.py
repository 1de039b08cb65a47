"""Drafts of agreements: begun from a template, judged while they are written, saved as versions."""

from collections.abc import Callable, Sequence
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tallystick.io.agreement_file import read_agreement_text
from tallystick.io.yamlfile.damage import Damaged
from tallystick.linking.drafting import draft
from tallystick.linking.template import Start, template
from tallystick.web.people.power import needs
from tallystick.web.regulator.judging import judge
from tallystick.web.texts import editing
from tallystick.web.texts.documents import TYPES, download
from tallystick.web.texts.editing import TextKind, Words
from tallystick.web.texts.findings import AS_FILE
from tallystick.web.texts.models import TextVersion

NAME = "agreement_draft"
LABELS: dict[Start, Callable[[], str]] = {
    Start.TREATY: lambda: _("Treaty that links trading systems"),
    Start.MOU: lambda: _("Memorandum of understanding on cooperation"),
    Start.UNILATERAL_STATUTE: lambda: _("Statute that recognises units of another system"),
    Start.NON_BINDING: lambda: _("Non-binding arrangement between trading systems"),
    Start.ARTICLE6_TREATY: lambda: _("Treaty under Article 6"),
    Start.ARTICLE6_MOU: lambda: _("Memorandum of understanding under Article 6"),
}


def _links(one: TextVersion) -> Sequence[tuple[str, str]]:
    place = [one.organisation_id, one.name, one.number]
    return (
        (reverse("simulation_of_draft", args=place), _("Simulate")),
        (reverse("agreement_draft_file", args=[*place, "docx"]), _("Word file")),
        (reverse("agreement_draft_file", args=[*place, "pdf"]), _("PDF file")),
    )


KIND = TextKind(
    name=NAME,
    permission="agreement.draft",
    words=Words(
        title=lambda: _("Drafts of agreements"),
        lead=lambda: _("Texts that only your organisation sees; every version is kept."),
        new=lambda: _("Draft an agreement"),
        none=lambda: _("Begin with a template, which explains every key where it stands."),
    ),
    starts={start.value: (label, partial(template, start)) for start, label in LABELS.items()},
    judge=judge,
    judged="regulator/judged.html",
    links=_links,
)


@needs(KIND.permission)
@require_safe
def file(
    request: HttpRequest, organisation: int, name: str, number: int, form: str
) -> HttpResponse:
    """Return a version as a Word or PDF file in the language of the page."""
    one = editing.chosen(editing.kept(request, KIND, organisation, name), str(number))
    if f".{form}" not in TYPES:
        raise Http404(form)
    try:
        document = draft(read_agreement_text(one.text, AS_FILE).agreement)
    except Damaged:
        messages.error(request, _("This version cannot be read yet: mend what is found first."))
        return redirect(f"{reverse(NAME, args=[organisation, name])}?version={number}")
    return download(document, f"{name}-{number}", f".{form}")
