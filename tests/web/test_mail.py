"""Messages go out by SMTP, to a server that runs beside the test."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.mail import send_mail
from django.utils import timezone

from tallystick.web.environment import mail
from tallystick.web.people.inviting import Invited, invite
from tallystick.web.people.models import Organisation, Role
from tallystick.web.people.notices import send_invitation
from web.conftest import Demo


class Sink(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is given."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.recipients: list[str] = []
        self.messages: list[EmailMessage] = []


class _Session(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        for line in self.rfile:
            said = line.decode().strip()
            verb = said.upper()[:4]
            if verb == "DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.messages.append(self._message())
            elif verb == "RCPT":
                self.server.recipients.append(said.split("<")[1].split(">")[0])
            self.wfile.write(b"221 goodbye\r\n" if verb == "QUIT" else b"250 fine\r\n")

    def _message(self) -> EmailMessage:
        lines = iter(self.rfile.readline, b".\r\n")
        told = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(told, EmailMessage)
        return told


@pytest.fixture
def sink(demo: Demo, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """A mail server that the pages are told of as an operator tells them."""
    with Sink() as server:
        port = server.server_address[1]
        monkeypatch.setenv("TALLYSTICK_SMTP_URL", f"smtp://127.0.0.1:{port}?tls=0")
        for name, value in mail().items():
            setattr(settings, name, value)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def invited() -> Invited:
    """Invite somebody to an organisation of the demonstration."""
    role = Role.objects.get(pk="auditor")
    place = next(one for one in Organisation.objects.all() if one.kind in role.organisation_kinds)
    return invite("new.auditor@example.org", role, place, by=None, now=timezone.now())


def test_a_message_arrives_as_it_was_written(sink: Sink) -> None:
    send_mail("合符 notice", "Two people: 两人。\n", None, ["focal@example.org"])
    assert sink.recipients == ["focal@example.org"]
    (message,) = sink.messages
    assert message["Subject"] == "合符 notice"
    assert message["To"] == "focal@example.org"
    assert message.get_content().strip() == "Two people: 两人。"


def test_a_subject_cannot_bring_headers_of_its_own(sink: Sink) -> None:
    with pytest.raises(ValueError, match="newline"):
        send_mail("notice\r\nBcc: other@example.org", "text", None, ["focal@example.org"])
    assert sink.messages == []


def test_an_invitation_stands_though_the_mail_server_is_away(
    sink: Sink, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.EMAIL_PORT = 9  # nobody listens there
    link = send_invitation(invited(), "https://registry.example/")
    assert link.startswith("https://registry.example/")
    assert "an invitation was not sent" in caplog.text


def test_an_invitation_brings_its_link(sink: Sink) -> None:
    link = send_invitation(invited(), "https://registry.example/")
    (message,) = sink.messages
    assert link in message.get_content().replace("=\n", "")
