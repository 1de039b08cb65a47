"""What every answer carries."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tallystick.web.brief import BeingCountedError
from tallystick.web.errors import being_counted


def policy() -> str:
    """Return what a page may load; forms may also lead to the identity providers configured."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", ())
    servers = (urlsplit(app["settings"]["server_url"]) for app in apps)
    origins = " ".join(f"{one.scheme}://{one.netloc}" for one in servers)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self' data:",
            "base-uri 'none'",
            f"form-action 'self' {origins}".strip(),
            "frame-ancestors 'none'",
        )
    )


class BeingCounted:
    """Answer with a page of its own where the sums of a long journal are not known yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say so where that is what kept the view from answering."""
        return being_counted(request) if isinstance(error, BeingCountedError) else None


class ContentSecurityPolicy:
    """Let a page load only what ships with it: no inline scripts, nothing from elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response, self.policy = get_response, policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does, with the policy added."""
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = self.policy
        return response
