"""Members and invitations, for pages and programs alike: listed, ended, withdrawn."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tallystick.web.people.models import Invitation, Membership, Organisation
from tallystick.web.people.notices import notify
from tallystick.web.people.power import Reach, Someone, require

PERMISSION = "people.invite"


def within_reach(within: Reach) -> QuerySet[Organisation]:
    """Return the organisations that a reach covers."""
    everybody = Organisation.objects.all()
    if within.everywhere:
        return everybody
    return everybody.filter(Q(pk__in=within.organisations) | Q(party__in=within.parties))


def members_of(organisations: QuerySet[Organisation]) -> QuerySet[Membership]:
    """Return the standing roles of people in organisations."""
    standing = Membership.objects.filter(organisation__in=organisations, ended_at=None)
    return standing.select_related("user", "role", "organisation")


def open_invitations(organisations: QuerySet[Organisation]) -> QuerySet[Invitation]:
    """Return the invitations to organisations that can still be taken."""
    return Invitation.objects.filter(
        organisation__in=organisations,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=timezone.now(),
    ).select_related("role", "organisation")


def end_role(by: Someone, one: Membership) -> None:
    """End a role of another person, which stays on record, and tell them.

    Raises PermissionDenied without the power over the organisation, and for one's own role.
    """
    place = one.organisation
    require(by, PERMISSION, organisation=place.pk, party=place.party)
    if one.user_id == by.pk:
        raise PermissionDenied(PERMISSION)
    Membership.objects.filter(pk=one.pk, ended_at=None).update(ended_at=timezone.now())
    told = {"role": one.role, "organisation": place}
    notify(
        _("Your role has ended"),
        _("You are no longer %(role)s of %(organisation)s.") % told,
        one.user.email,
    )


def withdraw(by: Someone, one: Invitation) -> None:
    """Withdraw an open invitation; raises PermissionDenied without the power to invite there."""
    place = one.organisation
    require(by, PERMISSION, organisation=place.pk, party=place.party)
    Invitation.objects.filter(pk=one.pk, accepted_at=None).update(withdrawn_at=timezone.now())
