"""How many requests a token, a user or an address may make, counted by all workers together.

Requests in flight at the same instant may be let through beyond the limit.
"""

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

from tallystick.web.api.callers import Caller


class CallerThrottle(SimpleRateThrottle):
    """Count by token, else by user, else by address; who is known may ask for more."""

    scope = "api"

    def __init__(self) -> None:
        super().__init__(settings.API_RATE)

    def get_cache_key(self, request: HttpRequest) -> str:
        """Return under which name a request is counted."""
        known = getattr(request, "auth", None)
        if isinstance(known, Caller):
            name = f"token-{known.token}" if known.token else known.person
        else:
            name = str(request.META.get("REMOTE_ADDR"))
        return f"throttle_{self.scope}_{name}"
