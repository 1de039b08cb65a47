"""People and history for the benchmarks of the pages, made beside a ledger that is there already.

Run as a program, it prints how those can be known who will ask for pages: by session or by token.
"""

import json
import sys
from typing import Any

import django

USERS = 500
OFFICERS = 50
ENTITIES = 100
ENTRIES = 100_000
HOLDER = "Entity 0"
"""The account of the first entity."""


def entity(number: int) -> str:
    """Name the account of an entity."""
    return f"Entity {number}"


def people() -> dict[str, Any]:
    """Make users, organisations, roles, sessions, tokens and a long audit trail."""
    from django.core.management import call_command

    from tallystick.web.people.models import Membership, User

    with open("/dev/null", "w", encoding="utf-8") as nowhere:
        call_command("demo_users", stdout=nowhere)
    User.objects.bulk_create(
        User(email=f"user{number}@example.org", name=f"User {number}", is_demo=True)
        for number in range(USERS)
    )
    users = list(User.objects.filter(email__startswith="user").order_by("pk"))
    _join(users)
    _remember(users)
    auditor = User.objects.get(email="auditor@audit.example")
    regulator = Membership.objects.filter(role="regulator", ended_at=None)[0].user
    return {
        "officers": [_token(one) for one in users[:OFFICERS]],
        "sessions": [_session(one) for one in users[:OFFICERS]],
        "entity": _session(users[OFFICERS]),
        "auditor": _session(auditor),
        "regulator": _session(regulator),
    }


def _join(users: list[Any]) -> None:
    """Give officers of one Party their role, and share the others out to entities."""
    from tallystick.web.people.models import Membership, Organisation, OrganisationAccount

    authority = Organisation.objects.get(party="GHA", kind="authority")
    entities = Organisation.objects.bulk_create(
        Organisation(name=f"Entity {number}", kind="entity", party="GHA")
        for number in range(ENTITIES)
    )
    OrganisationAccount.objects.bulk_create(
        OrganisationAccount(organisation=one, account=entity(number))
        for number, one in enumerate(entities)
    )
    officers = {one.pk for one in users[:OFFICERS]}
    Membership.objects.bulk_create(
        Membership(user=one, organisation=authority, role_id="authority_officer")
        if one.pk in officers
        else Membership(
            user=one,
            organisation=entities[(number - OFFICERS) % ENTITIES],
            role_id="entity_representative",
        )
        for number, one in enumerate(users)
    )


def _remember(users: list[Any]) -> None:
    """Fill the audit trail, two hundred entries for each user."""
    from django.utils import timezone

    from tallystick.web.audit.models import AuditEntry

    AuditEntry.objects.bulk_create(
        (
            AuditEntry(
                actor=users[number % len(users)],
                action="session.begin",
                door="page",
                outcome="done",
                ended_at=timezone.now(),
                address="192.0.2.1",
            )
            for number in range(ENTRIES)
        ),
        batch_size=5_000,
    )


def _session(user: Any) -> str:
    """Begin a session and return its cookie."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    return str(client.cookies["tallystick_session"].value)


def _token(user: Any) -> str:
    from tallystick.web.api.tokens import make

    return make(user, "benchmark", ["units.transfer", "units.use", "account.read"], 1)[1]


if __name__ == "__main__":
    django.setup()
    json.dump(people(), sys.stdout)
