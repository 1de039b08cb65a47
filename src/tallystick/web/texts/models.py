"""One row for each version of a text; a version is written once and never changed."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from tallystick.web.people.models import Organisation, User

NAME_LENGTH_MAX = 60


class TextVersion(models.Model):
    """A version of a text, by the organisation, the kind and the name it has there.

    `key` is the idempotency key under which it was saved.
    """

    organisation_id: int
    organisation: "models.ForeignKey[Organisation, Organisation]" = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="texts"
    )
    kind: "models.CharField[str, str]" = models.CharField(max_length=16)
    name: "models.CharField[str, str]" = models.CharField(max_length=NAME_LENGTH_MAX)
    number: "models.PositiveIntegerField[int, int]" = models.PositiveIntegerField()
    text: "models.TextField[str, str]" = models.TextField()
    author: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    key: "models.CharField[str, str]" = models.CharField(max_length=200, unique=True)
    saved_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of versions."""

        db_table = "web_text"
        ordering: ClassVar = ["organisation", "kind", "name", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "name", "number"], name="web_text_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
