"""Where a request comes from, by which id it is known, and how long its answer took."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase

from tallystick.web.operation import measures
from tallystick.web.operation.logs import request_id

log = logging.getLogger("tallystick.requests")
GOOD_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
SECRET_PARTS = frozenset({"secret", "key"})
"""What the parts of an address are called that must not come into a log."""

KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class ClientAddress:
    """Take the address that the outermost trusted proxy saw, where there are such proxies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the address put right."""
        chain = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
        if settings.TRUSTED_PROXIES and len(chain) >= settings.TRUSTED_PROXIES and chain[0]:
            request.META["REMOTE_ADDR"] = chain[-settings.TRUSTED_PROXIES]
        return self.get_response(request)


class Known:
    """Give each request an id, which its answer and every log line about it carry.

    The id that a trusted proxy has given is kept, so that its log and ours can be read together.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the id."""
        given = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
        known = given if GOOD_ID.fullmatch(given) else uuid4().hex
        before = request_id.set(known)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(before)
        response.headers["X-Request-ID"] = known
        return response


class Measured:
    """Count each answer with its time and queries, and log it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does."""
        start, queries = time.perf_counter(), Queries()
        with connection.execute_wrapper(queries):
            response = self.get_response(request)
        seconds = time.perf_counter() - start
        method = request.method if request.method in KNOWN_METHODS else "other"
        measures.count(str(method), response.status_code, seconds)
        log.info("answered", extra=_told(request, response.status_code, seconds, queries.count))
        return response


class Queries:
    """Counts what Django asks of its tables; what the ledger asks is not among it."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *told: Any) -> Any:
        """Count one query and let it go on."""
        self.count += 1
        return execute(*told)


def _told(request: HttpRequest, status: int, seconds: float, queries: int) -> dict[str, object]:
    """Return what a log line says of an answer; the user only where somebody asked who it is."""
    user = request.__dict__.get("_cached_user")
    return {
        "method": request.method if request.method in KNOWN_METHODS else "other",
        "path": _path(request),
        "status": status,
        "seconds": round(seconds, 4),
        "address": request.META.get("REMOTE_ADDR"),
        "user": getattr(user, "pk", None),
        "queries": queries,
    }


def _path(request: HttpRequest) -> str:
    """Return the path, or only its pattern where a part of it lets somebody in."""
    match = request.resolver_match
    return f"/{match.route}" if match and SECRET_PARTS & match.kwargs.keys() else request.path
