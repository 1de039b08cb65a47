"""The matrix of power, cell by cell, and that no view escapes it."""

from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import yaml
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from tallystick.web.people.permissions import permissions
from tallystick.web.people.power import needs, public
from web.conftest import Demo, SignedIn, client_of

ROLES = yaml.safe_load(
    files("tallystick.web.people").joinpath("data/roles.yaml").read_text(encoding="utf-8")
)
"""The matrix is read from its file here, not through the code that grants."""

PROBES = (
    ("units.approve", "get", "/en/approvals/"),
    ("account.read", "get", "/en/accounts/"),
    ("units.transfer", "get", "/en/accounts/transfer/"),
    ("units.cancel", "get", "/en/accounts/cancel/"),
    ("contract.keep", "get", "/en/contracts/"),
    ("link.read", "get", "/en/links/"),
    ("agreement.draft", "get", "/en/drafts/"),
    ("agreement.simulate", "get", "/en/simulations/"),
    ("people.read", "get", "/en/people/"),
    ("people.invite", "get", "/en/people/invite/"),
    ("audit.read", "get", "/en/audit/"),
    ("case.read", "get", "/en/cases/"),
    ("case.open", "get", "/en/cases/check/"),
    ("case.read", "get", "/en/compliance/"),
    ("case.open", "get", "/en/compliance/new/"),
    ("proceeds.keep", "get", "/en/authority/proceeds/"),
    ("review.track", "get", "/en/reviews/begin/"),
    ("verification.submit", "get", "/en/statements/"),
    ("agreement.oversee", "get", "/en/joint-body/"),
    ("ledger.verify", "get", "/en/log/"),
    ("token.make", "get", "/en/tokens/"),
    ("adjustment.read", "get", "/en/authority/"),
    ("account.read", "get", "/en/authority/holdings/"),
    ("approach.record", "get", "/en/authority/GHA/approaches/new/"),
    ("authorization.draft", "get", "/en/authority/GHA/authorizations/draft/"),
    ("authorization.sign", "get", "/en/authority/GHA/signing/"),
    ("units.issue", "get", "/en/authority/units/issuance/"),
    ("units.transfer", "get", "/en/authority/units/first-transfer/"),
    ("units.use", "get", "/en/authority/units/use/"),
    ("units.cancel", "get", "/en/authority/units/cancellation/"),
    ("account.open", "get", "/en/authority/GHA/registry/open/"),
    ("account.control", "get", "/en/authority/GHA/registry/controls/"),
    ("units.restrain", "get", "/en/freezes/"),
    ("units.pledge", "get", "/en/accounts/pledges/"),
    ("units.pledge", "get", "/en/accounts/pledges/new/"),
    ("units.correct", "get", "/en/authority/GHA/registry/corrections/"),
    ("step.file", "get", "/en/authority/GHA/registry/step/"),
    ("entity.authorize", "get", "/en/authority/GHA/registry/entity/"),
    ("ndc.record", "get", "/en/authority/GHA/registry/ndc/"),
    ("report.read", "get", "/en/authority/GHA/reports/"),
    ("report.draft", "get", "/en/authority/GHA/reports/initial/"),
    ("report.submit", "post", "/en/authority/GHA/reports/initial/file/"),
)
"""Where a permission is asked for: whoever builds a page adds the line of its permission."""


@pytest.fixture(scope="module")
def client_as(demo: Demo) -> Callable[[str], Client]:
    """Return the client of a role, signed in once."""
    return cache(client_of)


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("let in")


def refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(str(exception), status=403)


urlpatterns = [
    path(f"probe/{code}/", needs(code)(answer), name=f"probe {code}") for code in permissions()
]
urlpatterns.append(path("account/2fa/", public(answer), name="mfa_index"))
handler403 = refuse


@pytest.mark.parametrize("permission", permissions())
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.urls("web.test_matrix")
def test_a_view_lets_in_whom_the_matrix_names(
    client_as: Callable[[str], Client], role: str, permission: str
) -> None:
    status = client_as(role).get(f"/probe/{permission}/").status_code
    assert status == (200 if permission in ROLES[role]["may"] else 403)


@pytest.mark.parametrize(("permission", "method", "url"), PROBES)
@pytest.mark.parametrize("role", ROLES)
def test_a_page_lets_in_whom_the_matrix_names(
    client_as: Callable[[str], Client], role: str, permission: str, method: str, url: str
) -> None:
    status = getattr(client_as(role), method)(url).status_code
    assert status in ({200, 302} if permission in ROLES[role]["may"] else {403})


def views(patterns: Any) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from views(one.url_patterns)
        else:
            yield one


def test_every_view_says_what_it_needs() -> None:
    silent = [
        str(one.pattern)
        for one in views(get_resolver().url_patterns)
        if not getattr(one.callback, "permission", "")
    ]
    assert silent == []


def test_every_permission_of_a_page_has_its_probe() -> None:
    asked = {getattr(one.callback, "permission", "") for one in views(get_resolver().url_patterns)}
    assert asked - {"public", "signed_in"} <= {permission for permission, _, _ in PROBES}


def test_the_page_of_the_matrix_shows_every_cell(signed_in: SignedIn) -> None:
    for language in ("en", "zh-hans"):
        text = signed_in("public").get(f"/{language}/roles/").content.decode()
        for role, told in ROLES.items():
            assert told["en" if language == "en" else "zh"] in text
            shown = text.count(f'data-role="{role}"') - text.count(
                f'data-role="{role}" data-scope=""'
            )
            assert shown == len(told["may"])


def test_the_roles_name_only_permissions_that_exist() -> None:
    assert {code for told in ROLES.values() for code in told["may"]} <= set(permissions())
