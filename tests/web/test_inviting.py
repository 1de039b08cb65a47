"""Invitations: who may invite whom, and how a seat is taken once."""

import re
import secrets
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tallystick.web.audit.models import AuditEntry
from tallystick.web.people.inviting import Invited, accept, find, invite
from tallystick.web.people.models import Invitation, Membership, Organisation, Role, User
from web.conftest import Demo, SignedIn, user_of

PASSWORD = "four plain words together"  # noqa: S105 (of nobody)


def address() -> str:
    return f"{secrets.token_hex(6)}@invited.example"


def seat(email: str, role: str = "reviewer", kind: str = "review") -> Invited:
    place, _ = Organisation.objects.get_or_create(name=f"Invited {kind}", defaults={"kind": kind})
    return invite(email, Role.objects.get(pk=role), place, by=None, now=timezone.now())


def test_an_invited_person_joins_once(client: Client, demo: Demo) -> None:
    email = address()
    link = f"/en/join/{seat(email).secret}/"
    assert email in client.get(link).content.decode()
    answer = client.post(link, {"name": "New Person", "password": PASSWORD})
    assert answer.headers["Location"] == "/en/me/"
    assert "Reviewer" in client.get("/en/me/").content.decode()
    assert Client().get(link).status_code == 404
    assert User.objects.get(email=email).check_password(PASSWORD)


def test_the_secret_of_a_link_is_not_kept(demo: Demo) -> None:
    made = seat(address())
    row = Invitation.objects.filter(pk=made.invitation.pk).values().get()
    assert made.secret not in repr(row)


def test_a_weak_password_is_sent_back_with_the_reason(client: Client, demo: Demo) -> None:
    link = f"/en/join/{seat(address()).secret}/"
    answer = client.post(link, {"name": "New", "password": "short"})
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()


@pytest.mark.parametrize("what", ["accepted_at", "withdrawn_at", "expires_at"])
def test_a_seat_that_is_gone_cannot_be_taken(demo: Demo, what: str) -> None:
    made = seat(address())
    gone = timezone.now() - timedelta(seconds=1)
    Invitation.objects.filter(pk=made.invitation.pk).update(**{what: gone})
    assert find(made.secret, timezone.now()) is None
    with pytest.raises(ValidationError):
        accept(made.invitation, user_of("auditor"), timezone.now())


def test_a_known_person_joins_only_when_signed_in(signed_in: SignedIn, demo: Demo) -> None:
    known = user_of("verifier")
    link = f"/en/join/{seat(known.email).secret}/"
    assert "/account/login/" in Client().get(link).headers["Location"]
    assert "/account/login/" in signed_in("auditor").post(link).headers["Location"]
    assert signed_in("verifier").post(link).headers["Location"] == "/en/me/"
    joined = Membership.objects.filter(user=known, role="reviewer", ended_at=None)
    assert joined.exists()
    joined.update(ended_at=timezone.now())


def test_a_role_fits_the_kind_of_organisation(demo: Demo) -> None:
    with pytest.raises(ValidationError, match="kind"):
        seat(address(), "authority_approver", "review")


def test_an_approver_invites_within_the_own_party_only(
    signed_in: SignedIn, mailoutbox: list[object]
) -> None:
    client = signed_in("authority_approver", "GHA")
    own = Organisation.objects.get(name="Authority of Ghana (demo)")
    other = Organisation.objects.get(name="Authority of Switzerland (demo)")
    email = address()
    told = {"email": email, "role": "authority_officer"}
    assert "errorlist" in (
        client.post("/en/people/invite/", {**told, "organisation": other.pk}).content.decode()
    )
    assert not Invitation.objects.filter(email=email).exists()
    answer = client.post("/en/people/invite/", {**told, "organisation": own.pk})
    link = re.search(r"/en/join/[^/]+/", answer.content.decode())
    assert link is not None
    assert Client().get(link.group()).status_code == 200
    assert len(mailoutbox) == 1
    assert AuditEntry.objects.filter(action="people.invite", subject__contains=email).exists()


def test_nobody_gives_a_role_to_themselves(signed_in: SignedIn) -> None:
    approver = user_of("authority_approver", "GHA")
    own = Organisation.objects.get(name="Authority of Ghana (demo)")
    told = {"email": approver.email, "role": "authority_officer", "organisation": own.pk}
    text = signed_in("authority_approver", "GHA").post("/en/people/invite/", told).content.decode()
    assert "Nobody gives a role to themselves" in text


def test_a_role_is_ended_within_reach_only(signed_in: SignedIn, mailoutbox: list[object]) -> None:
    user = User.objects.create_user(address())
    place = Organisation.objects.get(name="Authority of Ghana (demo)")
    role = Role.objects.get(pk="authority_officer")
    one = Membership.objects.create(user=user, organisation=place, role=role)
    url = f"/en/people/roles/{one.pk}/end/"
    assert signed_in("authority_approver", "CHE").post(url).status_code == 403
    assert signed_in("entity_representative").post(url).status_code == 403
    assert signed_in("authority_approver", "GHA").get(url).status_code == 405
    assert signed_in("authority_approver", "GHA").post(url).status_code == 302
    one.refresh_from_db()
    assert one.ended_at is not None


def test_an_invitation_is_withdrawn_within_reach_only(signed_in: SignedIn) -> None:
    place = Organisation.objects.get(name="Authority of Ghana (demo)")
    role = Role.objects.get(pk="authority_officer")
    made = invite(address(), role, place, by=None, now=timezone.now())
    url = f"/en/people/invitations/{made.invitation.pk}/withdraw/"
    assert signed_in("authority_approver", "CHE").post(url).status_code == 403
    assert find(made.secret, timezone.now()) is not None
    assert signed_in("authority_approver", "GHA").post(url).status_code == 302
    assert find(made.secret, timezone.now()) is None
