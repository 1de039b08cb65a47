"""Every text of every body of the interface, and every operation on what is another Party's."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tallystick.ledger import open_ledger
from tallystick.web.opendata.csvs import FORMULA_STARTS
from tallystick.web.people.models import Organisation
from tallystick.web.people.power import powers
from web.abuse.addresses import operations
from web.abuse.bodies import Sending, sendings
from web.abuse.test_requests import PLAIN
from web.abuse.test_stored import targets
from web.api_site import NewToken
from web.conftest import Demo, SignedIn, user_of

PAYLOAD = "=<svg onload=alert(7)>\"'"
OURS, THEIRS = "PER", "GHA"
PLACES = {"identifier": "x7", "name": "x7", "number": "1", "step": "answer", "year": "2025"}
SHOWN = ("en/parties/PER/", "en/approaches/", "en/cases/", "en/audit/", "zh-hans/approaches/")
DONE = range(200, 300)


def headers_of(new_token: NewToken, role: str, party: str) -> dict[str, str]:
    """A token with everything that a role may do."""
    return new_token(role, party, *powers(user_of(role, "GHA")))


def address(path: str, **places: str) -> str:
    known = {**PLACES, "code": OURS, "account": OURS, **places}
    return re.sub(r"{(\w+)}", lambda found: known.get(found[1], "1"), path)


def send(client: Client, one: Sending, url: str, headers: dict[str, str]) -> Any:
    key = re.sub(r"\W+", "-", f"abuse {one.label} {url} {json.dumps(one.body)}")[:100]
    sent = {**headers, "Idempotency-Key": key}
    return client.generic(
        one.method.upper(), url, json.dumps(one.body), "application/json", headers=sent
    )


def test_every_operation_that_takes_json_is_sent_texts(demo: Demo) -> None:
    made = list(sendings(PAYLOAD))
    named = {(one.method, one.path) for one in operations() if one.body}
    assert {(one.method, one.path) for one in made} >= named
    assert sum(one.texts for one in made) > len(made)


def test_no_text_of_any_body_is_told_as_markup(client: Client, new_token: NewToken) -> None:
    headers = headers_of(new_token, "authority_officer", OURS)
    for one in sendings(PAYLOAD):
        answer = send(client, one, address(one.path), headers)
        assert answer.status_code < 500, one.label
        if answer.content:
            assert answer.headers["Content-Type"].partition(";")[0] in PLAIN, one.label
        assert answer.headers["X-Content-Type-Options"] == "nosniff", one.label


def test_what_was_sent_is_shown_as_text_and_exported_as_text(
    client: Client, new_token: NewToken, signed_in: SignedIn
) -> None:
    headers = headers_of(new_token, "authority_officer", OURS)
    done = [
        one.label
        for one in sendings(PAYLOAD)
        if one.texts and send(client, one, address(one.path), headers).status_code in DONE
    ]
    assert done
    auditor, shown = signed_in("auditor"), 0
    for path in SHOWN:
        text = auditor.get(f"/{path}").content.decode()
        assert "<svg onload" not in text, path
        shown += "&lt;svg onload" in text
    assert shown
    for path in (one.path for one in operations() if one.path.endswith(".csv")):
        for row in csv.reader(io.StringIO(auditor.get(path).content.decode(), newline="")):
            wrong = [cell for cell in row if cell.startswith(FORMULA_STARTS)]
            assert [cell for cell in wrong if not re.fullmatch(r"-\d+", cell)] == [], path


def test_no_operation_reaches_what_is_another_partys(
    demo: Demo, client: Client, new_token: NewToken, signed_in: SignedIn
) -> None:
    headers = headers_of(new_token, "authority_officer", "CHE")
    with open_ledger(demo.place) as ledger:
        account = next(one.id for one in ledger.accounts() if one.party == THEIRS)
    whose = Organisation.objects.filter(party=THEIRS)[0].pk
    theirs = {"code": THEIRS, "account": account, "organisation": str(whose)}
    asked = [one for one in operations() if one.is_guarded and "{" in one.path]
    bodies = {(one.method, one.path): one for one in sendings("x")}
    let_in, refused = {}, 0
    for one in asked:
        url = f"{address(one.path, **theirs)}?form=json"
        body = bodies.get((one.method, one.path), Sending(one.method, one.path, {}, 0))
        status = send(client, body, url, headers).status_code
        written = one.path.endswith("/file") or one.method != "get"
        refusals = {400, 403, 404, 409, 422} if written else {403, 404}
        refused += status in {403, 404}
        if status not in refusals:
            let_in[f"{one.method} {one.path}"] = status
    assert let_in == {}
    assert refused > len(asked) // 2


@pytest.mark.parametrize("party", ["GHA", "CHE"])
def test_no_cell_of_any_workbook_is_a_formula(signed_in: SignedIn, party: str) -> None:
    client = signed_in("authority_officer", party)
    found = {url for url in targets(client) if url.endswith(".xlsx")}
    found |= {f"/en/authority/{party}/reports/summary/table4.xlsx"}
    for url in sorted(found):
        answer = client.get(url)
        if answer.status_code == 200:
            assert_plain(b"".join(answer) if answer.streaming else answer.content)


def assert_plain(content: bytes) -> None:
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
