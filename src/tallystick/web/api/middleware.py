"""Whatever is refused under `/api` before an operation is reached is a problem document too."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase

from tallystick.web.api import problems
from tallystick.web.api.problems import MEDIA_TYPE, Kind, Problem, answer

API = "/api/"
KINDS: Mapping[int, Kind] = {
    HTTPStatus.BAD_REQUEST: problems.MALFORMED,
    HTTPStatus.FORBIDDEN: problems.FORBIDDEN,
    HTTPStatus.NOT_FOUND: problems.UNKNOWN,
    HTTPStatus.METHOD_NOT_ALLOWED: problems.METHOD,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: problems.TOO_LARGE,
    HTTPStatus.INTERNAL_SERVER_ERROR: problems.BROKEN,
}
KEPT = ("Allow", "Retry-After")
"""Headers of the first answer that the problem document carries on."""


class Problems:
    """Answer programs with problem documents where Django would answer with a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does, in the form that programs read."""
        response = self.get_response(request)
        kind = KINDS.get(response.status_code)
        is_told = response.headers.get("Content-Type", "").startswith(MEDIA_TYPE)
        if kind is None or is_told or not request.path.startswith(API):
            return response
        told = answer(request, Problem(kind))
        for name in KEPT:
            if name in response.headers:
                told.headers[name] = response.headers[name]
        return told
