"""The operation that checks workbooks and opens a case for what nobody has opened yet."""

import hashlib
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from ninja import Field, File, Schema, Status, UploadedFile

from tallystick.web.api.answers import WRITING, FindingOut
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.entering import Entry, entered
from tallystick.web.api.operations import router
from tallystick.web.api.problems import TOO_LARGE, Problem, ProblemOut
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.reviewer.checking import opening, to_open
from tallystick.web.reviewer.entering import opened_so_far
from tallystick.web.uploads import TooMuchError, read_workbooks


class OpenedOut(Schema):
    """How the check came out, and which cases were opened for it."""

    is_consistent: bool
    first: int | None = Field(description="Number of the first case opened; null for none.")
    opened: int
    findings: list[FindingOut]


@router.post(
    "/aef/cases",
    response={200: OpenedOut, 201: OpenedOut, **WRITING, 413: ProblemOut},
    tags=["cases"],
    auth=KNOWN,
)
def open_cases(request: HttpRequest, files: File[list[UploadedFile]], key: IdempotencyKey) -> Any:
    """Check workbooks and open a case for every inconsistency without one; asks `case.open`."""
    caller(request).hold("case.open")
    try:
        read = read_workbooks(files)
    except TooMuchError as error:
        raise Problem(TOO_LARGE) from error
    report = read.checked()
    found, first = to_open(read, report), opened_so_far() + 1
    told: dict[str, Any] = {
        "is_consistent": report.consistent,
        "first": None,
        "opened": 0,
        "findings": [one.to_json() for one in report.findings],
    }
    if not found:
        return Status(HTTPStatus.OK, told)
    entry = Entry(
        action="case.open",
        subject=f"{len(found)} cases",
        name=first,
        needed="case.open",
        asked=_digest(files),
        make=opening(found),
    )
    done = entered(request, key, entry)
    return Status(HTTPStatus.CREATED, {**told, "first": done.name, "opened": len(found)})


def _digest(files: list[UploadedFile]) -> str:
    """Return what makes two uploads the same."""
    digests = []
    for one in files:
        one.seek(0)
        digests.append(hashlib.sha256(one.read()).hexdigest())
    return " ".join(sorted(digests))
