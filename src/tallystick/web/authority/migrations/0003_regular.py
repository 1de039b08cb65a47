"""Regular information becomes a kind of paper; the tables themselves stay as they are."""

from typing import ClassVar

from django.db import migrations, models

KINDS = [
    ("authorization", "Letter of authorization"),
    ("initial", "Initial report"),
    ("aef", "Annual information (AEF)"),
    ("summary", "Structured summary"),
    ("regular", "Regular information (annex 4)"),
]


class Migration(migrations.Migration):
    """One more kind, for drafts and for kept documents."""

    dependencies: ClassVar = [("authority", "0002_guards")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name=name,
            name="kind",
            field=models.CharField(choices=KINDS, max_length=16),
        )
        for name in ("document", "draft")
    ]
