"""Make users of every role for a demonstration, with one password that its secret leads to."""

import json
from importlib.resources import files
from typing import Any

import yaml
from allauth.account.models import EmailAddress  # type: ignore[import-untyped]  # ships no types
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import salted_hmac

from tallystick.web.people.models import Installation, Membership, Organisation, Role, User
from tallystick.web.preparing import prepare
from tallystick.web.registry.account_forms import give

PASSWORD_DIGITS = 12


class Command(BaseCommand):
    """Mark the database as a demonstration and make its users."""

    requires_system_checks = ()

    def handle(self, *args: Any, **told: Any) -> str:
        """Return the users and their password as JSON."""
        prepare()
        if User.objects.filter(is_demo=False).exists():
            raise CommandError("this ledger has people of its own and is no demonstration")
        Installation.objects.update_or_create(id=1, defaults={"is_demo": True})
        text = files("tallystick.web.people").joinpath("data/demo.yaml").read_text("utf-8")
        password = f"demo-{salted_hmac('demonstration', 'password').hexdigest()[:PASSWORD_DIGITS]}"
        sealed = make_password(password)
        users = [_made(one, sealed) for one in yaml.safe_load(text)]
        return json.dumps({"password": password, "users": users})


def _made(told: dict[str, str], sealed: str) -> dict[str, str]:
    role = Role.objects.get(code=told["role"])
    organisation, _ = Organisation.objects.get_or_create(
        name=told["organisation"],
        defaults={"kind": role.organisation_kinds[0], "party": told.get("party", "")},
    )
    user, _ = User.objects.update_or_create(
        email=told["email"],
        defaults={"name": told["name"], "password": sealed, "is_demo": True},
    )
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    Membership.objects.get_or_create(user=user, organisation=organisation, role=role, ended_at=None)
    if "account" in told:
        give(told["account"], organisation)
    return {"email": user.email, "role": role.code, "organisation": organisation.name}
