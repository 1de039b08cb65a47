"""Compliance cases: opened by any Party, answered, decided by a committee, ended in remedies."""

import re
import secrets
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction

from tallystick.web.audit.models import AuditEntry
from tallystick.web.compliance.models import ComplianceEntry
from web.api_site import NewToken, post
from web.conftest import Demo, SignedIn, user_of

if TYPE_CHECKING:
    from django.test import Client

HOME = "/en/compliance/"
FAR = "2099-01-01"


def opened(client: "Client", against: str = "CHE") -> int:
    told = {"against": against, "text": "units were not delivered", "key": secrets.token_hex(8)}
    answer = client.post(f"{HOME}new/", told)
    assert answer.status_code == 302, answer.content.decode()
    return int(re.findall(r"\d+", answer.headers["Location"])[0])


def seen(number: int) -> int:
    return ComplianceEntry.objects.filter(number=number).count()


def enter(client: "Client", number: int, kind: str, **more: Any) -> Any:
    told = {"text": "so it is", "seen": seen(number), "key": secrets.token_hex(8), **more}
    return client.post(f"{HOME}{number}/{kind}/", told)


def state(client: "Client", number: int) -> str:
    page = client.get(f"{HOME}{number}/").content.decode()
    return str(re.findall(r'id="state">([^<]+)<', page)[0])


@pytest.mark.feature("F093")
@pytest.mark.feature("F092")
def test_a_case_ends_once_its_remedies_are_carried_out(signed_in: SignedIn) -> None:
    ghana, swiss = signed_in("focal_point", "GHA"), signed_in("focal_point", "CHE")
    committee, number = signed_in("joint_committee_member"), opened(ghana)
    assert enter(swiss, number, "answer").status_code == 302
    assert enter(swiss, number, "refer", committee="joint committee").status_code == 302
    assert enter(committee, number, "decide").status_code == 302
    ordered = {"remedy": "make_good", "due": FAR, "quantity_t": "500"}
    assert enter(committee, number, "measure", **ordered).status_code == 302
    early = enter(ghana, number, "close")
    assert early.status_code == 422
    assert "is not done" in early.content.decode()
    assert state(ghana, number) == "decided"
    assert enter(swiss, number, "done", done="1").status_code == 302
    assert enter(ghana, number, "close").status_code == 302
    assert state(swiss, number) == "closed"
    assert "500 t" in swiss.get(f"{HOME}{number}/").content.decode()
    entry = AuditEntry.objects.filter(action="compliance.close").order_by("-id")[0]
    assert (entry.outcome, entry.actor) == ("done", user_of("focal_point", "GHA"))


def test_the_committee_of_article_15_takes_a_case_only_with_consent(signed_in: SignedIn) -> None:
    swiss, number = signed_in("focal_point", "CHE"), opened(signed_in("focal_point", "GHA"))
    alone = enter(swiss, number, "refer", committee="Article 15")
    assert alone.status_code == 422
    assert "has not consented" in alone.content.decode()
    agreed = enter(swiss, number, "refer", committee="Article 15", consent="note 7")
    assert agreed.status_code == 302


def test_a_measure_states_what_its_remedy_takes(signed_in: SignedIn) -> None:
    number, committee = opened(signed_in("focal_point", "GHA")), signed_in("joint_committee_member")
    enter(signed_in("focal_point", "CHE"), number, "answer")
    enter(committee, number, "decide")
    for wrong in ({"remedy": "damages", "due": FAR}, {"remedy": "fine", "due": FAR}, {}):
        assert enter(committee, number, "measure", **wrong).status_code == 422
    right = {"remedy": "damages", "due": FAR, "amount": "12.50", "currency": "USD"}
    assert enter(committee, number, "measure", **right).status_code == 302


def test_each_side_says_its_own_part_and_others_see_nothing(signed_in: SignedIn) -> None:
    ghana, number = signed_in("focal_point", "GHA"), opened(signed_in("focal_point", "GHA"))
    assert enter(ghana, number, "answer").status_code == 403
    assert enter(signed_in("focal_point", "CHE"), number, "withdraw").status_code == 403
    assert enter(ghana, number, "decide").status_code == 403
    assert signed_in("regulator").get(f"{HOME}{number}/").status_code == 404
    assert f"/compliance/{number}/" not in signed_in("regulator").get(HOME).content.decode()
    assert enter(ghana, number, "nonsense").status_code == 404
    assert enter(ghana, number, "withdraw").status_code == 302
    assert state(ghana, number) == "taken back"


