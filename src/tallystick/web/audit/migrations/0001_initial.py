"""The table of the audit trail."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make them."""

    initial = True

    dependencies: ClassVar = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(blank=True, db_index=True, max_length=200)),
                ("action", models.CharField(max_length=64)),
                ("subject", models.CharField(blank=True, max_length=400)),
                ("address", models.GenericIPAddressField(null=True)),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("page", "page"),
                            ("api", "programming interface"),
                            ("command", "command"),
                            ("job", "background job"),
                        ],
                        max_length=16,
                    ),
                ),
                ("is_posting", models.BooleanField(default=False)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not known yet"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("failed", "failed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("detail", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "web_audit",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["organisation", "-id"], name="web_audit_by_organisation"),
                    models.Index(
                        condition=models.Q(("outcome", "")),
                        fields=["begun_at"],
                        name="web_audit_open",
                    ),
                ],
            },
        ),
    ]
