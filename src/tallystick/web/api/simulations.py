"""Operations that simulate an agreement: prices, flows, and who gains and loses by each clause."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path

from tallystick.io.agreement_file import read_agreement_file, read_agreement_text
from tallystick.io.catalogue import catalogue_aliases, catalogue_paths
from tallystick.io.yamlfile.damage import Damaged
from tallystick.linking.drafting import draft
from tallystick.web.api.answers import GUARDED
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.documents import file_content
from tallystick.web.api.operations import router
from tallystick.web.api.postings_in import LARGEST, Name
from tallystick.web.api.problems import UNREADABLE, Problem, unknown
from tallystick.web.api.texts import Owner, TextName
from tallystick.web.opendata.catalogue_lists import day
from tallystick.web.regulator.drafts import KIND
from tallystick.web.regulator.outcome import simulated
from tallystick.web.texts.documents import download
from tallystick.web.texts.findings import AS_FILE
from tallystick.web.texts.keeping import versions
from tallystick.web.texts.models import TextVersion

PERMISSION = "agreement.simulate"
Number = Annotated[int, Path(ge=1, le=LARGEST)]
DRAFT = "/agreement-drafts/{organisation}/{name}/{number}"


@router.get(
    "/agreements/{identifier}/simulation",
    response={200: dict[str, Any], **GUARDED},
    tags=["check"],
    auth=KNOWN,
)
def simulate_catalogued(request: HttpRequest, identifier: Annotated[Name, Path()]) -> Any:
    """Simulate an agreement of the catalogue as of today; asks for `agreement.simulate`."""
    caller(request).hold(PERMISSION)
    paths = catalogue_paths()
    path = paths.get(identifier) or paths.get(catalogue_aliases().get(identifier, ""))
    if path is None:
        raise unknown(identifier)
    return simulated(read_agreement_file(path), day(None))


@router.get(
    f"{DRAFT}/simulation",
    response={200: dict[str, Any], **GUARDED},
    tags=["check"],
    auth=KNOWN,
)
def simulate_draft(
    request: HttpRequest, organisation: Owner, name: TextName, number: Number
) -> Any:
    """Simulate a version of a draft of one's organisation; asks to draft and simulate."""
    caller(request).hold(PERMISSION)
    text = _version(request, organisation, name, number).text
    try:
        return simulated(read_agreement_text(text, AS_FILE), day(None))
    except Damaged as damaged:
        raise Problem(UNREADABLE, findings=damaged.findings) from damaged


@router.get(
    f"{DRAFT}/file",
    response=GUARDED,
    openapi_extra=file_content("docx", "pdf"),
    tags=["texts"],
    auth=KNOWN,
)
def draft_file(
    request: HttpRequest,
    organisation: Owner,
    name: TextName,
    number: Number,
    form: Literal["docx", "pdf"],
) -> Any:
    """Return a version of a draft as a file; asks for `agreement.draft`."""
    one = _version(request, organisation, name, number)
    try:
        document = draft(read_agreement_text(one.text, AS_FILE).agreement)
    except Damaged as damaged:
        raise Problem(UNREADABLE, findings=damaged.findings) from damaged
    return download(document, f"{name}-{number}", f".{form}")


def _version(request: HttpRequest, organisation: int, name: str, number: int) -> TextVersion:
    caller(request).require(KIND.permission, organisation=organisation)
    for one in versions(organisation, KIND.name, name):
        if one.number == number:
            return one
    raise unknown(f"{name} {number}")
