"""The page that proves a posting, and what a browser or anybody offline needs for it."""

import json
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tallystick.ledger.errors import LedgerError
from tallystick.ledger.reading import Kept, Reader, reading
from tallystick.web.opendata import ledger_lists
from tallystick.web.opendata.cursors import BadCursorError
from tallystick.web.people.power import public
from tallystick.web.places import ledger_place
from tallystick.web.public.pages import asked, page
from tallystick.web.public.steps import kind_name


@public
@require_safe
def postings(request: HttpRequest) -> HttpResponse:
    """List postings, the newest first, each with its proof."""
    try:
        listed = ledger_lists.postings(ledger_place(), asked(request))
    except BadCursorError as error:
        raise Http404 from error
    rows = [{**row, "kind": kind_name(row["kind"])} for row in listed.rows]
    context = {"rows": rows, "next": listed.next, "page": "proofs"}
    return page(request, "postings.html", context)


@public
@require_safe
def proof(request: HttpRequest, number: int) -> HttpResponse:
    """Show that a posting stands in the log, for the browser to verify."""
    kept, told, key = _read(number)
    context = {
        "posting": kept,
        "kind": kind_name(kept.kind),
        "recorded_at": datetime.fromisoformat(kept.recorded_at),
        "body": json.dumps(json.loads(kept.body), ensure_ascii=False, indent=2),
        "proof": told,
        "public_key": key,
        "page": "proofs",
    }
    return page(request, "proof.html", context)


@public
@require_safe
def proof_file(request: HttpRequest, number: int) -> HttpResponse:
    """Return the proof as a file that can be kept."""
    _, told, key = _read(number)
    if told is None:
        raise Http404
    response = JsonResponse({"posting": number, "public_key": key, **told})
    response.headers["Content-Disposition"] = f'attachment; filename="proof-{number}.json"'
    return response


def _read(number: int) -> tuple[Kept, dict[str, Any] | None, str | None]:
    """Return a posting, its proof, and the line of the public key where this computer has it."""
    if number >= 1 << 62:
        raise Http404
    with reading(ledger_place()) as reader:
        kept = reader.posting(number)
        found = reader.proof(number)
        key = public_key(reader)
    if kept is None:
        raise Http404
    return kept, found.to_json() if found else None, key


def public_key(reader: Reader) -> str | None:
    """Return the line of the public key where this computer has the key; None elsewhere."""
    try:
        key = reader.public_key(ledger_place())
    except LedgerError:
        return None
    return str(key) if key else None
