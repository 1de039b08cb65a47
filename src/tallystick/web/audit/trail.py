"""Writing the trail: an entry before an action, completed after it, settled where that was lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from tallystick.ledger import Conflict, Ledger, LedgerError, Refused
from tallystick.web.audit.models import AuditEntry, Door, Outcome
from tallystick.web.people.models import Organisation, User

LONGEST_SUBJECT = 400


class Said(TypedDict, total=False):
    """What an entry tells besides its action; `key` is that of a posting to the ledger."""

    actor: User | None
    organisation: Organisation | None
    address: str | None
    door: Door
    key: str
    subject: str
    is_posting: bool
    detail: dict[str, Any]


def begin(action: str, **said: Unpack[Said]) -> AuditEntry:
    """Write an open entry, durable before the action begins."""
    said["subject"] = said.get("subject", "")[:LONGEST_SUBJECT]
    return AuditEntry.objects.create(**{"action": action, "door": Door.PAGE, **said})


def complete(entry: AuditEntry, outcome: Outcome, **detail: Any) -> None:
    """Say what became of an action; the database lets this happen once."""
    entry.outcome, entry.ended_at = outcome, timezone.now()
    entry.detail = {**entry.detail, **detail}
    entry.save(update_fields=["outcome", "ended_at", "detail"])


def told(request: HttpRequest) -> Said:
    """Return what a request says of who acts and from where, for `begin`."""
    user = request.user if isinstance(request.user, User) else None
    return {"actor": user, "address": request.META.get("REMOTE_ADDR") or None}


def record(action: str, outcome: Outcome = Outcome.DONE, **said: Unpack[Said]) -> AuditEntry:
    """Write an entry for something that has already happened."""
    entry = begin(action, **said)
    complete(entry, outcome)
    return entry


@contextmanager
def acting(request: HttpRequest, action: str, **said: Unpack[Said]) -> Iterator[AuditEntry]:
    """Keep an entry open around an action, and complete it by how the block ends.

    An action that the ledger may or may not have taken (LedgerError) leaves it open to `settle`.
    """
    merged: Said = {**told(request), **said}
    entry = begin(action, **merged)
    try:
        yield entry
    except (PermissionDenied, Refused, Conflict) as error:
        complete(entry, Outcome.REFUSED, reason=str(error))
        raise
    except LedgerError:
        if not entry.is_posting:
            complete(entry, Outcome.FAILED)
        raise
    except Exception as error:
        complete(entry, Outcome.FAILED, reason=type(error).__name__)
        raise
    if entry.outcome == Outcome.OPEN:
        complete(entry, Outcome.DONE)


def settle(ledger: Ledger, before: datetime) -> int:
    """Complete entries left open since an instant by asking the ledger; return how many."""
    left = list(AuditEntry.objects.filter(outcome=Outcome.OPEN, begun_at__lt=before)[:1000])
    there = ledger.standing(sorted({one.key for one in left if one.is_posting}))
    for entry in left:
        done = entry.is_posting and entry.key in there
        complete(entry, Outcome.DONE if done else Outcome.FAILED, settled=True)
    return len(left)
