"""Names that the tests of the programming interface share."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

    from tallystick.web.people.models import User

NewUser = Callable[[str, str], "User"]
NewToken = Callable[..., dict[str, str]]


def post(client: "Client", path: str, body: Any, key: str | None, headers: dict[str, str]) -> Any:
    """Write through the interface under a key, if one is given."""
    sent = {**headers, **({"Idempotency-Key": key} if key else {})}
    text = json.dumps(body)
    return client.post(f"/api/v1/{path}", data=text, content_type="application/json", headers=sent)
