"""Entries about compliance cases; they are only ever added, the database refuses any change."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from tallystick.web.people.models import User


class ComplianceEntry(models.Model):
    """One entry about a case: what was said as JSON, and where it stands among the others.

    `parties` holds the codes of both sides, each between blanks; `key` is the idempotency key.
    """

    number: "models.PositiveIntegerField[int, int]" = models.PositiveIntegerField()
    step: "models.PositiveIntegerField[int, int]" = models.PositiveIntegerField()
    body: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    parties: "models.CharField[str, str]" = models.CharField(max_length=20)
    actor: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    key: "models.CharField[str, str]" = models.CharField(max_length=200, unique=True)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of entries; two cannot take the same step."""

        db_table = "web_compliance_entry"
        ordering: ClassVar = ["number", "step"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "step"], name="web_compliance_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.step}"
