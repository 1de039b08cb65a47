"""Operations on annual information and the structured summary: looked at, compared, filed."""

import json
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Query, Schema

from tallystick.article6.reports.summary_document import summary_document
from tallystick.core.findings import Finding
from tallystick.io.aef_export import UnknownPeriodError, years_to_report
from tallystick.io.aef_frozen import freeze
from tallystick.ledger import open_ledger
from tallystick.web.api.answers import CSV_TOO, GUARDED, WRITING, FindingOut, listed, page_model
from tallystick.web.api.callers import KNOWN, desk
from tallystick.web.api.documents import DocumentRow, file_content
from tallystick.web.api.filings import filed
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery
from tallystick.web.api.problems import REFUSED, Problem
from tallystick.web.api.records import Code
from tallystick.web.api.report_files import no_period
from tallystick.web.api.writes import IdempotencyKey
from tallystick.web.authority import annual, reports
from tallystick.web.authority.initial_reports import newest_ndc
from tallystick.web.authority.keeping import download, rendered, versions, workbook
from tallystick.web.authority.models import Kind
from tallystick.web.authority.submitting import Subject
from tallystick.web.opendata.listing import Columns, sliced
from tallystick.web.places import ledger_place

HOME = "/parties/{code}/reports"
Year = Annotated[int, Path(ge=annual.FIRST_YEAR, le=annual.LAST_YEAR)]
FILED = {200: DocumentRow, 201: DocumentRow, **WRITING}


class YearsOut(Schema):
    """The years on which a Party has something to report; without an NDC on record, none."""

    has_ndc: bool
    years: list[int]


class AnnualOut(Schema):
    """Annual information as it would be filed today, and what is found about it."""

    version: str
    is_refused: bool
    rows: dict[str, int] = Field(description="How many rows each table has.")
    alone: list[FindingOut] = Field(description="What is found in the report itself.")
    together: list[FindingOut] = Field(description="What is found with other Parties' reports.")
    outcome: str = Field(description="Whether the Parties' rows agree.")
    others: list[str] = Field(description="Parties whose filed reports it was held against.")
    changes: dict[str, Any] | None = Field(description="Against the version filed last.")


class SummaryOut(Schema):
    """The structured summary as it stands, and what changed since the version filed last."""

    summary: dict[str, Any]
    changes: list[dict[str, Any]] | None


class SummaryRow(Schema):
    """A cell of table 4."""

    para: str
    year: str
    value: Any


TABLE4 = Columns("table4", SummaryRow)


@router.get(f"{HOME}/years", response={200: YearsOut, **GUARDED}, tags=["reports"], auth=KNOWN)
def years(request: HttpRequest, code: Code) -> Any:
    """List the years on which the Party has something to report; asks for `report.read`."""
    desk(request, code, "report.read")
    if newest_ndc(code) is None:
        return {"has_ndc": False, "years": []}
    with open_ledger(ledger_place()) as ledger:
        found = years_to_report(ledger, code, timezone.now().date().year - 1)
    return {"has_ndc": True, "years": found}


@router.get(
    f"{HOME}/annual/{{year}}", response={200: AnnualOut, **GUARDED}, tags=["reports"], auth=KNOWN
)
def annual_information(request: HttpRequest, code: Code, year: Year) -> Any:
    """Check the annual information of a year before it is filed; asks for `report.draft`."""
    found = _checked(request, code, year)
    return {
        "version": str(found.version),
        "is_refused": found.is_refused,
        "rows": {table: frame.height for table, frame in found.made.tables.items()},
        "alone": _told(found.alone),
        "together": _told(found.together),
        "outcome": found.verdict.value,
        "others": found.others,
        "changes": found.changes,
    }


@router.get(
    f"{HOME}/annual/{{year}}/file",
    response=GUARDED,
    openapi_extra=file_content("xlsx"),
    tags=["reports"],
    auth=KNOWN,
)
def annual_workbook(request: HttpRequest, code: Code, year: Year) -> Any:
    """Return the workbook of a year unless the pre-check refuses it; asks for `report.draft`."""
    found = _checked(request, code, year)
    if found.is_refused:
        raise Problem(REFUSED, findings=found.alone)
    return download(workbook(freeze(found.made)), f"{code}-{year}-{found.version}.xlsx")


@router.post(f"{HOME}/annual/{{year}}", response=FILED, tags=["reports"], auth=KNOWN)
def file_annual(request: HttpRequest, code: Code, year: Year, key: IdempotencyKey) -> Any:
    """File the annual information of a year as the next version; asks for `report.submit`."""
    desk(request, code, "report.submit")
    of = Subject(code, Kind.ANNUAL, str(year))
    try:
        return filed(request, key, of, lambda: annual.paper_of(code, year, timezone.now().date()))
    except UnknownPeriodError as error:
        raise no_period(code, year) from error


@router.get(f"{HOME}/summary", response={200: SummaryOut, **GUARDED}, tags=["reports"], auth=KNOWN)
def summary(request: HttpRequest, code: Code) -> Any:
    """Return the structured summary (2/CMA.3 annex para 23); asks for `report.read`."""
    desk(request, code, "report.read")
    report = reports.summary_of(code)
    told = reports.told_of(report, timezone.now().date())
    before = versions(code, Kind.SUMMARY, reports.subject_of(report))
    changes = reports.changes(json.loads(before[-1].data), told) if before else None
    return {"summary": told, "changes": changes}


@router.get(
    f"{HOME}/summary/table4",
    response={200: page_model(TABLE4), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["reports"],
    auth=KNOWN,
)
def table4(request: HttpRequest, code: Code, asked: Query[PageQuery]) -> Any:
    """List the cells of table 4 by paragraph and year; asks for `report.read`."""
    desk(request, code, "report.read")
    told = reports.told_of(reports.summary_of(code), timezone.now().date())
    rows = [
        {"para": row["para"], "year": str(year), "value": value}
        for row in told["structured_summary"]
        for year, value in row["values"].items()
    ]
    return listed(request, TABLE4, sliced(rows, asked.asked()))


@router.get(
    f"{HOME}/summary/file",
    response=GUARDED,
    openapi_extra=file_content("xlsx", "docx", "pdf"),
    tags=["reports"],
    auth=KNOWN,
)
def summary_file(request: HttpRequest, code: Code, form: Literal["xlsx", "docx", "pdf"]) -> Any:
    """Return the structured summary as a file; asks for `report.read`."""
    desk(request, code, "report.read")
    report = reports.summary_of(code)
    layout = summary_document(report, reports.made_on(report, timezone.now().date()))
    return download(rendered(layout, form), f"{code}-summary.{form}")


@router.post(f"{HOME}/summary", response=FILED, tags=["reports"], auth=KNOWN)
def file_summary(request: HttpRequest, code: Code, key: IdempotencyKey) -> Any:
    """File the structured summary as the next version; asks for `report.submit`."""
    desk(request, code, "report.submit")
    report = reports.summary_of(code)
    of = Subject(code, Kind.SUMMARY, reports.subject_of(report))
    return filed(request, key, of, lambda: reports.paper_of(report, code, timezone.now().date()))


def _checked(request: HttpRequest, code: str, year: int) -> annual.Checked:
    desk(request, code, "report.draft")
    try:
        return annual.checked(code, year, timezone.now().date())
    except UnknownPeriodError as error:
        raise no_period(code, year) from error


def _told(found: list[Finding]) -> list[dict[str, Any]]:
    return [one.to_json() for one in found]
