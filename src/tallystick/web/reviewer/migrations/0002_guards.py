"""Triggers that let entries and remarks be added, and nothing else."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("web_case_entry", "web_remark")
SAID = "entries about cases and remarks are only ever added"
SQLITE = tuple(
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE FUNCTION web_reviewer_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{SAID}'; END $$",
    *(
        f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION web_reviewer_guard()"
        for table in TABLES
    ),
)


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the database at hand."""
    for sql in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(sql)


class Migration(migrations.Migration):
    """Guard the tables; there is no way back, since nothing should open them again."""

    dependencies: ClassVar = [("reviewer", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(guard)]
