"""Makes the table of texts."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first table of texts."""

    initial = True

    dependencies: ClassVar = [
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="TextVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("key", models.CharField(max_length=200, unique=True)),
                ("saved_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "web_text",
                "ordering": ["organisation", "kind", "name", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "kind", "name", "number"),
                        name="web_text_version_once",
                    )
                ],
            },
        ),
    ]
