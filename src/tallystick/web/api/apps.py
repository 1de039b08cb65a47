"""The programming interface as Django knows it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Tokens by which programs act for a user."""

    name = "tallystick.web.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
