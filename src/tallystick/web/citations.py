"""From a citation to the place on the law page where its paragraph is glossed."""

import re

from django.urls import reverse

from tallystick import law


def anchor(paragraph_id: str) -> str:
    """Return the fragment under which a paragraph stands on the law page."""
    return re.sub(r"[^0-9A-Za-z]+", "-", paragraph_id).strip("-")


def paragraph_url(citation: str) -> str:
    """Return the address of the paragraph, or of its nearest parent, in the current language."""
    return f"{reverse('law')}#{anchor(law.paragraph(citation).id)}"
