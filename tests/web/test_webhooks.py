"""Webhooks against a real server: in order, signed, again after failures, never inward."""

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest
from django.conf import settings
from django.test import Client

from tallystick.ledger.reading import reading
from tallystick.web.webhooks.addresses import (
    RefusedAddressError,
    UndeliveredError,
    is_public,
    send,
    target,
)
from tallystick.web.webhooks.delivery import LONGEST_PAUSE, deliver, pause, signature
from tallystick.web.webhooks.models import Subscription
from web.api_site import NewToken, NewUser, post

SIGNED_WITH = "k" * 43
NOW = datetime(2026, 11, 21, tzinfo=UTC)


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is told and answers as the test says."""

    told: ClassVar[list[tuple[dict[str, str], bytes]]] = []
    statuses: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.told.append((dict(self.headers), body))
        self.send_response(status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that is being told, inside the network by way of exception."""
    monkeypatch.setattr(settings, "WEBHOOKS_PRIVATE", True)
    Receiver.told.clear()
    Receiver.statuses.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/told?by=us"
    server.shutdown()
    server.server_close()


@pytest.fixture
def subscription(ledger_path: str, new_user: NewUser, receiver: str) -> Iterator[Subscription]:
    """A subscription that has been told nothing."""
    user = new_user("authority_officer", "GHA")
    made = Subscription.objects.create(user=user, url=receiver, secret=SIGNED_WITH, due_at=NOW)
    yield made
    made.delete()


def test_every_posting_is_told_once_in_the_order_of_the_log(
    subscription: Subscription, ledger_path: str
) -> None:
    with reading(ledger_path) as reader:
        expected = [kept.id for _, kept in reader.logged_after(-1, 10_000)]
    while deliver(NOW):
        pass
    told = [json.loads(body)["id"] for _, body in Receiver.told]
    assert told == expected
    subscription.refresh_from_db()
    assert subscription.told_index == len(expected) - 1


def test_what_is_told_is_signed(subscription: Subscription) -> None:
    deliver(NOW)
    headers, body = Receiver.told[0]
    at, signed = headers["Tallystick-Signature"].split(",")
    assert signed == f"v1={signature(SIGNED_WITH, at.removeprefix('t='), body)}"
    assert at == f"t={int(NOW.timestamp())}"


def test_a_failure_stops_the_line_and_is_tried_again_later(subscription: Subscription) -> None:
    Receiver.statuses[:] = [200, 500]
    assert deliver(NOW) == 1
    subscription.refresh_from_db()
    assert (subscription.failures, subscription.last_error) == (1, "status 500")
    assert deliver(NOW) == 0
    assert deliver(subscription.due_at + timedelta(seconds=1)) > 1
    told = [json.loads(body)["index"] for _, body in Receiver.told]
    assert told == list(range(len(told)))
    subscription.refresh_from_db()
    assert subscription.failures == 0


def test_pauses_grow_and_end_growing() -> None:
    pauses = [pause(failures) for failures in (1, 3, 6, 100)]
    assert pauses == sorted(pauses)
    assert pauses[-1] <= LONGEST_PAUSE * 1.1


def test_a_redirect_is_not_followed(receiver: str) -> None:
    Receiver.statuses[:] = [302]
    with pytest.raises(UndeliveredError, match="302"):
        send(receiver, b"{}", {})


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://0x7f000001/",
        "https://user:secret@192.0.2.1/",
        "http://192.0.2.1/",
        "ftp://192.0.2.1/",
        "https://name.invalid/",
        "https://192.0.2.1:99999/",
        "https:///",
        "nonsense",
    ],
)
def test_nothing_is_sent_inward_or_without_https(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        target(url)


def test_public_addresses_are_told_from_others() -> None:
    assert is_public("8.8.8.8")
    assert is_public("2606:4700::1111")
    inward = ("10.1.2.3", "127.0.0.1", "::1", "fe80::1%eth0", "fc00::1", "224.0.0.1")
    for address in (*inward, "::ffff:127.0.0.1", "2002:0a00:0001::", "0.0.0.0"):  # noqa: S104
        assert not is_public(address)


def test_subscriptions_are_kept_by_their_owner_only(
    client: Client, ledger_path: str, new_token: NewToken, receiver: str
) -> None:
    keeper = new_token("authority_officer", "GHA", "webhook.keep")
    made = post(client, "webhooks", {"url": receiver}, secrets.token_hex(8), keeper)
    assert made.status_code == 201, made.content
    number = made.json()["id"]
    assert made.json()["secret"]
    listed = client.get("/api/v1/webhooks", headers=keeper)
    assert [one["id"] for one in listed.json()["rows"]] == [number]
    assert made.json()["secret"] not in listed.content.decode()
    other = new_token("authority_officer", "CHE", "webhook.keep")
    assert client.get("/api/v1/webhooks", headers=other).json()["rows"] == []
    assert client.delete(f"/api/v1/webhooks/{number}", headers=other).status_code == 404
    without = new_token("authority_officer", "GHA", "account.read")
    assert client.get("/api/v1/webhooks", headers=without).status_code == 403
    assert client.delete(f"/api/v1/webhooks/{number}", headers=keeper).status_code == 204
    assert client.delete(f"/api/v1/webhooks/{number}", headers=keeper).status_code == 404


def test_an_inward_address_is_a_problem(
    client: Client, new_token: NewToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "WEBHOOKS_PRIVATE", False)
    keeper = new_token("authority_officer", "GHA", "webhook.keep")
    for url in ("https://127.0.0.1/", "https://169.254.169.254/"):
        assert (
            post(client, "webhooks", {"url": url}, secrets.token_hex(8), keeper).status_code == 422
        )
