"""What verifiers state and joint bodies note: added in the name of a body, and listed for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from tallystick.web.people.models import User
from tallystick.web.people.power import Someone
from tallystick.web.reviewer.entering import speakers
from tallystick.web.reviewer.models import Remark, RemarkKind

NOTES = [RemarkKind.NOTE, RemarkKind.REFERRAL]
"""What a joint body adds."""


def add(user: User, permission: str, told: Mapping[str, Any]) -> Remark:
    """Add a remark in the name of the first body one speaks for with a permission."""
    body = speakers(user, permission)[0]
    return Remark.objects.create(organisation=body, actor=user, **told)


def remarks_of(user: Someone, permission: str, kinds: Sequence[RemarkKind]) -> QuerySet[Remark]:
    """Return the remarks of the bodies one speaks for, the newest first."""
    bodies = speakers(user, permission)
    listed = Remark.objects.filter(organisation__in=bodies, kind__in=kinds)
    return listed.select_related("organisation", "actor")
