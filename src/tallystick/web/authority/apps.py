"""The workspace as Django knows it."""

from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    """Drafts and kept documents of national authorities."""

    name = "tallystick.web.authority"
    label = "authority"
    default_auto_field = "django.db.models.BigAutoField"
