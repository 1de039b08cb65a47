"""The application of people as Django knows it."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    """Users, organisations and power; the roles that ship are entered after each migration."""

    name = "tallystick.web.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter the roles that ship whenever the tables have been made or changed."""
        post_migrate.connect(_enter_roles, sender=self)


def _enter_roles(**_told: Any) -> None:
    from tallystick.web.people.roles import enter_roles

    enter_roles()
