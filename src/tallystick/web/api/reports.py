"""Operations on regular information, annex 4 of the biennial transparency report."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from ninja import Schema, Status

from tallystick.article6.reports.made import DataUsed, Made
from tallystick.article6.reports.regular import RegularReport
from tallystick.article6.reports.tell import regular_to_json
from tallystick.core.findings import Finding, Text, refused
from tallystick.io.report_file import read_regular
from tallystick.web.api.answers import GUARDED, WRITING
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.checks import YAML_BODY, body_file
from tallystick.web.api.operations import router
from tallystick.web.api.problems import (
    INVALID,
    KEY_CONFLICT,
    OVERTAKEN,
    REFUSED,
    Problem,
    ProblemOut,
)
from tallystick.web.api.records import Code
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.audit.models import Door
from tallystick.web.audit.trail import acting
from tallystick.web.authority.keeping import VersionTakenError, keep
from tallystick.web.authority.models import Document
from tallystick.web.authority.regular_form import as_file
from tallystick.web.authority.regular_reports import NoPeriodError, judged, paper_of

HOME = "/parties/{code}/reports/regular"
LARGE = {413: ProblemOut}


class FiledOut(Schema):
    """A paper as it is kept."""

    id: int
    party: str
    kind: str
    subject: str
    version: str
    sha256: str


@router.post(
    f"{HOME}/check",
    response={200: dict[str, Any], **GUARDED, **LARGE},
    tags=["reports"],
    auth=KNOWN,
    openapi_extra=YAML_BODY,
)
def check_regular(request: HttpRequest, code: Code) -> Any:
    """Judge regular information, JSON or YAML, with the ledger; asks for `report.draft`."""
    caller(request).require("report.draft", party=code)
    report, found = _read(request, code)
    return regular_to_json(report, found, Made((DataUsed("ledger"),), report.submitted_on))


@router.post(
    HOME,
    response={200: FiledOut, 201: FiledOut, **WRITING, **LARGE},
    tags=["reports"],
    auth=KNOWN,
    openapi_extra=YAML_BODY,
)
def file_regular(request: HttpRequest, code: Code, key: IdempotencyKey) -> Any:
    """File regular information as the next version of its year; asks for `report.submit`."""
    asks = caller(request)
    asks.require("report.submit", party=code)
    report, found = _read(request, code)
    file, own_key = as_file(report), f"api {asks.person} {key}"
    before = Document.objects.filter(key=own_key).first()
    if before is not None:
        if json.loads(before.data).get("file") != file:
            raise Problem(KEY_CONFLICT)
        return Status(HTTPStatus.OK, _told(before))
    if refused(found):
        raise Problem(REFUSED, findings=found)
    paper = paper_of(report, found, file)
    if paper is None:
        raise Problem(INVALID, Text("submitted: state the day", "submitted：请注明提交日期"))
    subject = f"{code} {report.year} {paper.version}"
    try:
        with acting(request, "report.submit", door=Door.API, key=own_key, subject=subject):
            kept = keep(asks.user, own_key, paper)
    except VersionTakenError as error:
        raise Problem(OVERTAKEN) from error
    return Status(HTTPStatus.CREATED, _told(kept))


def _read(request: HttpRequest, code: str) -> tuple[RegularReport, list[Finding]]:
    """Read the body, which is the Party's own and leaves the amounts to the ledger."""
    with body_file(request) as path:
        report = read_regular(path)
    if report.party != code:
        detail = Text(f"party: it is {report.party}, not {code}", f"party：应为 {code}")
        raise Problem(INVALID, detail)
    if report.amounts:
        said = Text("amounts: leave them to the ledger", "amounts：请删去，由账本提供")
        raise Problem(INVALID, said)
    try:
        return judged(report)
    except NoPeriodError as error:
        said = Text(
            f"no NDC period on record of {code} contains {report.year}",
            f"{code} 没有包含 {report.year} 年的国家自主贡献周期",
        )
        raise Problem(INVALID, said) from error


def _told(kept: Document) -> dict[str, Any]:
    names = ("party", "kind", "subject", "version", "sha256")
    return {"id": kept.pk, **{name: getattr(kept, name) for name in names}}
