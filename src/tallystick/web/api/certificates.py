"""The certificate of a cancellation, for programs."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Schema

from tallystick.article6.reports.document import words_in
from tallystick.web.api.answers import GUARDED
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.documents import file_content
from tallystick.web.api.operations import router
from tallystick.web.api.postings_in import LARGEST
from tallystick.web.api.problems import unknown
from tallystick.web.entity.certificates import certified
from tallystick.web.texts.documents import download, language, shown


class CertificateOut(Schema):
    """What was cancelled, and where its proof stands."""

    number: int
    account: str
    proof: str = Field(description="Address of the public proof.")
    is_undone: bool = Field(description="Whether a correction has undone the cancellation.")
    title: str | None = Field(description="In the language of the request; null once undone.")
    blocks: list[dict[str, Any]]


@router.get(
    "/certificates/{number}", response={200: CertificateOut, **GUARDED}, tags=["read"], auth=KNOWN
)
def certificate(request: HttpRequest, number: Annotated[int, Path(ge=1, le=LARGEST)]) -> Any:
    """Return the certificate of a cancellation by its posting; asks for `account.read`."""
    caller(request).hold("account.read")
    found = certified(request, number)
    document = found["document"]
    return {
        "number": number,
        "account": found["account"],
        "proof": found["address"],
        "is_undone": document is None,
        "title": words_in(document.title, language()) if document else None,
        "blocks": shown(document) if document else [],
    }


@router.get(
    "/certificates/{number}/file",
    response=GUARDED,
    openapi_extra=file_content("pdf"),
    tags=["read"],
    auth=KNOWN,
)
def certificate_file(request: HttpRequest, number: Annotated[int, Path(ge=1, le=LARGEST)]) -> Any:
    """Return the certificate as a PDF; 404 for what was undone. Asks for `account.read`."""
    caller(request).hold("account.read")
    document = certified(request, number)["document"]
    if document is None:
        raise unknown(str(number))
    return download(document, f"certificate-{number}", ".pdf")