def test_only_parties_open_cases(signed_in: SignedIn) -> None:
    told = {"against": "CHE", "text": "something", "key": secrets.token_hex(8)}
    answer = signed_in("verifier").post(f"{HOME}new/", told)
    assert answer.status_code == 422
    assert "is not a Party" in answer.content.decode()


def test_what_somebody_else_entered_first_is_not_overwritten(signed_in: SignedIn) -> None:
    ghana, number = signed_in("focal_point", "GHA"), opened(signed_in("focal_point", "GHA"))
    stale = enter(ghana, number, "withdraw", seen=0)
    assert stale.status_code == 422
    assert seen(number) == 1


def test_entries_are_only_ever_added(demo: Demo, signed_in: SignedIn) -> None:
    number = opened(signed_in("focal_point", "GHA"))
    for sql in ("UPDATE web_compliance_entry SET step = 9", "DELETE FROM web_compliance_entry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{sql} WHERE number = %s", [number])
    assert seen(number) == 1


def test_the_interface_opens_answers_and_shows_cases_once_per_key(
    client: "Client", new_token: NewToken
) -> None:
    key = secrets.token_hex(4)
    ghana = new_token("focal_point", "GHA", "case.open", "case.read")
    swiss = new_token("focal_point", "CHE", "case.answer", "case.read")
    body = {"against": "CHE", "facts": "units were not delivered"}
    first = post(client, "compliance-cases", body, key, ghana)
    assert first.status_code == 201, first.content
    number = first.json()["number"]
    assert post(client, "compliance-cases", body, key, ghana).json()["number"] == number
    other = {**body, "facts": "else"}
    assert post(client, "compliance-cases", other, key, ghana).status_code == 409
    path, said = f"compliance-cases/{number}/entries", {"text": "they were", "seen": 1}
    wrong = post(client, path, {**said, "kind": "answer"}, "w", ghana)
    assert wrong.status_code == 403
    for expected in (201, 200):
        answer = post(client, path, {**said, "kind": "answer"}, f"{key}a", swiss)
        assert answer.status_code == expected, answer.content
    assert answer.json()["state"] == "answered"
    listed = client.get("/api/v1/compliance-cases?limit=1", headers=swiss).json()
    assert [one["number"] for one in listed["rows"]] == [number]
    older = client.get(f"/api/v1/compliance-cases?cursor={listed['next']}", headers=swiss).json()
    assert number not in {one["number"] for one in older["rows"]}
    peru = new_token("focal_point", "PER", "case.read")
    assert client.get(f"/api/v1/compliance-cases/{number}", headers=peru).status_code == 404
    assert client.get(f"/api/v1/compliance-cases/{number}", headers=ghana).status_code == 200


def test_the_interface_orders_measures_and_tells_refusals_with_their_rule(
    client: "Client", new_token: NewToken, signed_in: SignedIn
) -> None:
    number = opened(signed_in("focal_point", "GHA"))
    enter(signed_in("focal_point", "CHE"), number, "answer")
    enter(signed_in("joint_committee_member"), number, "decide")
    path, key = f"compliance-cases/{number}/entries", secrets.token_hex(4)
    committee = new_token("joint_committee_member", "", "remedy.decide", "case.read")
    body = {"kind": "measure", "text": "due", "seen": 3, "measure": {"remedy": "x", "due": FAR}}
    refused = post(client, path, body, key, committee)
    assert (refused.status_code, refused.json()["code"]) == (422, "REMEDY")
    money = {"remedy": "damages", "due": FAR, "amount": "7.5", "currency": "USD"}
    done = post(client, path, {**body, "measure": money}, key, committee)
    assert done.status_code == 201, done.content
    assert done.json()["outstanding"] == 1
    swiss = new_token("focal_point", "CHE", "case.answer", "case.read")
    late = {"kind": "done", "text": "paid", "seen": 4, "done": 9}
    assert post(client, path, late, "d", swiss).status_code == 404
    assert post(client, path, {**late, "done": 1}, f"{key}d", swiss).json()["outstanding"] == 0
