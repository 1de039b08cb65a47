"""What an installation says of itself by environment variables, each read in one place.

docs/operating/web.md lists them.
"""

import json
import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def is_on(name: str) -> bool:
    """Whether a switch such as TALLYSTICK_HTTPS is set to 1, yes or on."""
    return os.environ.get(name, "").lower() in {"1", "yes", "on", "true"}


def number(name: str, usual: int) -> int:
    """Return a whole number above zero; ImproperlyConfigured for anything else."""
    said = os.environ.get(name, "")
    if not said:
        return usual
    if not said.isdecimal() or int(said) < 1:
        raise ImproperlyConfigured(f"{name} is {said!r}; give a whole number above 0")
    return int(said)


def words(name: str, usual: str = "") -> list[str]:
    """Return the parts of a list that is separated by commas."""
    return [one.strip() for one in os.environ.get(name, usual).split(",") if one.strip()]


def mail() -> dict[str, Any]:
    """Return Django's mail settings: by SMTP, into a folder, or onto standard error."""
    backends = "django.core.mail.backends"
    if url := os.environ.get("TALLYSTICK_SMTP_URL"):
        told = urlsplit(url)
        tls = parse_qs(told.query).get("tls", ["1"])[0] == "1"
        return {
            "EMAIL_BACKEND": f"{backends}.smtp.EmailBackend",
            "EMAIL_HOST": told.hostname or "localhost",
            "EMAIL_PORT": told.port or (587 if tls else 25),
            "EMAIL_HOST_USER": unquote(told.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(told.password or ""),
            "EMAIL_USE_TLS": tls,
            "EMAIL_TIMEOUT": 20,
        }
    if folder := os.environ.get("TALLYSTICK_MAIL_FOLDER"):
        return {"EMAIL_BACKEND": f"{backends}.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    return {"EMAIL_BACKEND": "tallystick.web.operation.mail.ToStandardError"}


def single_sign_on() -> dict[str, Any]:
    """Return the OpenID Connect provider that TALLYSTICK_OIDC describes as a JSON object, if any.

    Keys: id, name, client_id, secret, server_url.
    """
    said = os.environ.get("TALLYSTICK_OIDC")
    if not said:
        return {}
    try:
        told = json.loads(said)
        app = {
            "provider_id": told["id"],
            "name": told["name"],
            "client_id": told["client_id"],
            "secret": told["secret"],
            "settings": {"server_url": told["server_url"]},
        }
    except (ValueError, TypeError, KeyError) as error:
        raise ImproperlyConfigured(
            "TALLYSTICK_OIDC is a JSON object with id, name, client_id, secret and server_url"
        ) from error
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def logs() -> dict[str, Any]:
    """Return Django's log settings: lines for people, or JSON objects for TALLYSTICK_LOGS=json."""
    form = "json" if os.environ.get("TALLYSTICK_LOGS") == "json" else "plain"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"format": "%(levelname)s %(name)s: %(message)s"},
            "json": {"()": "tallystick.web.operation.logs.JsonLines"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "django.request": {"level": "ERROR"},
            "tallystick": {"level": "INFO" if form == "json" else "WARNING"},
        },
    }
