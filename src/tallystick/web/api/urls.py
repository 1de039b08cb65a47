"""The operations under `/api/v1`, and how what goes wrong is answered."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.views.decorators.http import require_safe
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from tallystick.core.findings import Text
from tallystick.ledger import LedgerError
from tallystick.web.api import (
    accounts,
    annual,
    approvals,
    audit,
    authorizations,
    cases,
    certificates,
    checks,
    compliance,
    documents,
    drafts,
    hooks,
    links,
    log,
    movements,
    openings,
    operations,
    people,
    positions,
    problems,
    reads,
    records,
    remarks,
    reports,
    restraints,
    reviews,
    signatures,
    simulations,
    terms,
    texts,
    tokening,
    units,
    writes,
)
from tallystick.web.api.openapi import make_api
from tallystick.web.api.problems import Problem, answer, forbidden
from tallystick.web.api.throttling import CallerThrottle
from tallystick.web.opendata.cursors import BadCursorError
from tallystick.web.people.power import declared

PARTS = (
    reads,
    units,
    writes,
    accounts,
    movements,
    approvals,
    records,
    restraints,
    terms,
    reports,
    annual,
    drafts,
    documents,
    authorizations,
    signatures,
    positions,
    cases,
    openings,
    reviews,
    remarks,
    compliance,
    texts,
    simulations,
    links,
    certificates,
    checks,
    hooks,
    people,
    tokening,
    audit,
    log,
)
"""The modules whose import enters the operations."""

api = make_api()
api.throttle = [CallerThrottle()]
api.add_router("", operations.router)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer(request, problem)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first: dict[str, Any] = error.errors[0] if error.errors else {}
    place = ".".join(str(part) for part in first.get("loc", ())[1:])
    said = f"{place}: {first.get('msg', '')}".strip(": ")
    return answer(request, Problem(problems.INVALID, Text(said, f"字段不符合要求（{said}）")))


@api.exception_handler(BadCursorError)
def _cursor(request: HttpRequest, error: BadCursorError) -> HttpResponse:
    detail = Text("the cursor is not one of this list", "游标不属于此列表")
    return answer(request, Problem(problems.INVALID, detail))


@api.exception_handler(AuthenticationError)
def _unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return answer(request, Problem(problems.UNAUTHENTICATED))


@api.exception_handler(Throttled)
def _throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    response = answer(request, Problem(problems.TOO_MANY))
    if error.wait is not None:
        response.headers["Retry-After"] = str(int(error.wait) + 1)
    return response


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return answer(request, Problem(problems.TOO_LARGE))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    kind = problems.FORBIDDEN if error.status_code == HTTPStatus.FORBIDDEN else problems.MALFORMED
    return answer(request, Problem(kind, Text(str(error), f"请求无法处理（{error}）")))


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return answer(request, forbidden(str(error)))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return answer(request, Problem(problems.UNKNOWN))


@api.exception_handler(LedgerError)
def _unavailable(request: HttpRequest, error: LedgerError) -> HttpResponse:
    return answer(request, Problem(problems.UNAVAILABLE))


app_name = "ninja"
urlpatterns = api.urls[0]
for _pattern in urlpatterns:
    if isinstance(_pattern, URLPattern):
        if _pattern.name == "openapi-json":  # ninja answers every method there
            _pattern.callback = require_safe(_pattern.callback)
        declared(_pattern.callback, "public")
