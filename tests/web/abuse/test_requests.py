"""Requests that no page of ours would send, over every address there is."""

from typing import Any

import pytest
from django.test import Client

from web.abuse.addresses import API, Address, operations, pages
from web.conftest import Demo, SignedIn, user_of

pytestmark = pytest.mark.usefixtures("ledger_path")
ROLES = ("public", "reviewer", "auditor", "authority_approver", "regulator", "verifier")
UNSAFE = ("post", "put", "patch", "delete")
PAYLOAD = "\"'><svg onload=alert(7)>"
PLAIN = ("application/json", "application/problem+json")
"""What no browser takes for a page; every answer says that it is not to be guessed otherwise."""
EVIL = "https://evil.example/"
NAMES = ("q", "cursor", "before", "next", "from", "to", "left", "right", "party", "on", "action")
ODD = ("0", "9" * 30, "%00", "..%2f..%2fetc", "%F0%9F%92%A9", "x" * 300, "'", "%25s", "-1")


SPARED = ("account_logout", "end_membership")
"""What would end the session, or the role of one whom other tests sign in as."""


def every() -> tuple[Address, ...]:
    return pages()


def held(role: str) -> set[str]:
    """Return what a role may, read from the table that the pages ask."""
    from tallystick.web.people.models import Grant

    return set(Grant.objects.filter(role=role).values_list("permission", flat=True))


def answering(role: str) -> list[Address]:
    """Return the addresses whose own view answers a role; everything for the public.

    What everybody may is asked by one role more. How all others are refused is tested apart.
    """
    if role == "public":
        return list(every())
    answered = held(role) | ({"public", "signed_in"} if role == ROLES[1] else set())
    return [one for one in every() if one.permission in answered]


def test_the_addresses_are_those_of_the_table(demo: Demo) -> None:
    names = {one.name for one in every()}
    assert {"transfers", "cases", "case", "account_login", "audit", "unit", "theme"} <= names
    assert len(operations()) > 20


@pytest.mark.parametrize("method", UNSAFE)
def test_a_form_without_its_token_is_refused_everywhere(demo: Demo, method: str) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(user_of("authority_approver"))
    let_in = {
        one.name: status
        for one in every()
        if (status := getattr(client, method)(one.url()).status_code) != 403
    }
    assert let_in == {}


def test_the_interface_takes_no_session_without_the_token(demo: Demo) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(user_of("authority_approver"))
    let_in = {
        f"{one.method} {one.path}": status
        for one in operations()
        if one.is_guarded and one.method != "get"
        if (status := _call(client, one.method, one.url)) not in {401, 403}
    }
    assert let_in == {}


def _call(client: Client, method: str, url: str) -> int:
    headers = {"Idempotency-Key": "k"}
    answer = client.generic(method.upper(), url, "{}", "application/json", headers=headers)
    return int(answer.status_code)


def test_nobody_unknown_uses_a_guarded_operation(client: Client) -> None:
    let_in = [
        f"{one.method} {one.path}"
        for one in operations()
        if one.is_guarded and _call(client, one.method, one.url) != 401
    ]
    assert let_in == []


@pytest.mark.parametrize("role", ROLES)
def test_a_method_that_a_view_does_not_know_does_nothing(signed_in: SignedIn, role: str) -> None:
    client = signed_in(role)
    wrong = {
        f"{method} {one.name}": status
        for one in answering(role)
        for method in ("put", "patch", "delete", "trace")
        if one.is_ours
        if (status := getattr(client, method)(one.url()).status_code) not in {403, 404, 405}
    }
    assert wrong == {}


def test_a_header_cannot_make_a_method_another(signed_in: SignedIn) -> None:
    client = signed_in("reviewer")
    for name in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        assert client.get("/en/log/verify/", headers={name: "POST"}).status_code in {403, 405}
        assert (
            client.get("/en/cases/concern/?_method=POST", headers={name: "POST"}).status_code == 200
        )


