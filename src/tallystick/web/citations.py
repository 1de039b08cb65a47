"""From a citation to the place on the law page where its paragraph is glossed."""

import re
from functools import cache

from django.urls import reverse
from django.utils.translation import get_language

from tallystick import law


def anchor(paragraph_id: str) -> str:
    """Return the fragment under which a paragraph stands on the law page."""
    return re.sub(r"[^0-9A-Za-z]+", "-", paragraph_id).strip("-")


def paragraph_url(citation: str) -> str:
    """Return the address of the paragraph, or of its nearest parent, in the current language."""
    return f"{_law_page(get_language())}#{_fragment(citation)}"


@cache
def _law_page(language: str | None) -> str:
    """Return the address of the law page in the current language, asked for a hundred times."""
    return reverse("law")


@cache
def _fragment(citation: str) -> str:
    return anchor(law.paragraph(citation).id)
