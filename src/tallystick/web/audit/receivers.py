"""Entries for signing in and out, and for changes of passwords and second factors."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set  # type: ignore[import-untyped]  # it ships no types
from allauth.mfa.signals import (  # type: ignore[import-untyped]  # it ships no types
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal
from django.http import HttpRequest

from tallystick.web.audit.models import Outcome
from tallystick.web.audit.trail import record
from tallystick.web.people.models import Membership, Organisation, User

ACTIONS = (
    (user_logged_in, "session.begin", Outcome.DONE),
    (user_logged_out, "session.end", Outcome.DONE),
    (user_login_failed, "session.begin", Outcome.REFUSED),
    (password_changed, "password.change", Outcome.DONE),
    (password_set, "password.change", Outcome.DONE),
    (password_reset, "password.reset", Outcome.DONE),
    (authenticator_added, "factor.add", Outcome.DONE),
    (authenticator_removed, "factor.remove", Outcome.DONE),
    (authenticator_reset, "factor.renew", Outcome.DONE),
)


def connect() -> None:
    """Have every signal written down; what was typed in a failed attempt is not kept."""
    for signal, action, outcome in ACTIONS:
        _write(signal, action, outcome)


def _write(signal: Signal, action: str, outcome: Outcome) -> None:
    def receive(request: HttpRequest | None = None, user: Any = None, **_told: Any) -> None:
        record(
            action,
            outcome,
            actor=user if isinstance(user, User) else None,
            organisation=_first_organisation(user),
            address=request.META.get("REMOTE_ADDR") if request else None,
        )

    signal.connect(receive, weak=False, dispatch_uid=f"audit {id(signal)}")


def _first_organisation(user: Any) -> Organisation | None:
    if not isinstance(user, User):
        return None
    standing = Membership.objects.filter(user=user, ended_at=None).select_related("organisation")
    first = standing.first()
    return first.organisation if first else None
