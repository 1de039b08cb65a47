"""The table of entries about compliance cases."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make it."""

    initial = True

    dependencies: ClassVar = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ComplianceEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("step", models.PositiveIntegerField()),
                ("body", models.JSONField()),
                ("parties", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=200, unique=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "web_compliance_entry",
                "ordering": ["number", "step"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("number", "step"), name="web_compliance_entry_once"
                    )
                ],
            },
        ),
    ]
