"""Units moved through the interface as on the pages: looked ahead, moved or proposed, approved."""

from typing import Any

import pytest

from web.api.asking import Headers, get, new_key, raw, sent, sheet, token
from web.conftest import Demo
from web.holdings import HELD, Own, own

pytestmark = pytest.mark.usefixtures("ledger_path")


@pytest.fixture
def entity(demo: Demo) -> Headers:
    """The token of the developer of the demonstration."""
    return token("entity_representative")


def movement(held: Own, **more: Any) -> dict[str, Any]:
    """Return the movement of ten units to the second account."""
    form = held.form()
    kept = {name: form[name] for name in ("on", "series", "first", "last")}
    return {**kept, "from_account": held.account, "to_account": held.second, **more}


def test_accounts_within_reach_are_listed_and_told(demo: Demo, entity: Headers) -> None:
    held = own(demo.place, approval=True)
    listed = {one["id"] for one in sheet("accounts", entity, limit=500)}
    assert {held.account, held.second} <= listed
    assert "CHE" not in listed
    told = get(f"accounts/{held.account}", entity)
    assert (told["party"], told["controls"]["approval"]) == ("GHA", True)
    get("accounts/CHE", entity, 403)
    get("accounts/GHA:nowhere", entity, 403)
    get("accounts/GHA:nowhere", token("auditor"), 404)


def test_a_transfer_is_looked_ahead_and_moves_the_units_once(demo: Demo, entity: Headers) -> None:
    held = own(demo.place)
    body, key = movement(held), new_key()
    ahead = sent("transfers/preview", body, entity, 200)
    assert (ahead["is_refused"], ahead["waits"], ahead["quantity_t"]) == (False, False, 10)
    assert held.held_t(held.account) == HELD
    done = sent("transfers", body, entity, key=key)
    assert sent("transfers", body, entity, 200, key=key)["id"] == done["id"]
    assert (held.held_t(held.account), held.held_t(held.second)) == (HELD - 10, 10)
    other = movement(held, first=held.first + 10, last=held.first + 11)
    assert sent("transfers", other, entity, 409, key=key)["code"] == "CONFLICT"


def test_the_first_transfer_between_parties_is_booked_as_such_also_when_sent_again(
    demo: Demo, entity: Headers
) -> None:
    held = own(demo.place)
    body, key = movement(held, to_account="CHE"), new_key()
    assert sent("transfers/preview", body, entity, 200)["kind"] == "first_transfer"
    done = sent("transfers", body, entity, key=key)
    assert sent("transfers", body, entity, 200, key=key)["id"] == done["id"]
    assert get(f"postings/{done['id']}", {})["kind"] == "first_transfer"


def test_a_cancellation_has_its_certificate(demo: Demo, entity: Headers) -> None:
    held = own(demo.place)
    body = movement(held, to_account=held.cancelled, entity="Airline Ltd")
    assert sent("cancellations/preview", body, entity, 200)["is_refused"] is False
    done = sent("cancellations", body, entity)
    assert get(f"certificates/{done['id']}", entity)["account"] == held.account
    file = raw(f"certificates/{done['id']}/file", entity)
    assert file.content.startswith(b"%PDF")
    ended = get(f"accounts/{held.account}", entity)["ended"]
    assert [(one["posting"], one["is_cancelled"]) for one in ended] == [(done["id"], True)]
    raw(f"certificates/{done['id']}/file", token("authority_officer", "CHE"), 403)


def test_what_the_rules_refuse_is_told_before_and_after(demo: Demo, entity: Headers) -> None:
    held = own(demo.place)
    body = movement(held, last=held.last + 5)
    assert sent("transfers/preview", body, entity, 200)["is_refused"] is True
    refused = sent("transfers", body, entity, 422)
    assert refused["fix"]
    assert refused["source"]
    assert sent("transfers", movement(held, last=held.first - 1), entity, 422)["code"] == "INVALID"
    unknown = movement(held, series="VCS-1", to_account=held.cancelled)
    assert sent("cancellations", unknown, entity, 422)["code"] == "INVALID"
    assert held.held_t(held.account) == HELD


@pytest.mark.parametrize("path", ["transfers", "transfers/preview"])
def test_nobody_moves_the_units_of_others(demo: Demo, path: str) -> None:
    body = movement(own(demo.place))
    sent(path, body, token("authority_officer", "CHE"), 403)
    sent(path, body, token("authority_officer", "GHA", "account.read"), 403)
    sent(path, body, {}, 401)


def test_where_an_account_demands_it_a_second_person_approves(demo: Demo, entity: Headers) -> None:
    held = own(demo.place, approval=True)
    body, key = movement(held), new_key()
    assert sent("transfers/preview", body, entity, 200)["waits"] is True
    done = sent("transfers", body, entity, key=key)
    assert sent("transfers", body, entity, 200, key=key)["id"] == done["id"]
    approver = token("authority_approver", "GHA")
    (waits,) = [
        one
        for one in get("approvals", approver, limit=500)["rows"]
        if one["givers"] == [held.account]
    ]
    assert (waits["state"], waits["quantity"], waits["is_own"]) == ("proposed", 10, False)
    assert held.account in {one["givers"] for one in sheet("approvals", approver, limit=500)}
    swiss = token("authority_approver", "CHE")
    assert waits["id"] not in {one["id"] for one in get("approvals", swiss, limit=500)["rows"]}
    decision = {"decision": "approve", "reason": "checked"}
    sent(f"proposals/{waits['id']}/decision", decision, swiss, 403)
    sent(f"proposals/{waits['id']}/decision", decision, approver)
    assert held.held_t(held.second) == 10
    get("approvals", token("authority_officer", "GHA"), 403)


def test_a_posting_is_looked_ahead_with_whether_it_has_to_wait(demo: Demo, entity: Headers) -> None:
    held = own(demo.place, approval=True)
    block = {"series": held.series, "first": held.first, "last": held.first + 4}
    body = {
        "kind": "transfer",
        "on": str(held.form()["on"]),
        "block": block,
        "from_account": held.account,
        "to_account": held.second,
    }
    ahead = sent("posting/preview", body, entity, 200)
    assert (ahead["waits"], ahead["is_refused"], ahead["quantity_t"]) == (True, False, 5)
    sent("posting/preview", body, token("authority_officer", "CHE"), 403)
