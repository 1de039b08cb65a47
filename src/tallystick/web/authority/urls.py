"""Where the workspace stands, below the language."""

from django.urls import path

from tallystick.web.authority import (
    annual,
    approaches,
    authorizations,
    holdings,
    initial_reports,
    keeping,
    moves,
    positions,
    proceeds,
    regular_reports,
    reports,
    signing,
)
from tallystick.web.texts.pages import text_pages

AUTHORIZATION = "authority/<str:code>/authorizations/"
REPORTS = "authority/<str:code>/reports/"

urlpatterns = [
    *text_pages(proceeds.KIND, "authority/proceeds"),
    path("authority/", approaches.desks, name="authority"),
    path("authority/holdings/", holdings.holdings, name="holdings"),
    *(
        path(f"authority/units/{kind.replace('_', '-')}/", view, name=f"move_{kind}")
        for kind, view in moves.VIEWS.items()
    ),
    path("authority/<str:code>/", approaches.overview, name="desk"),
    path("authority/<str:code>/approaches/new/", approaches.record, name="approach_new"),
    path(AUTHORIZATION, authorizations.authorizations, name="authority_authorizations"),
    path(f"{AUTHORIZATION}draft/", authorizations.draft, name="authorization_new"),
    path(f"{AUTHORIZATION}findings/", authorizations.findings, name="authorization_findings"),
    path("authority/<str:code>/signing/", signing.signing, name="signing"),
    path(
        "authority/<str:code>/signing/<str:identifier>/sign/", signing.sign, name="authority_sign"
    ),
    path(
        "authority/<str:code>/signing/<str:identifier>/consent/",
        signing.consent,
        name="authority_consent",
    ),
    path(
        f"{AUTHORIZATION}<str:identifier>/",
        authorizations.authorization,
        name="authority_authorization",
    ),
    path(
        f"{AUTHORIZATION}<str:identifier>/draft/",
        authorizations.draft,
        name="authorization_draft",
    ),
    path("authority/<str:code>/position/", positions.position, name="position"),
    path(
        "authority/<str:code>/position/<int:year>/<str:para>/",
        positions.adjustment,
        name="adjustment",
    ),
    path("authority/<str:code>/calendar/", reports.calendar, name="duties"),
    path("authority/<str:code>/calendar.ics", reports.calendar_file, name="duties_file"),
    path(REPORTS, reports.reports, name="reports"),
    path(f"{REPORTS}initial/", initial_reports.initial_report, name="initial_report"),
    path(f"{REPORTS}initial/file/", initial_reports.file_initial, name="file_initial"),
    path(f"{REPORTS}regular/<int:year>/", regular_reports.regular_report, name="regular_report"),
    path(f"{REPORTS}regular/<int:year>/file/", regular_reports.file_regular, name="file_regular"),
    path(f"{REPORTS}annual/<int:year>/", annual.annual, name="annual"),
    path(f"{REPORTS}annual/<int:year>/aef.xlsx", annual.annual_workbook, name="annual_workbook"),
    path(f"{REPORTS}annual/<int:year>/file/", annual.file_annual, name="file_annual"),
    path(f"{REPORTS}summary/", reports.summary, name="structured_summary"),
    path(f"{REPORTS}summary/file/", reports.file_summary, name="file_summary"),
    path(f"{REPORTS}summary/table4.<str:form>", reports.summary_file, name="summary_file"),
    path(
        f"{REPORTS}kept/<int:number>.<str:form>",
        keeping.kept_file,
        name="kept_file",
    ),
]
