"""Operations on drafts of reports: looked at, saved over what was seen, and filed."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Schema

from tallystick.core.findings import Finding, worst
from tallystick.web.api import report_files
from tallystick.web.api.answers import GUARDED, WRITING, FindingOut
from tallystick.web.api.callers import KNOWN, desk
from tallystick.web.api.documents import DocumentRow
from tallystick.web.api.filings import filed_draft
from tallystick.web.api.once import Order, once
from tallystick.web.api.operations import router
from tallystick.web.api.postings_in import LARGEST, Strict
from tallystick.web.api.problems import OVERTAKEN, Problem, ProblemOut, unknown
from tallystick.web.api.records import Code
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.authority import drafts
from tallystick.web.authority.initial_reports import SUBJECT, paper_of
from tallystick.web.authority.models import Kind
from tallystick.web.authority.regular_reports import FIRST_YEAR, LAST_YEAR, paper_of_draft
from tallystick.web.authority.submitting import Subject

INITIAL = "/parties/{code}/reports/initial/draft"
REGULAR = "/parties/{code}/reports/regular/{year}/draft"
Year = Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR)]


class DraftIn(Strict):
    """A report in the form of its file, and the revision it is saved over, 0 for a new one."""

    file: dict[str, Any]
    revision: int = Field(ge=0, le=LARGEST)


class SeenIn(Strict):
    """The revision of the draft that the caller has looked at."""

    revision: int = Field(ge=1, le=LARGEST)


class DraftOut(Schema):
    """A draft as it stands, and what is found in it."""

    party: str
    kind: str
    subject: str
    revision: int
    saved_by: str
    saved_at: datetime
    file: dict[str, Any]
    verdict: str
    findings: list[FindingOut]


SAVED = {200: DraftOut, **WRITING, 413: ProblemOut}
FILED = {200: DocumentRow, 201: DocumentRow, **WRITING}


@router.get(INITIAL, response={200: DraftOut, **GUARDED}, tags=["reports"], auth=KNOWN)
def initial_draft(request: HttpRequest, code: Code) -> Any:
    """Return the open draft of the initial report; asks for `report.draft`."""
    desk(request, code, "report.draft")
    of = _initial(code)
    return draft_told(of, report_files.initial(code, content(of))[1])


@router.post(INITIAL, response=SAVED, tags=["reports"], auth=KNOWN)
def save_initial(request: HttpRequest, code: Code, body: DraftIn, key: IdempotencyKey) -> Any:
    """Save the draft of the initial report, or of its next version; asks for `report.draft`."""
    desk(request, code, "report.draft")
    file, found = report_files.initial(code, body.file)
    return _saved(request, key, _initial(code), (file, body.revision), found)


@router.post(f"{INITIAL}/filing", response=FILED, tags=["reports"], auth=KNOWN)
def file_initial(request: HttpRequest, code: Code, body: SeenIn, key: IdempotencyKey) -> Any:
    """File the draft of the initial report as it was seen; asks for `report.submit`."""
    desk(request, code, "report.submit")
    return filed_draft(request, key, (_initial(code), body.revision), paper_of)


@router.get(REGULAR, response={200: DraftOut, **GUARDED}, tags=["reports"], auth=KNOWN)
def regular_draft(request: HttpRequest, code: Code, year: Year) -> Any:
    """Return the open draft of the regular information of a year; asks for `report.draft`."""
    desk(request, code, "report.draft")
    of = _regular(code, year)
    return draft_told(of, report_files.regular(code, content(of), year)[1])


@router.post(REGULAR, response=SAVED, tags=["reports"], auth=KNOWN)
def save_regular(
    request: HttpRequest, code: Code, year: Year, body: DraftIn, key: IdempotencyKey
) -> Any:
    """Save the draft of the regular information of a year; asks for `report.draft`."""
    desk(request, code, "report.draft")
    file, found = report_files.regular(code, body.file, year)
    return _saved(request, key, _regular(code, year), (file, body.revision), found)


@router.post(f"{REGULAR}/filing", response=FILED, tags=["reports"], auth=KNOWN)
def file_regular_draft(
    request: HttpRequest, code: Code, year: Year, body: SeenIn, key: IdempotencyKey
) -> Any:
    """File the draft of the regular information as it was seen; asks for `report.submit`."""
    desk(request, code, "report.submit")
    return filed_draft(request, key, (_regular(code, year), body.revision), paper_of_draft)


def _initial(code: str) -> Subject:
    return Subject(code, Kind.INITIAL, SUBJECT)


def _regular(code: str, year: int) -> Subject:
    return Subject(code, Kind.REGULAR, str(year))


def content(of: Subject) -> dict[str, Any]:
    """Return what an open draft says; raises the problem `NOT_FOUND` where there is none."""
    draft = drafts.find(of.party, of.kind, of.subject)
    if draft is None:
        raise unknown(of.subject)
    return draft.content


def _saved(
    request: HttpRequest,
    key: str,
    of: Subject,
    written: tuple[dict[str, Any], int],
    found: list[Finding],
) -> Any:
    save_draft(request, key, of, written, "report.draft")
    return draft_told(of, found)


def save_draft(
    request: HttpRequest,
    key: str,
    of: Subject,
    written: tuple[dict[str, Any], int],
    permission: str,
) -> None:
    """Save a file over a revision, once under the caller's key; raises the problem `OVERTAKEN`."""
    asks = desk(request, of.party, permission)
    order = Order(
        action=permission,
        subject=f"{of.party} {of.subject}",
        asked=f"{of.party} {of.kind} {of.subject} {written}",
    )
    try:
        once(
            request,
            key,
            order,
            lambda: drafts.save(asks.user, of.party, of.kind, of.subject, *written),
        )
    except drafts.OvertakenError as error:
        raise Problem(OVERTAKEN) from error


def draft_told(of: Subject, found: list[Finding]) -> dict[str, Any]:
    """Return an open draft with what is found in it."""
    draft = drafts.find(of.party, of.kind, of.subject)
    if draft is None:
        raise unknown(of.subject)
    kept = ("party", "kind", "subject", "revision", "saved_at")
    return {
        **{name: getattr(draft, name) for name in kept},
        "saved_by": str(draft.saved_by),
        "file": draft.content,
        "verdict": worst(found).value,
        "findings": [one.to_json() for one in found],
    }
