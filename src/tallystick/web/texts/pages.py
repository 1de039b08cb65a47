"""The addresses of the pages on which organisations write a kind of text."""

from collections.abc import Callable
from functools import partial, update_wrapper

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tallystick.web.people.power import needs
from tallystick.web.texts.editing import TextKind, edited, judged, listed, started

View = Callable[..., HttpResponse]


def text_pages(kind: TextKind, folder: str) -> list[URLPattern]:
    """Return the list, a new text, what is found while writing, and the editor, in a folder."""
    guarded, writing = needs(kind.permission), require_http_methods(["GET", "HEAD", "POST"])
    pages = {
        f"{folder}/": (require_safe(_of(kind, listed)), "_list"),
        f"{folder}/new/": (writing(_of(kind, started)), "_new"),
        f"{folder}/judged/": (require_POST(_of(kind, judged)), "_judged"),
        f"{folder}/<int:organisation>/<slug:name>/": (writing(_of(kind, edited)), ""),
    }
    return [path(at, guarded(view), name=kind.name + of) for at, (view, of) in pages.items()]


def _of(kind: TextKind, view: View) -> View:
    """Return a view for a kind of text, under the name of the view."""
    return update_wrapper(partial(view, kind), view)
