"""What is written to the web's own tables is done once under the caller's key.

The audit trail, in which every act is written, says what a key stands for.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from tallystick.web.api.callers import caller
from tallystick.web.api.problems import KEY_CONFLICT, Problem
from tallystick.web.audit.models import AuditEntry, Door, Outcome
from tallystick.web.audit.trail import acting, complete
from tallystick.web.people.models import Organisation

Made = int | str
"""The number or name under which what was made is found again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An act on a subject, and `asked`, the text that makes two requests the same."""

    action: str
    subject: str
    asked: str
    organisation: Organisation | None = None

    @property
    def sha256(self) -> str:
        """Return by what the trail recognises the request."""
        return hashlib.sha256(f"{self.action} {self.asked}".encode()).hexdigest()


def once(
    request: HttpRequest, key: str, order: Order, act: Callable[[], Made]
) -> tuple[Made, bool]:
    """Act under the caller's key, in the audit trail; asked again, return what was made before.

    The second value says whether it was done now. Raises the problem `KEY_TAKEN` where the key
    stands for something else, or for something that is still being done.
    """
    own_key = f"api {caller(request).person} {key}"
    before = _standing(own_key, order)
    if before is not None:
        return before, False
    said: dict[str, Any] = {"door": Door.API, "key": own_key, "organisation": order.organisation}
    said["detail"] = {"sha256": order.sha256}
    with acting(request, order.action, subject=order.subject, **said) as entry:
        if _meant(own_key).filter(pk__lt=entry.pk).exists():
            raise Problem(KEY_CONFLICT)
        made = act()
        complete(entry, Outcome.DONE, made=made)
    return made, True


def _meant(key: str) -> Any:
    """Return the entries of a key that were done or may be done yet."""
    failed = (Outcome.REFUSED, Outcome.FAILED)
    return AuditEntry.objects.filter(key=key).exclude(outcome__in=failed)


def _standing(key: str, order: Order) -> Made | None:
    entry = _meant(key).first()
    if entry is None:
        return None
    if entry.detail.get("sha256") != order.sha256 or "made" not in entry.detail:
        raise Problem(KEY_CONFLICT)
    made: Made = entry.detail["made"]
    return made
