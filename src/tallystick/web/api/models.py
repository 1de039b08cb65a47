"""Tokens: what a program shows instead of a password; only their hashes are kept."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from tallystick.web.people.models import User


class Token(models.Model):
    """A secret of a user with some of the user's permissions, until a day; ended ones are kept."""

    user: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens"
    )
    name: "models.CharField[str, str]" = models.CharField(max_length=100)
    secret_sha256: "models.CharField[str, str]" = models.CharField(max_length=64, unique=True)
    scopes: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    expires_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    last_used_on: "models.DateField[object, object]" = models.DateField(null=True)
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of tokens."""

        db_table = "web_token"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name
