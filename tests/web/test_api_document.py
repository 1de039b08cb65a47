"""The OpenAPI document is committed as it is served, and every answer is one that it tells."""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from soak._fuzz import faults

from tallystick.web.people.models import Membership, Role, User
from tallystick.web.people.power import powers
from tallystick.web.wsgi import application
from web.api.asking import token_of
from web.api_site import NewUser
from web.conftest import user_of

ROOT = Path(__file__).parents[2]
EXAMPLES = 1  # of each kind for each operation; the soak of the interface makes up many
SPARED = {"people.invite", "ledger.verify"}
"""What would end the roles of those that other tests sign in as, or keep a worker busy."""


def written() -> str:
    """What the script writes."""
    spec = spec_from_file_location("openapi_script", ROOT / "scripts/openapi.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    text: str = module.text()
    return text


def test_the_committed_document_is_what_the_operations_say(client: Client) -> None:
    committed = (ROOT / "docs/reference/openapi.json").read_text(encoding="utf-8")
    assert committed == written(), "run scripts/openapi.py"
    assert client.get("/api/v1/openapi.json").json() == json.loads(committed)


def test_every_operation_says_what_it_does_and_which_problems_it_answers() -> None:
    document: dict[str, Any] = json.loads(written())
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            assert told.get("description") or told["summary"], path
            assert {"400", "422", "429", "503"} <= told["responses"].keys(), path
            problem = told["responses"]["422"]["content"]
            assert list(problem) == ["application/problem+json"], path
            if "write" in told["tags"] and method == "post":
                names = {one["name"]: one for one in told["parameters"]}
                assert names["Idempotency-Key"]["required"], path


@pytest.mark.parametrize("known", [True, False])
def test_made_up_requests_get_documented_answers_only(
    ledger_path: str, new_user: NewUser, known: bool
) -> None:
    headers = {}
    if known:
        user = of_every_role(new_user("authority_officer", "GHA"))
        headers = token_of(user, *(powers(user).keys() - SPARED))
    assert list(faults(application, headers, EXAMPLES)) == []


def of_every_role(user: User) -> User:
    """Give a user every role, each in an organisation of the demonstration that has it."""
    for role in Role.objects.filter(memberships__user__is_demo=True).distinct():
        place = Membership.objects.get(user=user_of(role.code), role=role).organisation
        Membership.objects.get_or_create(user=user, organisation=place, role=role)
    return user
