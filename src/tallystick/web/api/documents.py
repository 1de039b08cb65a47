"""Operations on the papers a Party has filed or signed: listed, told, and as files."""

import json
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Schema

from tallystick.web.api.answers import CSV_TOO, GUARDED, listed, page_model
from tallystick.web.api.callers import KNOWN, desk
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery, newest_first
from tallystick.web.api.postings_in import LARGEST
from tallystick.web.api.problems import unknown
from tallystick.web.api.records import Code
from tallystick.web.authority.keeping import TYPES, written_out
from tallystick.web.authority.models import Document
from tallystick.web.opendata.listing import Columns

Number = Annotated[int, Path(ge=1, le=LARGEST)]
Paper = Literal["authorization", "initial", "aef", "summary", "regular"]


class DocumentRow(Schema):
    """One version of a paper as it was filed or signed."""

    id: int
    party: str
    kind: str
    subject: str
    version: str
    submitted_on: date
    approaches: list[str]
    sha256: str
    made_by: str
    made_at: datetime


class DocumentOut(DocumentRow):
    """A kept paper with its content."""

    data: dict[str, Any]


class DocumentQuery(PageQuery):
    """Which kept papers are wanted."""

    kind: Paper | None = None


DOCUMENTS = Columns("documents", DocumentRow)


def file_content(*forms: str) -> dict[str, Any]:
    """Return how the OpenAPI document tells an answer that is a file in one of several forms."""
    told = {TYPES[form]: {"schema": {"type": "string", "format": "binary"}} for form in forms}
    return {"responses": {200: {"description": "OK", "content": told}}}


@router.get(
    "/parties/{code}/documents",
    response={200: page_model(DOCUMENTS), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["reports"],
    auth=KNOWN,
)
def documents(request: HttpRequest, code: Code, asked: Query[DocumentQuery]) -> Any:
    """List the kept papers of a Party, the newest first; asks for `report.read`."""
    desk(request, code, "report.read")
    found = Document.objects.filter(party=code).select_related("made_by")
    narrowed = found.filter(kind=asked.kind) if asked.kind else found
    return listed(request, DOCUMENTS, newest_first(narrowed, asked, document_told))


def document_told(one: Document) -> dict[str, Any]:
    """Return a kept paper as a row of the list."""
    kept = DocumentRow.model_fields.keys() - {"id", "made_by"}
    told = {name: getattr(one, name) for name in kept}
    return {**told, "id": one.pk, "made_by": str(one.made_by)}


@router.get(
    "/parties/{code}/documents/{number}",
    response={200: DocumentOut, **GUARDED},
    tags=["reports"],
    auth=KNOWN,
)
def document(request: HttpRequest, code: Code, number: Number) -> Any:
    """Return a kept paper with its content as data; asks for `report.read`."""
    found = _found(request, code, number)
    return {**document_told(found), "data": json.loads(found.data)}


@router.get(
    "/parties/{code}/documents/{number}/file",
    response=GUARDED,
    openapi_extra=file_content("json", "docx", "pdf", "xlsx"),
    tags=["reports"],
    auth=KNOWN,
)
def document_file(
    request: HttpRequest, code: Code, number: Number, form: Literal["json", "docx", "pdf", "xlsx"]
) -> Any:
    """Return a kept paper as a file in the language of the request; asks for `report.read`."""
    return written_out(_found(request, code, number), form)


def _found(request: HttpRequest, code: str, number: int) -> Document:
    desk(request, code, "report.read")
    found = Document.objects.filter(pk=number, party=code).select_related("made_by").first()
    if found is None:
        raise unknown(str(number))
    return found
