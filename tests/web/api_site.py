"""Names that the tests of the programming interface share."""

import json
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tallystick.ledger import open_ledger
from tallystick.ledger.log.keyplace import signing_key
from tallystick.ledger.opening import store_at

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


def sequence(place: str) -> None:
    """Append what was posted to the log."""
    with closing(store_at(place)) as store:
        key = signing_key(store, place)
    assert key is not None
    with open_ledger(place) as ledger:
        ledger.sequence(key)