@pytest.mark.parametrize("role", ROLES)
def test_whoever_lacks_the_permission_is_refused_by_every_page(
    signed_in: SignedIn, role: str
) -> None:
    let_in = {*held(role), "public", "signed_in"}
    client = signed_in(role)
    wrong = {
        f"{method} {one.name}": status
        for one in every()
        for method in ("get", "post")
        if one.permission not in let_in
        if (status := getattr(client, method)(one.url()).status_code) not in {403, 405}
    }
    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_what_is_asked_is_never_repeated_as_markup(signed_in: SignedIn, role: str) -> None:
    client = signed_in(role)
    names = (
        "q",
        "cursor",
        "before",
        "next",
        "from",
        "to",
        "left",
        "right",
        "party",
        "on",
        "action",
    )
    asked = dict.fromkeys(names, PAYLOAD)
    repeated = []
    for one in answering(role):
        texts = [name for name, kind in one.parameters if kind == "str"]
        urls = {one.url(), one.url(**dict.fromkeys(texts, PAYLOAD.replace("/", "")))}
        for url in urls:
            sent = [client.get(url, asked)]
            if one.name not in SPARED:
                sent.append(client.post(url, asked))
            for answer in sent:
                if b"<svg onload" in getattr(answer, "content", b""):
                    repeated.append(url)
                assert answer.status_code < 500, url
    assert repeated == []


def test_the_interface_repeats_nothing_as_markup(client: Client) -> None:
    for one in operations():
        answer = client.get(one.url.replace("/1", "/%3Csvg%20onload=alert(7)%3E"), {"q": PAYLOAD})
        assert answer.status_code < 500, one.path
        if answer.headers["Content-Type"] not in PLAIN:
            assert b"<svg" not in answer.content, one.path


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_address_is_no_fault_of_ours(signed_in: SignedIn, odd: str) -> None:
    client = signed_in("auditor")
    for one in every():
        for name, kind in one.parameters:
            given: dict[str, Any] = {name: 7777 if kind == "int" else "7777"}
            sample = one.url(**given)
            assert client.get(sample.replace("7777", odd)).status_code < 500, one.name
    for each in operations():
        if "{" in each.path:
            url = each.url.replace("/1", f"/{odd}")
            assert client.get(url).status_code < 500, url


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("to", [EVIL, "//evil.example/", "https:evil.example", "\\\\evil.example"])
def test_nothing_leads_to_another_site(signed_in: SignedIn, role: str, to: str) -> None:
    client = signed_in(role)
    names = ("next", "to", "url", "redirect", "return", "redirect_to")
    led = []
    for one in answering(role):
        if one.name in SPARED:
            continue
        for answer in (
            client.get(one.url(), dict.fromkeys(names, to)),
            client.post(one.url(), dict.fromkeys(names, to)),
        ):
            where = answer.headers.get("Location", "")
            if "evil" in where.partition("?")[0]:
                led.append(f"{one.name}: {where}")
    assert led == []


def test_every_answer_carries_the_safe_headers(signed_in: SignedIn) -> None:
    client = signed_in("auditor")
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    urls = [one.url() for one in every()] + [one.url for one in operations()]
    for url in urls:
        headers = client.get(url).headers
        assert {name: headers.get(name) for name in wanted} == wanted, url
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, url
        assert "unsafe" not in policy, url


def test_private_pages_are_kept_by_no_cache(signed_in: SignedIn) -> None:
    client = signed_in("auditor")
    for one in every():
        if one.is_ours and one.permission not in {"public", ""} and not one.parameters:
            answer = client.get(one.url())
            if answer.status_code == 200:
                assert "private" in answer.headers.get("Cache-Control", ""), one.name


def test_the_interface_is_below_its_own_address(demo: Demo) -> None:
    assert all(one.path.startswith(API) for one in operations())
