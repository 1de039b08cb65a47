"""What is entered about cases and reviews, what bodies remark, and runs of the verification.

The first two tables are only ever added to; the database refuses any other change.
"""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tallystick.web.people.models import Organisation, User


class CaseEntry(models.Model):
    """One entry about a case or a review: its event as JSON, and where it stands among others.

    `parties` holds, on the first entry, the codes of those concerned, each between blanks;
    `state` is that of the case after the entry.
    """

    subject: "models.CharField[str, str]" = models.CharField(max_length=32)
    is_review: "models.BooleanField[bool, bool]" = models.BooleanField(default=False)
    step: "models.PositiveIntegerField[int, int]" = models.PositiveIntegerField()
    body: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField()
    parties: "models.CharField[str, str]" = models.CharField(max_length=1000, blank=True)
    state: "models.CharField[str, str]" = models.CharField(max_length=16, blank=True)
    actor: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of entries; two cannot take the same step."""

        db_table = "web_case_entry"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_review", "subject", "step"], name="web_case_entry_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.step}"


class RemarkKind(models.TextChoices):
    """What a body has to say."""

    STATEMENT = "statement", _("verification statement")
    NOTE = "note", _("note of a joint body")
    REFERRAL = "referral", _("referral by a joint body")


class Remark(models.Model):
    """What a verifier states or a joint body notes about an approach or a posting.

    Of a document only the SHA-256 is kept; `quantity_t` is what a statement verifies, in t CO2 eq.
    """

    kind: "models.CharField[str, str]" = models.CharField(max_length=16, choices=RemarkKind.choices)
    organisation: "models.ForeignKey[Organisation, Organisation]" = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    actor: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    subject: "models.CharField[str, str]" = models.CharField(max_length=200)
    text: "models.TextField[str, str]" = models.TextField()
    quantity_t: "models.BigIntegerField[int | None, int | None]" = models.BigIntegerField(null=True)
    document_sha256: "models.CharField[str, str]" = models.CharField(max_length=64, blank=True)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of remarks."""

        db_table = "web_remark"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Verifying(models.Model):
    """A run of the verification of the whole ledger, with how far it has come."""

    actor: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    done: "models.PositiveIntegerField[int, int]" = models.PositiveIntegerField(default=0)
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    answer: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of runs."""

        db_table = "web_verifying"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"verification {self.pk}"
