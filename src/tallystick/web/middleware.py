"""What every answer carries."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse


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


class ContentSecurityPolicy:
    """Let a page load only what ships with it: no inline scripts, nothing from elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response, self.policy = get_response, policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does, with the policy added."""
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = self.policy
        return response
