"""The reviewer's workspace as Django knows it."""

from django.apps import AppConfig


class ReviewerConfig(AppConfig):
    """Cases between Parties, expert reviews, remarks of bodies, verifications of the ledger."""

    name = "tallystick.web.reviewer"
    label = "reviewer"
    default_auto_field = "django.db.models.BigAutoField"
