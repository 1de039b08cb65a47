"""What the tests of the interface share: tokens of the demonstration's users, reads and writes."""

import csv
import io
import secrets
from typing import Any

from django.test import Client

from tallystick.web.api.tokens import make
from tallystick.web.people.models import User
from tallystick.web.people.power import powers
from web.api_site import post
from web.conftest import user_of

Headers = dict[str, str]


def token(role: str, party: str = "", *scopes: str) -> Headers:
    """Return a token of a role's user, with all its permissions if none are named."""
    return token_of(user_of(role, party), *scopes)


def token_of(user: User, *scopes: str) -> Headers:
    """Return a token of a user, with all permissions the user has if none are named."""
    _, secret = make(user, "test", scopes or tuple(powers(user)), 1)
    return {"Authorization": f"Bearer {secret}"}


def new_key() -> str:
    """Return an idempotency key that was never sent."""
    return secrets.token_hex(8)


def get(path: str, headers: Headers, status: int = 200, **told: Any) -> Any:
    """Read JSON, and hold the answer to a status."""
    answer = Client(raise_request_exception=False).get(f"/api/v1/{path}", told, headers=headers)
    assert answer.status_code == status, answer.content
    return answer.json()


def sent(path: str, body: Any, headers: Headers, status: int = 201, key: str = "") -> Any:
    """Write JSON under a key, a new one if none is named, and hold the answer to a status."""
    client = Client(raise_request_exception=False)
    answer = post(client, path, body, key or new_key(), headers)
    assert answer.status_code == status, answer.content
    return answer.json()


def sheet(path: str, headers: Headers, **told: Any) -> list[dict[str, str]]:
    """Read the CSV twin of a list."""
    asked = {**headers, "Accept": "text/csv"}
    answer = Client(raise_request_exception=False).get(f"/api/v1/{path}", told, headers=asked)
    assert answer.headers["Content-Type"].startswith("text/csv"), answer.content
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def raw(path: str, headers: Headers, status: int = 200, **told: Any) -> Any:
    """Read what is not JSON."""
    answer = Client(raise_request_exception=False).get(f"/api/v1/{path}", told, headers=headers)
    assert answer.status_code == status, answer.content
    return answer
