"""What every page is given."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from tallystick import __version__
from tallystick.web.languages import choices
from tallystick.web.navigation import navigation
from tallystick.web.people.middleware import is_demonstration

THEMES = ("light", "dark")


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Return the version, the languages, the navigation, the theme and whether it is a demo."""
    user = getattr(request, "user", None) or AnonymousUser()  # refused before anybody was known
    theme = request.COOKIES.get("tallystick_theme", "")
    return {
        "version": __version__,
        "languages": choices(request),
        "navigation": list(navigation(request, user)),
        "theme": theme if theme in THEMES else "",
        "is_demonstration": is_demonstration(),
    }
