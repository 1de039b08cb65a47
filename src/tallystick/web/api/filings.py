"""Filing through the interface: one answer for every kind of paper, once under its key."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from ninja import Status

from tallystick.ledger import Refused
from tallystick.web.api.callers import caller
from tallystick.web.api.documents import document_told
from tallystick.web.api.problems import KEY_CONFLICT, OVERTAKEN, REFUSED, Problem
from tallystick.web.audit.models import AuditEntry, Door
from tallystick.web.authority.keeping import Paper, VersionTakenError
from tallystick.web.authority.models import Document, Draft
from tallystick.web.authority.submitting import (
    PERMISSION,
    ChangedError,
    Subject,
    submit,
    submit_draft,
)

Done = Callable[[str], tuple[Document, bool]]


def _any(kept: Document) -> bool:
    return True


def filed(
    request: HttpRequest,
    key: str,
    of: Subject,
    make: Callable[[], Paper],
    is_same: Callable[[Document], bool] = _any,
) -> Any:
    """File what is made and answer with what is kept; asks for `report.submit`.

    `is_same` says of a paper kept under the key before whether it is the one asked for.
    """

    def done(own: str) -> tuple[Document, bool]:
        return submit(request, own, make, door=Door.API)

    return _answered(request, key, of, done, is_same)


def filed_draft(
    request: HttpRequest, key: str, seen: tuple[Subject, int], make: Callable[[Draft], Paper]
) -> Any:
    """File an open draft at the revision that was seen; asks for `report.submit`."""

    def done(own: str) -> tuple[Document, bool]:
        return submit_draft(request, own, seen, make, door=Door.API)

    def is_same(kept: Document) -> bool:
        entries = AuditEntry.objects.filter(key=kept.key, detail__revision=seen[1])
        return entries.exists()

    return _answered(request, key, seen[0], done, is_same)


def _answered(
    request: HttpRequest, key: str, of: Subject, done: Done, is_same: Callable[[Document], bool]
) -> Any:
    asks = caller(request)
    asks.require(PERMISSION, party=of.party)
    try:
        kept, is_new = done(f"api {asks.person} {key}")
    except Refused as refusal:
        raise Problem(REFUSED, findings=refusal.findings) from refusal
    except (ChangedError, VersionTakenError) as error:
        raise Problem(OVERTAKEN) from error
    is_of = (kept.party, kept.kind, kept.subject) == (of.party, of.kind, of.subject)
    if not is_of or not is_same(kept):
        raise Problem(KEY_CONFLICT)
    return Status(HTTPStatus.CREATED if is_new else HTTPStatus.OK, document_told(kept))
