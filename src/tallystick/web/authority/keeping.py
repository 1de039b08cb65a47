"""Documents kept as they were filed, one row for each version, and written out in any form."""

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tallystick.article6.reports.document import Document as Layout
from tallystick.article6.reports.filed import FiledReport
from tallystick.article6.reports.versions import Version
from tallystick.io.documents import FORMS, write_document
from tallystick.io.documents.kept import read_layout, write_layout
from tallystick.web.authority.models import Document, Kind
from tallystick.web.authority.scope import desk
from tallystick.web.languages import is_chinese
from tallystick.web.people.models import User
from tallystick.web.people.power import needs

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


class VersionTakenError(Exception):
    """Somebody else filed this version in the meantime."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A version of a paper that is to be kept, as `Document` tells it."""

    kind: Kind
    party: str
    subject: str
    version: str
    on: date
    data: str
    layout: Layout | None = None
    approaches: tuple[str, ...] = ()


def keep(by: User, key: str, paper: Paper) -> Document:
    """Keep a version; asked again under the same key, return what is kept.

    Raises VersionTakenError where the version stands under another key.
    """
    printed = write_layout(paper.layout) if paper.layout else ""
    told = {
        "party": paper.party,
        "kind": paper.kind,
        "subject": paper.subject,
        "version": paper.version,
        "submitted_on": paper.on,
        "approaches": list(paper.approaches),
        "data": paper.data,
        "layout": printed,
        "sha256": hashlib.sha256((paper.data + printed).encode()).hexdigest(),
        "made_by": by,
    }
    try:
        with transaction.atomic():
            return Document.objects.get_or_create(key=key, defaults=told)[0]
    except IntegrityError as error:
        raise VersionTakenError(paper.version) from error


def versions(party: str, kind: Kind, subject: str | None = None) -> list[Document]:
    """Return the kept versions of a Party's papers of a kind, the oldest first."""
    found = Document.objects.filter(party=party, kind=kind).select_related("made_by")
    return list((found.filter(subject=subject) if subject else found).order_by("id"))


def filed_initial(party: str) -> tuple[FiledReport, ...]:
    """Return the initial reports on file, as later papers are judged by them."""
    return tuple(
        FiledReport(Version.parse(one.version), one.submitted_on, frozenset(one.approaches))
        for one in versions(party, Kind.INITIAL)
    )


@needs("report.read")
@require_safe
def kept_file(request: HttpRequest, code: str, number: int, form: str) -> HttpResponse:
    """Hand out a kept document as Word, PDF, Excel or JSON in the language of the page."""
    desk(request, code, "report.read")
    found = Document.objects.filter(pk=number, party=code).first()
    if found is None or form not in TYPES:
        raise Http404(form)
    return written_out(found, form)


def written_out(found: Document, form: str) -> HttpResponse:
    """Answer with a kept document in a form of `TYPES`; Http404 where it has no such form."""
    name = f"{found.party}-{found.kind}-{found.subject}-{found.version}.{form}"
    if form == "json":
        return download(found.data.encode(), name)
    if found.layout:
        return download(rendered(read_layout(found.layout), form), name)
    if form != "xlsx":
        raise Http404(form)
    return download(workbook(found.data), name)


def download(content: bytes, name: str) -> HttpResponse:
    """Answer with a file."""
    safe = "".join(one if one.isalnum() or one in ".-_" else "_" for one in name)
    headers = {"Content-Disposition": f'attachment; filename="{safe}"'}
    return HttpResponse(content, content_type=TYPES[safe.rpartition(".")[2]], headers=headers)


def rendered(layout: Layout, form: str) -> bytes:
    """Return a document in a form, in the language of the page; Http404 for another form."""
    if f".{form}" not in FORMS:
        raise Http404(form)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"document.{form}"
        write_document(layout, path, "zh" if is_chinese() else "en")
        return path.read_bytes()


def workbook(frozen: str) -> bytes:
    """Return the workbook of kept annual information."""
    from tallystick.io.aef_frozen import thaw
    from tallystick.io.aef_write import write_aef

    with tempfile.TemporaryDirectory() as folder:
        source, path = Path(folder) / "frozen.json", Path(folder) / "aef.xlsx"
        source.write_text(frozen, encoding="utf-8")
        write_aef(thaw(source), path)
        return path.read_bytes()
