"""Makes the tables of drafts and of kept documents."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first tables of the workspace."""

    initial = True

    dependencies: ClassVar = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                ("party", models.CharField(max_length=3)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("authorization", "Letter of authorization"),
                            ("initial", "Initial report"),
                            ("aef", "Annual information (AEF)"),
                            ("summary", "Structured summary"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("version", models.CharField(max_length=16)),
                ("submitted_on", models.DateField()),
                ("approaches", models.JSONField(default=list)),
                ("data", models.TextField()),
                ("layout", models.TextField(blank=True)),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "web_document",
                "ordering": ["party", "kind", "subject", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("party", "kind", "subject", "version"),
                        name="web_document_version_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("party", models.CharField(max_length=3)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("authorization", "Letter of authorization"),
                            ("initial", "Initial report"),
                            ("aef", "Annual information (AEF)"),
                            ("summary", "Structured summary"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("content", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("is_open", models.BooleanField(default=True)),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "web_draft",
                "ordering": ["subject"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("party", "kind", "subject"), name="web_draft_once"
                    )
                ],
            },
        ),
    ]
