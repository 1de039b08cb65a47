"""Inviting a person to a role, and taking the seat that was kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress  # type: ignore[import-untyped]  # it ships no types
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from tallystick.web.people.models import Invitation, Membership, Organisation, Role, User

VALID_FOR = timedelta(days=7)
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with the secret of its link, which is told this once and not kept."""

    invitation: Invitation
    secret: str


def invite(
    email: str, role: Role, organisation: Organisation, *, by: User | None, now: datetime
) -> Invited:
    """Keep a seat for an address; ValidationError where the role does not fit the organisation."""
    email = email.strip().lower()
    validate_email(email)
    if organisation.kind not in role.organisation_kinds:
        raise ValidationError(
            _("The role “%(role)s” is not for an organisation of this kind: choose another.")
            % {"role": role}
        )
    if by is not None and by.email == email:
        raise ValidationError(_("Nobody gives a role to themselves: ask another person."))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    made = Invitation.objects.create(
        email=email,
        role=role,
        organisation=organisation,
        invited_by=by,
        secret_sha256=digest(secret),
        expires_at=now + VALID_FOR,
    )
    return Invited(made, secret)


def digest(secret: str) -> str:
    """Return under what a secret is found."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find(secret: str, now: datetime) -> Invitation | None:
    """Return the open invitation of a link; None for any other."""
    there = Invitation.objects.filter(secret_sha256=digest(secret))
    found = there.select_related("role", "organisation").first()
    return found if found is not None and found.is_open(now) else None


@transaction.atomic
def accept(invitation: Invitation, user: User, now: datetime) -> Membership:
    """Give the invited role to a user, once; ValidationError where the seat is gone by now."""
    taken = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    ).update(accepted_at=now)
    if not taken:
        raise ValidationError(_("This invitation was already used: ask for another."))
    membership, _is_new = Membership.objects.get_or_create(
        user=user, organisation=invitation.organisation, role=invitation.role, ended_at=None
    )
    return membership


@transaction.atomic
def join(invitation: Invitation, name: str, password: str, language: str, now: datetime) -> User:
    """Make the invited user, whose address is proven by the link, and give the role."""
    user = User.objects.create_user(
        invitation.email, password, name=name.strip(), language=language
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    accept(invitation, user, now)
    return user
