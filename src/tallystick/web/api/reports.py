"""Operations on regular information, annex 4 of the biennial transparency report."""

import json
from typing import Any

from django.http import HttpRequest

from tallystick.article6.reports.made import DataUsed, Made
from tallystick.article6.reports.regular import RegularReport
from tallystick.article6.reports.tell import regular_to_json
from tallystick.core.findings import Finding, Text, refused
from tallystick.io.report_file import read_regular
from tallystick.ledger import Refused
from tallystick.web.api.answers import GUARDED, WRITING
from tallystick.web.api.callers import KNOWN, desk
from tallystick.web.api.checks import YAML_BODY, body_file
from tallystick.web.api.documents import DocumentRow
from tallystick.web.api.filings import filed
from tallystick.web.api.operations import router
from tallystick.web.api.problems import INVALID, Problem, ProblemOut
from tallystick.web.api.records import Code
from tallystick.web.api.report_files import judged_regular
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.authority.keeping import Paper
from tallystick.web.authority.models import Document, Kind
from tallystick.web.authority.regular_form import as_file
from tallystick.web.authority.regular_reports import paper_of
from tallystick.web.authority.submitting import Subject

HOME = "/parties/{code}/reports/regular"
LARGE = {413: ProblemOut}


@router.post(
    f"{HOME}/check",
    response={200: dict[str, Any], **GUARDED, **LARGE},
    tags=["reports"],
    auth=KNOWN,
    openapi_extra=YAML_BODY,
)
def check_regular(request: HttpRequest, code: Code) -> Any:
    """Judge regular information, JSON or YAML, with the ledger; asks for `report.draft`."""
    desk(request, code, "report.draft")
    report, found = _read(request, code)
    return regular_to_json(report, found, Made((DataUsed("ledger"),), report.submitted_on))


@router.post(
    HOME,
    response={200: DocumentRow, 201: DocumentRow, **WRITING, **LARGE},
    tags=["reports"],
    auth=KNOWN,
    openapi_extra=YAML_BODY,
)
def file_regular(request: HttpRequest, code: Code, key: IdempotencyKey) -> Any:
    """File regular information as the next version of its year; asks for `report.submit`."""
    desk(request, code, "report.submit")
    report, found = _read(request, code)
    file = as_file(report)

    def made() -> Paper:
        if refused(found):
            raise Refused(found)
        paper = paper_of(report, found, file)
        if paper is None:
            raise Problem(INVALID, Text("submitted: state the day", "submitted：请注明提交日期"))
        return paper

    def is_same(kept: Document) -> bool:
        return bool(json.loads(kept.data).get("file") == file)

    return filed(request, key, Subject(code, Kind.REGULAR, str(report.year)), made, is_same)


def _read(request: HttpRequest, code: str) -> tuple[RegularReport, list[Finding]]:
    with body_file(request) as path:
        report = read_regular(path)
    return judged_regular(report, code)
