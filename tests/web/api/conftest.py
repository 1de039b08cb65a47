"""A demonstration ledger behind the programming interface, with people of several Parties."""

import os
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from api_site import NewToken, NewUser

from tallystick.cli.demo.building import build
from tallystick.ledger import open_ledger
from tallystick.ledger.log.keyplace import signing_key
from tallystick.ledger.opening import store_at

if TYPE_CHECKING:
    from django.test import Client

    from tallystick.web.people.models import User


@pytest.fixture(scope="session")
def ledger_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demonstration with Django's own tables beside it, its postings in the log."""
    built = build(tmp_path_factory.mktemp("api"))
    place = str(built.ledger_path)
    sequence(place)
    os.environ |= {"TALLYSTICK_DB": place, "DJANGO_SETTINGS_MODULE": "tallystick.web.settings"}
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    return place


def sequence(place: str) -> None:
    """Append what was posted to the log."""
    with closing(store_at(place)) as store:
        key = signing_key(store, place)
    assert key is not None
    with open_ledger(place) as ledger:
        ledger.sequence(key)


@pytest.fixture
def client(ledger_path: str) -> "Client":
    """A program that nobody knows."""
    from django.core.cache import cache
    from django.test import Client

    cache.clear()
    return Client()


@pytest.fixture
def new_user(ledger_path: str) -> NewUser:
    """Make a user with a role in the authority of a Party, by role and Party."""
    from tallystick.web.people.models import Membership, Organisation, Role, User

    def make(role: str, party: str) -> "User":
        email = f"{role}-{party}-{User.objects.count()}@example.org"
        user = User.objects.create_user(email)
        body, _ = Organisation.objects.get_or_create(
            name=f"Authority of {party}", defaults={"kind": "authority", "party": party}
        )
        Membership.objects.create(user=user, organisation=body, role=Role.objects.get(pk=role))
        return user

    return make


@pytest.fixture
def new_token(new_user: NewUser) -> NewToken:
    """Make a token with scopes for a new user and return the headers that carry it."""
    from tallystick.web.api.tokens import make

    def token(role: str, party: str, *scopes: str) -> dict[str, str]:
        _, secret = make(new_user(role, party), "test", scopes, 1)
        return {"Authorization": f"Bearer {secret}"}

    return token
