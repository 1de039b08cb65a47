"""Entering something from a page: written in the audit trail, and answered in words."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tallystick.article6.review import Event
from tallystick.ledger import Conflict, Refused
from tallystick.web.audit.trail import acting
from tallystick.web.languages import pick
from tallystick.web.people.models import Organisation, User
from tallystick.web.people.power import Someone
from tallystick.web.reviewer.entering import enter, speakers

Make = Callable[[Sequence[Organisation]], Sequence[Event]]
"""Makes events, given for whom the actor may speak."""


def attempt(
    request: HttpRequest,
    action: str,
    subject: str,
    needed: str,
    make: Make,
    *,
    seen: int | None = None,
) -> bool:
    """Enter what is made, and say whether that was done; a message tells what became of it.

    Raises PermissionDenied where the user speaks for nobody with the permission needed.
    """
    own = speakers(request.user, needed)
    try:
        with acting(request, action, subject=subject, organisation=own[0] if own else None):
            actor = _actor(request.user, own, needed)
            findings = enter(make(own), actor, seen=seen)
    except Refused as error:
        for finding in error.findings:
            messages.error(request, f"{pick(finding.message)} {pick(finding.fix)}")
        return False
    except Conflict:
        messages.error(request, _("Somebody entered something in the meantime: look once more."))
        return False
    for finding in findings:
        messages.warning(request, f"{pick(finding.message)} {pick(finding.fix)}")
    messages.success(request, _("Your entry is on record."))
    return True


def _actor(user: Someone, own: Sequence[Organisation], needed: str) -> User:
    if not own or not isinstance(user, User):
        raise PermissionDenied(needed)
    return user
