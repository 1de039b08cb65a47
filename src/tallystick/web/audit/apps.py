"""The audit trail as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only trail of what was done."""

    name = "tallystick.web.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Write down who signs in and out."""
        from tallystick.web.audit.receivers import connect

        connect()
