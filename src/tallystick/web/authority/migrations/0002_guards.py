"""Triggers that let a document be written and then stand as it is."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = tuple(
    f"CREATE TRIGGER web_document_no_{act.lower()} BEFORE {act} ON web_document "
    "BEGIN SELECT RAISE(ABORT, 'a filed document stands as it is'); END"
    for act in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE FUNCTION web_document_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION 'a filed document stands as it is'; END $$",
    "CREATE TRIGGER web_document_rows BEFORE UPDATE OR DELETE ON web_document "
    "FOR EACH ROW EXECUTE FUNCTION web_document_guard()",
    "CREATE TRIGGER web_document_all BEFORE TRUNCATE ON web_document "
    "FOR EACH STATEMENT EXECUTE FUNCTION web_document_guard()",
)


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the database at hand."""
    for sql in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(sql)


class Migration(migrations.Migration):
    """Guard the table; there is no way back, since nothing should open it again."""

    dependencies: ClassVar = [("authority", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(guard)]
