"""The secret that signs sessions and seals second factors: given, or made once and kept."""

import hashlib
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

NAME_DIGITS = 16


def secret_key(place: str) -> str:
    """Return TALLYSTICK_SECRET_KEY, or what is kept in a file of mode 0600 for a ledger.

    The file lies beside a SQLite ledger, and for PostgreSQL in the user's configuration. Where
    none can be kept, a secret is made up that lasts until the process ends.
    """
    if given := os.environ.get("TALLYSTICK_SECRET_KEY"):
        return given
    path, made = _path(place), secrets.token_urlsafe(50)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(made)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip() or made
    except OSError:
        return made
    return made


def _path(place: str) -> Path:
    if "://" not in place:
        return Path(f"{place}.web-key")
    url = urlsplit(place)
    name = hashlib.sha256(f"{url.hostname} {url.path} {url.query}".encode()).hexdigest()
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home, "tallystick", f"web-{name[:NAME_DIGITS]}.key")
