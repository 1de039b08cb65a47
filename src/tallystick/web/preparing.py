"""Making the tables of the pages beside a ledger, whenever this version needs others."""

import contextlib

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tallystick.web.databases import SCHEMA
from tallystick.web.people.roles import enter_roles


def prepare() -> None:
    """Migrate where there is something to migrate, and renew the roles that ship.

    Raises CommandError, with the mend, where the database does not let this user.
    """
    try:
        _make_schema()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
        else:
            enter_roles()
        call_command("createcachetable", verbosity=0)
    except DatabaseError as error:
        raise CommandError(_explained(error)) from error
    finally:
        connection.close()


def _make_schema() -> None:
    """On PostgreSQL, make the schema of these tables if it is not there."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [SCHEMA])
        (is_there,) = cursor.fetchone() or (False,)
        if not is_there:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")


def _explained(error: DatabaseError) -> str:
    first = str(error).strip().splitlines()[0]
    mend = ""
    if connection.vendor == "postgresql":
        user = connection.settings_dict.get("OPTIONS", {}).get("user", "the role of the pages")
        mend = (
            f'. Have the owner of the database run: CREATE SCHEMA {SCHEMA} AUTHORIZATION "{user}";'
        )
    with contextlib.suppress(DatabaseError):
        connection.close()
    return f"the tables of the pages cannot be made: {first}{mend}"
