"""Health, measures, logs, addresses, errors and headers."""

import gzip
import json
import logging
import re
from contextlib import closing
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from tallystick.web import errors
from tallystick.web.middleware import policy
from tallystick.web.operation.logs import JsonLines
from tallystick.web.operation.middleware import ClientAddress
from tallystick.web.operation.static import fingerprinted
from tallystick.web.people.power import public
from web.conftest import Demo, SignedIn


@public
def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("never seen")


def denied_plainly(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(str(exception), status=403)


urlpatterns = [path("breaks/", breaks), path("undeclared/", undeclared)]
handler500 = errors.broken
handler403 = denied_plainly


def test_health_tells_of_database_and_jobs(client: Client) -> None:
    assert client.get("/healthz").json()["jobs"] == "up"


def test_health_is_down_without_a_ledger(client: Client, settings: Any) -> None:
    settings.LEDGER = "/nowhere/at/all.sqlite"
    assert client.get("/healthz").status_code == 503


def test_measures_count_answers(client: Client) -> None:
    def counted() -> int:
        text = client.get("/metrics").content.decode()
        found = re.search(r'answers_total{method="GET",status="404"} (\d+)', text)
        return int(found.group(1)) if found else 0

    before = counted()
    client.get("/en/nowhere/")
    assert counted() == before + 1


def test_measures_are_for_known_addresses_or_a_token(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "a-token"  # noqa: S105 (of this test)
    far = Client(REMOTE_ADDR="192.0.2.20")
    assert far.get("/metrics").status_code == 403
    wrong = {"Authorization": "Bearer other"}
    assert far.get("/metrics", headers=wrong).status_code == 403
    right = {"Authorization": "Bearer a-token"}
    assert far.get("/metrics", headers=right).status_code == 200


def test_an_empty_token_opens_nothing(client: Client) -> None:
    given = {"Authorization": "Bearer "}
    assert client.get("/metrics", headers=given, REMOTE_ADDR="192.0.2.20").status_code == 403


@pytest.mark.parametrize(
    ("proxies", "said", "seen"),
    [
        (0, "203.0.113.1", "192.0.2.30"),
        (1, "198.51.100.9, 203.0.113.1", "203.0.113.1"),
        (2, "198.51.100.9, 203.0.113.1", "198.51.100.9"),
        (2, "203.0.113.1", "192.0.2.30"),
    ],
)
def test_an_address_is_believed_from_trusted_proxies_only(
    settings: Any, rf: RequestFactory, proxies: int, said: str, seen: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="192.0.2.30", headers={"X-Forwarded-For": said})
    ClientAddress(lambda _: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == seen


def test_a_log_line_is_one_json_object() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "two\nlines", None, None)
    record.__dict__.update(status=200, path="/en/")
    told = json.loads(JsonLines().format(record))
    assert (told["message"], told["status"], told["path"]) == ("two\nlines", 200, "/en/")


def test_every_answer_and_its_log_line_carry_one_id(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    lines: list[dict[str, Any]] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(json.loads(JsonLines().format(record)))  # type: ignore[method-assign]  # a handler for this test
    logger = logging.getLogger("tallystick.requests")
    logger.addHandler(handler)
    with caplog.at_level(logging.INFO, "tallystick.requests"):
        ids = [client.get("/healthz").headers["X-Request-ID"] for _ in range(2)]
    logger.removeHandler(handler)
    assert [line["request"] for line in lines] == ids
    assert ids[0] != ids[1]
    assert lines[0]["queries"] > 0


@pytest.mark.parametrize(("proxies", "is_kept"), [(0, False), (1, True)])
def test_the_id_of_a_request_is_believed_from_trusted_proxies_only(
    client: Client, settings: Any, proxies: int, is_kept: bool
) -> None:
    settings.TRUSTED_PROXIES = proxies
    told = client.get("/healthz", headers={"X-Request-ID": "of-the-proxy-1"})
    assert (told.headers["X-Request-ID"] == "of-the-proxy-1") is is_kept
    evil = client.get("/healthz", headers={"X-Request-ID": "no <good> id"})
    assert "good" not in evil.headers["X-Request-ID"]


def test_what_lets_somebody_in_does_not_come_into_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "tallystick.requests"):
        client.get("/en/join/a-secret-of-an-invitation/")
    paths = [str(record.__dict__["path"]) for record in caplog.records if "path" in record.__dict__]
    assert paths
    assert not any("a-secret" in path for path in paths)


def test_a_request_to_another_name_is_refused_and_no_fault(client: Client) -> None:
    assert client.get("/en/", headers={"Host": "elsewhere.example"}).status_code == 400


def test_static_files_are_kept_for_ever_under_a_name_that_tells_their_content(
    client: Client,
) -> None:
    page = client.get("/en/").content.decode()
    found = re.search(r'href="(/static/web/site\.[0-9a-f]{12}\.css)"', page)
    assert found
    answer = client.get(found[1], headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    plain = client.get("/static/web/site.css")
    assert "immutable" not in plain.headers["Cache-Control"]
    assert gzip.decompress(b"".join(answer)) == b"".join(plain)


def test_a_static_file_that_is_not_there_keeps_its_name() -> None:
    assert fingerprinted("web/nothing.css") == "web/nothing.css"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_errors_say_what_to_do(client: Client, language: str) -> None:
    for url, status in ((f"/{language}/nowhere/", 404), (f"/{language}/people/", 403)):
        answer = client.get(url)
        assert answer.status_code == status
        assert f'lang="{language}"' in answer.content.decode()
        assert f'href="/{language}/"' in answer.content.decode()


def test_a_refusal_names_the_roles_and_leads_to_sign_in(client: Client) -> None:
    text = client.get("/en/audit/?before=5").content.decode()
    assert "Auditor" in text
    assert "/en/account/login/?next=/en/audit/%3Fbefore%3D5" in text


def test_a_forged_form_is_refused_with_the_mend(demo: Demo) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/theme", {"theme": "dark"})
    assert answer.status_code == 403
    assert "Reload the page" in answer.content.decode()


@pytest.mark.urls("web.test_operation")
def test_a_fault_of_ours_is_told_without_its_cause(client: Client) -> None:
    answer = client.get("/breaks/")
    assert answer.status_code == 500
    assert "on our side" in answer.content.decode()
    assert "on purpose" not in answer.content.decode()


@pytest.mark.urls("web.test_operation")
def test_a_view_that_declares_nothing_is_refused(client: Client) -> None:
    assert client.get("/undeclared/").content == b"undeclared"


def test_every_answer_carries_safe_headers(signed_in: SignedIn) -> None:
    client = signed_in("auditor")
    for url in ("/en/", "/en/audit/", "/healthz", "/static/web/site.css"):
        with closing(client.get(url)) as answer:
            headers = answer.headers
        assert headers["X-Content-Type-Options"] == "nosniff", url
        if "static" not in url:
            assert headers["X-Frame-Options"] == "DENY"
            assert "script-src 'self'" in headers["Content-Security-Policy"]
            assert "unsafe" not in headers["Content-Security-Policy"]


def test_forms_may_lead_to_the_identity_provider_configured(settings: Any) -> None:
    app = {"settings": {"server_url": "https://id.example.org/realm"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    assert "form-action 'self' https://id.example.org;" in policy()


def test_cookies_are_kept_from_scripts_and_other_sites(demo: Demo) -> None:
    client = Client()
    client.post(
        "/en/account/login/", {"login": "verifier@verifier.example", "password": demo.password}
    )
    cookie = client.cookies["tallystick_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_switch_of_colours_leads_nowhere_else(client: Client, to: str) -> None:
    answer = client.post("/theme", {"theme": "dark", "next": to})
    assert answer.headers["Location"] == "/"


def test_signing_in_leads_nowhere_else(demo: Demo) -> None:
    told = {"login": "auditor@audit.example", "password": demo.password}
    answer = Client().post("/en/account/login/?next=https://evil.example/", told)
    assert answer.headers["Location"] == "/en/me/"
