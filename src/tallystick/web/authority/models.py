"""What an authority drafts, and what it has filed: the one may change, the other never does."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tallystick.web.people.models import User


class Kind(models.TextChoices):
    """What kind of paper it is."""

    AUTHORIZATION = "authorization", _("Letter of authorization")
    INITIAL = "initial", _("Initial report")
    ANNUAL = "aef", _("Annual information (AEF)")
    SUMMARY = "summary", _("Structured summary")
    REGULAR = "regular", _("Regular information (annex 4)")


class Draft(models.Model):
    """A paper of a Party being written, in the form of its file; the last saving counts.

    `revision` goes up at every saving, so that nobody overwrites what they have not seen.
    """

    party: "models.CharField[str, str]" = models.CharField(max_length=3)
    kind: "models.CharField[str, str]" = models.CharField(max_length=16, choices=Kind.choices)
    subject: "models.CharField[str, str]" = models.CharField(max_length=200)
    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    revision: "models.PositiveIntegerField[int, int]" = models.PositiveIntegerField(default=1)
    is_open: "models.BooleanField[bool, bool]" = models.BooleanField(default=True)
    saved_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now=True)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of drafts."""

        db_table = "web_draft"
        ordering: ClassVar = ["subject"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "kind", "subject"], name="web_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.kind} {self.subject}"


class Document(models.Model):
    """One version of a paper as it was filed or signed; the database refuses every change.

    `data` is the paper for machines, `layout` for people in both languages (empty for annual
    information, whose workbook is written from `data`); `sha256` is that of both.
    """

    key: "models.CharField[str, str]" = models.CharField(max_length=200, unique=True)
    party: "models.CharField[str, str]" = models.CharField(max_length=3)
    kind: "models.CharField[str, str]" = models.CharField(max_length=16, choices=Kind.choices)
    subject: "models.CharField[str, str]" = models.CharField(max_length=200)
    version: "models.CharField[str, str]" = models.CharField(max_length=16)
    submitted_on: "models.DateField[date, date]" = models.DateField()
    approaches: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    data: "models.TextField[str, str]" = models.TextField()
    layout: "models.TextField[str, str]" = models.TextField(blank=True)
    sha256: "models.CharField[str, str]" = models.CharField(max_length=64)
    made_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of documents."""

        db_table = "web_document"
        ordering: ClassVar = ["party", "kind", "subject", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "kind", "subject", "version"], name="web_document_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.kind} {self.subject} {self.version}"
