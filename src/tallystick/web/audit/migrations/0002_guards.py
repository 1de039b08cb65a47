"""Triggers that let an entry be written, completed once, and nothing else."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

WHO = ("id", "key", "actor_id", "organisation_id", "address", "door")
WHAT = ("action", "subject", "is_posting", "begun_at")
SQLITE = (
    "CREATE TRIGGER web_audit_no_delete BEFORE DELETE ON web_audit "
    "BEGIN SELECT RAISE(ABORT, 'entries of the audit trail are never deleted'); END",
    "CREATE TRIGGER web_audit_complete_once BEFORE UPDATE ON web_audit WHEN OLD.outcome <> '' "
    "OR NEW.outcome = '' OR NEW.ended_at IS NULL OR "
    + " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in WHO + WHAT)
    + " BEGIN SELECT RAISE(ABORT, 'an entry of the audit trail is completed once'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION web_audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP <> 'UPDATE' THEN "
    "RAISE EXCEPTION 'entries of the audit trail are never deleted'; END IF; "
    "IF OLD.outcome <> '' OR NEW.outcome = '' OR NEW.ended_at IS NULL OR "
    + " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in WHO + WHAT)
    + " THEN RAISE EXCEPTION 'an entry of the audit trail is completed once'; END IF; "
    "RETURN NEW; END $$",
    "CREATE TRIGGER web_audit_rows BEFORE UPDATE OR DELETE ON web_audit "
    "FOR EACH ROW EXECUTE FUNCTION web_audit_guard()",
    "CREATE TRIGGER web_audit_all BEFORE TRUNCATE ON web_audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION web_audit_guard()",
)


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the database at hand."""
    for sql in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(sql)


class Migration(migrations.Migration):
    """Guard the table; there is no way back, since nothing should open it again."""

    dependencies: ClassVar = [("audit", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(guard)]
