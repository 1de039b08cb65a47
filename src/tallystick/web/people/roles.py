"""The roles that ship, entered into the database; roles that were added there stay as they are."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction

from tallystick.web.people.models import Grant, Role


@cache
def shipped_roles() -> Mapping[str, Mapping[str, Any]]:
    """Return the roles of the package's file by code: names, kinds, permissions with scopes."""
    text = files(__package__).joinpath("data/roles.yaml").read_text(encoding="utf-8")
    roles: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)
    return roles


@transaction.atomic
def enter_roles() -> None:
    """Make the roles that ship what their file says; write only what differs."""
    for order, (code, told) in enumerate(shipped_roles().items()):
        values = {
            "name_en": told["en"],
            "name_zh": told["zh"],
            "organisation_kinds": told["kinds"],
            "order": order,
            "ships": True,
        }
        role, is_new = Role.objects.get_or_create(code=code, defaults=values)
        if not is_new and any(getattr(role, name) != value for name, value in values.items()):
            Role.objects.filter(code=code).update(**values)
        _grant(role, told["may"])


def _grant(role: Role, may: Mapping[str, str]) -> None:
    there = {grant.permission: grant for grant in Grant.objects.filter(role=role)}
    for permission, scope in may.items():
        grant = there.pop(permission, None)
        if grant is None:
            Grant.objects.create(role=role, permission=permission, scope=scope)
        elif grant.scope != scope:
            Grant.objects.filter(pk=grant.pk).update(scope=scope)
    Grant.objects.filter(pk__in=[grant.pk for grant in there.values()]).delete()
