"""Where a request comes from, and how long its answer took."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from tallystick.web.operation import measures

log = logging.getLogger("tallystick.requests")
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


class Measured:
    """Count each answer with its time, and log it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does."""
        start = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - start
        method = request.method if request.method in KNOWN_METHODS else "other"
        measures.count(str(method), response.status_code, seconds)
        log.info(
            "answered",
            extra={
                "method": method,
                "path": request.path,
                "status": response.status_code,
                "seconds": round(seconds, 4),
                "address": request.META.get("REMOTE_ADDR"),
            },
        )
        return response
