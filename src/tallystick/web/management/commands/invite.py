"""Invite a person from the command line, as for the first user of an installation."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tallystick.article6.parties import PARTIES
from tallystick.web.audit.models import Door
from tallystick.web.audit.trail import record
from tallystick.web.people.inviting import invite
from tallystick.web.people.kinds import OrganisationKind
from tallystick.web.people.models import Organisation, Role
from tallystick.web.people.notices import send_invitation
from tallystick.web.preparing import prepare


class Command(BaseCommand):
    """Invite somebody; an organisation that is not there is made where its kind is given."""

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the command line passes on."""
        for name in ("email", "role", "organisation"):
            parser.add_argument(name)
        for name, usual in (("kind", ""), ("party", ""), ("url", "http://127.0.0.1:8000/")):
            parser.add_argument(f"--{name}", default=usual)

    def handle(self, *args: Any, **told: Any) -> str:
        """Return the invitation as JSON; CommandError says what is wrong."""
        prepare()
        role = Role.objects.filter(code=told["role"]).first()
        if role is None:
            codes = ", ".join(Role.objects.values_list("code", flat=True))
            raise CommandError(f'"{told["role"]}" is not a role; choose one of: {codes}')
        organisation = _organisation(told["organisation"], told["kind"], told["party"])
        try:
            made = invite(told["email"], role, organisation, by=None, now=timezone.now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        subject = f"{made.invitation.email}: {role.code}"
        record("people.invite", organisation=organisation, subject=subject, door=Door.COMMAND)
        return json.dumps(
            {
                "email": made.invitation.email,
                "role": role.code,
                "organisation": organisation.name,
                "expires_at": made.invitation.expires_at.isoformat(),
                "link": send_invitation(made, told["url"]),
            }
        )


def _organisation(name: str, kind: str, party: str) -> Organisation:
    there = Organisation.objects.filter(name=name).first()
    if there is not None:
        return there
    if kind not in OrganisationKind.values:
        kinds = ", ".join(OrganisationKind.values)
        raise CommandError(f'"{name}" is not there; to make it give --kind, one of: {kinds}')
    if party and party not in PARTIES:
        raise CommandError(f'"{party}" is not the code of a Party, such as GHA')
    return Organisation.objects.create(name=name, kind=kind, party=party)
