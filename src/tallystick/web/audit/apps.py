"""The audit trail as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only trail of what was done."""

    name = "tallystick.web.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
