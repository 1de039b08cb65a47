"""Accounts, transfers, cancellations and certificates of an entity; and who may not."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tallystick.article6.postings.control_approvals import Approve, State
from tallystick.ledger import open_ledger
from tallystick.web.audit.models import AuditEntry
from web.api_site import sequence
from web.conftest import Demo, SignedIn
from web.holdings import HELD, Own, own

ENTITY = "entity_representative"
TRANSFER, CANCEL = "/en/accounts/transfer/", "/en/accounts/cancel/"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def cancelling(held: Own, **changes: object) -> dict[str, object]:
    return held.form(taker=held.cancelled, entity="Airline Ltd", purpose="", **changes)


def test_an_entity_sees_its_accounts_and_their_serials(demo: Demo, signed_in: SignedIn) -> None:
    held, client = own(demo.place), signed_in(ENTITY)
    assert held.account in text(client.get("/en/accounts/"))
    page = text(client.get(f"/en/accounts/of/{held.account}/"))
    assert str(held.first) in page
    assert f"{TRANSFER}?giver=" in page


@pytest.mark.parametrize("account", ["GHA", "CHE", "GHA:nowhere"])
def test_an_account_of_others_and_one_that_is_not_there_get_the_same_answer(
    signed_in: SignedIn, account: str
) -> None:
    assert signed_in(ENTITY).get(f"/en/accounts/of/{account}/").status_code == 403


def test_a_preview_tells_the_answer_and_moves_nothing(demo: Demo, signed_in: SignedIn) -> None:
    held = own(demo.place)
    answer = signed_in(ENTITY).post(TRANSFER, held.form())
    assert "The ledger would take this" in text(answer)
    assert (held.held_t(held.account), held.held_t(held.second)) == (HELD, 0)


def test_a_confirmed_transfer_moves_the_units_once(demo: Demo, signed_in: SignedIn) -> None:
    held, client = own(demo.place), signed_in(ENTITY)
    form = held.form(step="confirm")
    assert client.post(TRANSFER, form).status_code == 302
    assert client.post(TRANSFER, form).status_code == 302
    assert (held.held_t(held.account), held.held_t(held.second)) == (HELD - 10, 10)
    told = AuditEntry.objects.filter(action="units.transfer", subject__contains=held.account)
    assert {one.outcome for one in told} == {"done"}


def test_a_key_that_was_used_for_another_transfer_moves_nothing(
    demo: Demo, signed_in: SignedIn
) -> None:
    held, client = own(demo.place), signed_in(ENTITY)
    form = held.form(step="confirm")
    client.post(TRANSFER, form)
    client.post(TRANSFER, {**form, "first": held.first + 10, "last": held.first + 11})
    assert held.held_t(held.second) == 10


def test_what_the_rules_refuse_is_refused_in_the_preview_and_when_sent(
    demo: Demo, signed_in: SignedIn
) -> None:
    held, client = own(demo.place), signed_in(ENTITY)
    too_many = held.form(last=held.last + 5)
    preview = text(client.post(TRANSFER, too_many))
    assert "The ledger would refuse this" in preview
    assert 'value="confirm"' not in preview
    sent = client.post(TRANSFER, {**too_many, "step": "confirm"})
    assert sent.status_code == 200
    assert held.held_t(held.account) == HELD
    refused = AuditEntry.objects.get(subject__contains=held.account)
    assert refused.outcome == "refused"


@pytest.mark.parametrize(
    "changes",
    [{"giver": "GHA"}, {"giver": ""}, {"first": "x"}, {"on": ""}, {"first": 9, "last": 8}],
)
def test_a_form_that_lacks_or_forges_something_is_told(
    demo: Demo, signed_in: SignedIn, changes: Mapping[str, object]
) -> None:
    held = own(demo.place)
    answer = signed_in(ENTITY).post(TRANSFER, held.form(step="confirm", **changes))
    assert answer.status_code == 400
    assert "errorlist" in text(answer)
    assert held.held_t(held.account) == HELD


def test_where_a_second_person_is_due_a_transfer_is_a_proposal(
    demo: Demo, signed_in: SignedIn
) -> None:
    held, client = own(demo.place, approval=True), signed_in(ENTITY)
    form = held.form()
    assert "once a second person approves" in text(client.post(TRANSFER, form))
    for _ in range(2):
        assert client.post(TRANSFER, {**form, "step": "confirm"}).status_code == 302
    assert held.held_t(held.second) == 0
    with open_ledger(demo.place) as ledger:
        asked = [one for one in ledger.proposals() if one.asked.id == f"page-{form['key']}"]
        at = asked[0].asked.at
        said = Approve(
            on=at.date(), proposal=asked[0].asked.id, person="somebody else", at=at, reason="fine"
        )
        ledger.post(said, key=f"approve {form['key']}")
        done = next(one for one in ledger.proposals() if one.asked.id == asked[0].asked.id)
    assert (len(asked), done.state(at)) == (1, State.POSTED)
    assert held.held_t(held.second) == 10


@pytest.mark.feature("F057")
def test_a_cancellation_ends_on_a_certificate_that_leads_to_its_proof(
    demo: Demo, ledger_path: str, signed_in: SignedIn
) -> None:
    held, client = own(demo.place), signed_in(ENTITY)
    answer = client.post(CANCEL, cancelling(held, step="confirm"))
    assert re.fullmatch(r"/en/certificates/\d+/", answer.headers["Location"])
    sequence(demo.place)
    page = text(client.get(answer.headers["Location"]))
    assert "Airline Ltd" in page
    assert re.search(r"<td>Hash of the leaf</td><td>[0-9a-f]{64}</td>", page)
    address = re.findall(r'id="proof-address" href="([^"]+)"', page)[0]
    assert address.startswith("http://testserver/en/proofs/")
    assert "Signed checkpoint" in text(signed_in("public").get(address))
    assert held.held_t(held.account) == HELD - 10
    listed = text(client.get(f"/en/accounts/of/{held.account}/"))
    assert answer.headers["Location"] in listed


def test_a_certificate_is_a_pdf_in_both_languages(demo: Demo, signed_in: SignedIn) -> None:
    held, client = own(demo.place), signed_in(ENTITY)
    place = client.post(CANCEL, cancelling(held, step="confirm")).headers["Location"]
    for language in ("en", "zh-hans"):
        answer = client.get(place.replace("/en/", f"/{language}/").rstrip("/") + ".pdf")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


def test_a_certificate_is_for_whoever_may_see_the_account(demo: Demo, signed_in: SignedIn) -> None:
    held = own(demo.place)
    told = signed_in(ENTITY).post(CANCEL, cancelling(held, step="confirm"))
    place = told.headers["Location"]
    assert signed_in("authority_officer", "GHA").get(place).status_code == 200
    assert signed_in("authority_officer", "CHE").get(place).status_code == 403
    assert signed_in("public").get(place).status_code == 403
    assert signed_in(ENTITY).get("/en/certificates/1/").status_code == 403
    assert signed_in(ENTITY).get("/en/certificates/99999999/").status_code == 403


def test_units_outside_article_6_are_not_cancelled_here(demo: Demo, signed_in: SignedIn) -> None:
    held = own(demo.place)
    answer = signed_in(ENTITY).post(CANCEL, cancelling(held, series="NOWHERE-1"))
    assert answer.status_code == 400
    assert "no such units" in text(answer)


def test_a_purpose_that_the_account_is_not_for_is_refused(demo: Demo, signed_in: SignedIn) -> None:
    held = own(demo.place)
    answer = signed_in(ENTITY).post(CANCEL, {**cancelling(held), "purpose": "IMP"})
    assert answer.status_code == 200
    assert held.held_t(held.account) == HELD


def test_the_developer_of_the_demonstration_holds_units(signed_in: SignedIn) -> None:
    developer = signed_in("entity_representative")
    listed = developer.get("/en/accounts/", {"after": "GHA:c"}).content.decode()
    assert "GHA:clean-cooking" in listed
    page = developer.get("/en/accounts/of/GHA:clean-cooking/").content.decode()
    assert "CA9002-GHA01-GHA-2024" in page
    assert "/en/accounts/transfer/?giver=GHA%3Aclean-cooking" in page
