"""Subscriptions; what is delivered is read from the log, so nothing can be lost or told twice."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from tallystick.web.people.models import User


class Subscription(models.Model):
    """An address that is told of postings, up to which it was, and when it is tried next.

    `secret` signs what is sent, so that it has to be kept as it is. `told_index` is the index in
    the log of the last posting that the address has taken.
    """

    user: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="subscriptions"
    )
    url: "models.CharField[str, str]" = models.CharField(max_length=500)
    secret: "models.CharField[str, str]" = models.CharField(max_length=100)
    told_index: "models.BigIntegerField[int, int]" = models.BigIntegerField(default=-1)
    failures: "models.PositiveIntegerField[int, int]" = models.PositiveIntegerField(default=0)
    last_error: "models.CharField[str, str]" = models.CharField(max_length=200, blank=True)
    due_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(default=timezone.now)
    made_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(auto_now_add=True)
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """The table of subscriptions."""

        db_table = "web_subscription"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.url
