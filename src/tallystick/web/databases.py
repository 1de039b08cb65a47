"""Where Django keeps its own tables, apart from the ledger's, and what its workers share."""

from pathlib import Path
from typing import Any

WAIT_SECONDS = 20
CACHE_ENTRIES_MAX = 10_000
"""How many callers are counted at once; beyond that the cache forgets some."""

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


def shared_cache(place: str) -> dict[str, Any]:
    """Return Django's settings for what all workers count together, such as requests.

    Beside a SQLite ledger these are files of the server's user; for PostgreSQL, whose servers may
    be many, a table, which `prepare` makes.
    """
    if "://" not in place:
        return {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": f"{Path(place).absolute()}.web-cache",
            "OPTIONS": {"MAX_ENTRIES": CACHE_ENTRIES_MAX},
        }
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "OPTIONS": {"MAX_ENTRIES": CACHE_ENTRIES_MAX},
    }
