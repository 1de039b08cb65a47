"""Where Django keeps its own tables: in the ledger's database, apart from the ledger's tables."""

from pathlib import Path
from typing import Any

WAIT_SECONDS = 20
SCHEMA = "tallystick_web"
"""The schema of these tables on PostgreSQL, so that no query of Django's can meet the ledger's."""


def database(place: str) -> dict[str, Any]:
    """Return Django's settings for the database of a ledger, by its path or postgresql:// URL."""
    if "://" not in place:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(place).absolute()),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": WAIT_SECONDS},
        }
    from psycopg.conninfo import conninfo_to_dict

    told = conninfo_to_dict(place)
    name, options = told.pop("dbname", ""), str(told.pop("options", "") or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**told, "options": f"{options} -c search_path={SCHEMA}".strip()},
    }
