"""The addresses of the pages on which organisations write a kind of text."""

from functools import partial

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tallystick.web.people.power import needs
from tallystick.web.texts.editing import TextKind, edited, judged, listed, started


def text_pages(kind: TextKind, folder: str) -> list[URLPattern]:
    """Return the list, a new text, what is found while writing, and the editor, in a folder."""
    guarded, writing = needs(kind.permission), require_http_methods(["GET", "HEAD", "POST"])
    pages = {
        f"{folder}/": (require_safe(partial(listed, kind)), "_list"),
        f"{folder}/new/": (writing(partial(started, kind)), "_new"),
        f"{folder}/judged/": (require_POST(partial(judged, kind)), "_judged"),
        f"{folder}/<int:organisation>/<slug:name>/": (writing(partial(edited, kind)), ""),
    }
    return [path(at, guarded(view), name=kind.name + of) for at, (view, of) in pages.items()]
