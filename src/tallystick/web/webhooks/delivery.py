"""Delivering postings: in the order of the log, each until it is taken, later after failures."""

import hmac
import json
from datetime import datetime, timedelta
from hashlib import sha256
from random import uniform

from django.utils import timezone

from tallystick.ledger.reading import Kept, Reader, reading
from tallystick.web.places import ledger_place
from tallystick.web.webhooks.addresses import RefusedAddressError, UndeliveredError, send
from tallystick.web.webhooks.models import Subscription

BATCH = 100
"""Postings delivered to one address before the next has its turn."""

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
DOUBLINGS_MAX = 10
SIGNATURE = "Tallystick-Signature"


def deliver(now: datetime) -> int:
    """Tell every address that is due what it has not been told; return how much was taken."""
    due = Subscription.objects.filter(
        ended_at__isnull=True, due_at__lte=now, user__is_active=True
    ).order_by("due_at")
    with reading(ledger_place()) as reader:
        return sum(_catch_up(reader, one, now) for one in due)


def _catch_up(reader: Reader, subscription: Subscription, now: datetime) -> int:
    """Deliver a batch to one address; where one posting is not taken, those after it wait."""
    taken = 0
    for index, posting in reader.logged_after(subscription.told_index, BATCH):
        try:
            send(subscription.url, *message(subscription.secret, index, posting, now))
        except (RefusedAddressError, UndeliveredError) as error:
            _postpone(subscription, str(error), now)
            return taken
        taken += 1
        subscription.told_index, subscription.failures, subscription.last_error = index, 0, ""
        subscription.save(update_fields=["told_index", "failures", "last_error"])
    return taken


def _postpone(subscription: Subscription, reason: str, now: datetime) -> None:
    subscription.failures += 1
    subscription.last_error = reason[:200]
    subscription.due_at = now + pause(subscription.failures)
    subscription.save(update_fields=["failures", "last_error", "due_at"])


def pause(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row: twice as long each time."""
    doubled = FIRST_PAUSE * (1 << min(failures - 1, DOUBLINGS_MAX))
    return min(doubled, LONGEST_PAUSE) * uniform(0.9, 1.1)  # noqa: S311 (spreads, hides nothing)


def message(secret: str, index: int, posting: Kept, now: datetime) -> tuple[bytes, dict[str, str]]:
    """Return what is sent of a posting, signed with the time so that it cannot be sent again."""
    told = {
        "index": index,
        "id": posting.id,
        "kind": posting.kind,
        "recorded_at": posting.recorded_at,
        "posting": json.loads(posting.body),
    }
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    at = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "Tallystick-Delivery": str(index),
        SIGNATURE: f"t={at},v1={signature(secret, at, body)}",
    }
    return body, headers


def signature(secret: str, at: str, body: bytes) -> str:
    """Return the HMAC-SHA-256 of the time, a full stop and the body, in hexadecimal."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, sha256).hexdigest()


def deliver_now() -> int:
    """Deliver what is due at this moment."""
    return deliver(timezone.now())
