"""One entry for each action, written before it and completed once after it."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tallystick.web.people.models import Organisation, User


class Outcome(models.TextChoices):
    """What became of an action; an entry without one is open."""

    OPEN = "", _("not known yet")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")


class Door(models.TextChoices):
    """By which way an action came in."""

    PAGE = "page", _("page")
    API = "api", _("programming interface")
    COMMAND = "command", _("command")
    JOB = "job", _("background job")


class AuditEntry(models.Model):
    """Who did what to which object, from where and when; the database refuses other changes."""

    key: "models.CharField[str, str]" = models.CharField(max_length=200, blank=True, db_index=True)
    actor: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation: "models.ForeignKey[Organisation | None, Organisation | None]" = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    action: "models.CharField[str, str]" = models.CharField(max_length=64)
    subject: "models.CharField[str, str]" = models.CharField(max_length=400, blank=True)
    address: "models.GenericIPAddressField[str | None, str | None]" = models.GenericIPAddressField(
        null=True
    )
    door: "models.CharField[str, str]" = models.CharField(max_length=16, choices=Door.choices)
    is_posting: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)
    begun_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    outcome: "models.CharField[str, str]" = models.CharField(
        max_length=16, choices=Outcome.choices, blank=True
    )
    detail: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of entries."""

        db_table = "web_audit"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-id"], name="web_audit_by_organisation"),
            models.Index(
                fields=["begun_at"], condition=models.Q(outcome=""), name="web_audit_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
