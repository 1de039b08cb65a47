"""The language of a request, and which of a text's languages a page prints."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from tallystick.core.findings import Text


def is_chinese() -> bool:
    """Whether the page is being written in Chinese."""
    return (get_language() or "en").startswith("zh")


def pick(text: Text) -> str:
    """Return the text in the language of the page."""
    return text.zh if is_chinese() else text.en


def choices(request: HttpRequest) -> list[dict[str, str]]:
    """List the languages with the address of this same page in each."""
    return [
        {"code": code, "name": name, "url": translate_url(request.get_full_path(), code)}
        for code, name in settings.LANGUAGES
    ]
