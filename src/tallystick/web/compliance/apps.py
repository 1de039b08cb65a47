"""Compliance cases as Django knows them."""

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """What Parties claim of each other, and the remedies that were decided."""

    name = "tallystick.web.compliance"
    label = "compliance"
    default_auto_field = "django.db.models.BigAutoField"
