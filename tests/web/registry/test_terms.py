"""The effect gate and the two tiers on the pages: what is on file, what is missing, and whose."""

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tallystick.article6.authorization.components import RecordChain
from tallystick.article6.integrity.gate import Step
from tallystick.article6.postings.records import Authorize, RecordApproach
from tallystick.article6.postings.term_records import FileStep
from tallystick.core.actions import Purpose
from tallystick.core.findings import Text
from tallystick.ledger import open_ledger
from tallystick.ledger.reading import reading
from web.api_site import NewToken, post
from web.conftest import Demo, SignedIn

if TYPE_CHECKING:
    from django.test import Client

DAY = "2025-06-01"
GATE = "/en/authority/GHA/gate/"
TIERS = "/en/authority/GHA/tiers/"
HOME = "/en/authority/GHA/registry/"


def sent(**fields: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "on": DAY, "do": "record"} | fields


@pytest.fixture(scope="module")
def gated(demo: Demo) -> str:
    """An authorization of Ghana in an approach with Switzerland whose terms set a gate."""
    name, day = f"GHA-{secrets.token_hex(4)}", datetime(2025, 1, 1, tzinfo=UTC).date()
    with open_ledger(demo.place) as ledger:
        ledger.post(
            RecordApproach(
                on=day, id="CA9601", parties=("GHA", "CHE"), gated=True, title=Text("Gate", "门槛")
            ),
            key=f"gate {name}",
        )
        ledger.post(
            Authorize(
                on=day, id=name, party="GHA", approach="CA9601", purposes=frozenset({Purpose.NDC})
            ),
            key=f"authorize {name}",
        )
    return name


def step(authorization: str, name: str, **more: Any) -> dict[str, Any]:
    return sent(authorization=authorization, step=name, by="body", document="D-1", **more)


def rows(client: "Client", headers: dict[str, str], name: str) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/parties/GHA/gate", headers=headers)
    assert answer.status_code == 200, answer.content
    return [one for one in answer.json()["rows"] if one["authorization"] == name]


@pytest.mark.feature("F086")
def test_a_transfer_takes_effect_once_both_sides_have_filed_every_step(
    demo: Demo, signed_in: SignedIn, gated: str, client: "Client", new_token: NewToken
) -> None:
    reader = new_token("authority_officer", "GHA", "adjustment.read")
    (ahead,) = rows(client, reader, gated)
    assert ahead["effective_on"] is None
    assert [one["party"] for one in ahead["steps"]] == ["GHA", "CHE", "GHA", "CHE", *[None] * 3]
    page = signed_in("authority_approver", "GHA").get(GATE).content.decode()
    assert "It cannot take effect" in page
    assert "GATE_ELIGIBILITY" in page
    assert f"?authorization={gated}&amp;step=approval" in page
    assert "the other Party files it" in page
    for party, names in (("GHA", Step), ("CHE", (Step.ELIGIBILITY, Step.APPROVAL))):
        approver = signed_in("authority_approver", party)
        for name in names:
            told = step(gated, name.value)
            answer = approver.post(f"/en/authority/{party}/registry/step/", told)
            assert answer.status_code == 302, answer.content.decode()
    (whole,) = rows(client, reader, gated)
    assert whole["effective_on"] == DAY
    assert "It can take effect" not in page
    assert (
        "Every step is on file"
        in signed_in("focal_point", "CHE").get(GATE.replace("GHA", "CHE")).content.decode()
    )


def test_a_step_that_has_lapsed_is_missing_again(
    signed_in: SignedIn, gated: str, client: "Client", new_token: NewToken
) -> None:
    token = new_token("authority_approver", "GHA", "step.file", "adjustment.read")
    name, body = gated, {"on": "2025-01-02", "step": "publication", "by": "x", "document": "D"}
    lapsed = {**body, "authorization": name, "until": "2025-01-03"}
    assert post(client, "parties/GHA/steps", lapsed, secrets.token_hex(4), token).status_code == 201
    (row,) = rows(client, token, name)
    filed = next(one for one in row["steps"] if one["step"] == "publication")
    assert filed["until"] is None


def test_a_party_files_in_its_own_name_only_and_for_its_own_approaches(
    demo: Demo, signed_in: SignedIn, gated: str, client: "Client", new_token: NewToken
) -> None:
    approver = signed_in("authority_approver", "GHA")
    assert approver.post(f"{HOME}step/", step(gated, "approval", party="CHE")).status_code == 302
    with reading(demo.place) as reader:
        filed: list[FileStep] = reader.records(FileStep, gated)
    assert filed[-1].party == "GHA"
    foreign = new_token("authority_approver", "PER", "step.file")
    body = {"on": DAY, "authorization": gated, "step": "approval", "by": "x", "document": "D"}
    assert post(client, "parties/PER/steps", body, "s1", foreign).status_code == 403
    assert post(client, "parties/GHA/steps", body, "s1", foreign).status_code == 403
    unknown = {**body, "authorization": "nothing"}
    own = new_token("authority_approver", "GHA", "step.file")
    assert post(client, "parties/GHA/steps", unknown, "s2", own).status_code == 403
    assert approver.post(f"{HOME}step/", step("nothing", "approval")).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"series": "x", "first": 1, "last": 2},
        {"series": "CA9601-GHA01-GHA-2025"},
        {"series": "CA9601-GHA01-GHA-2025", "first": 9, "last": 2},
        {"document": ""},
    ],
)
def test_a_step_for_some_units_names_all_of_them(
    signed_in: SignedIn, gated: str, wrong: dict[str, Any]
) -> None:
    told = step(gated, "approval") | wrong
    answer = signed_in("authority_approver", "GHA").post(f"{HOME}step/", told)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_a_party_without_a_gate_is_told_how_one_is_set(signed_in: SignedIn) -> None:
    page = signed_in("auditor").get("/en/authority/PER/gate/").content.decode()
    assert "No approach of this Party sets a gate" in page


def chained(demo: Demo, signed_in: SignedIn, gated: str, **more: Any) -> str:
    """Record the two tiers of a new entity and return its number."""
    number, approver = f"E-{secrets.token_hex(4)}", signed_in("authority_approver", "GHA")
    entity = sent(approach="CA9601", number=number, name="Cook", country="GHA", kyc="passed")
    assert approver.post(f"{HOME}entity/", entity).status_code == 302
    tiers = sent(
        on="2025-01-01", authorization=gated, entity=number,
        agreement="IA-1", agreement_since="2025-01-01",
        contract="C-1", contract_since="2025-03-01", contract_last="2025-12-31",
    )  # fmt: skip
    answer = approver.post(f"{HOME}tiers/", tiers | more)
    assert answer.status_code == 302, answer.content.decode()
    return number


@pytest.mark.feature("F232")
def test_both_tiers_are_shown_with_their_dates_and_judged_on_the_day(
    demo: Demo, signed_in: SignedIn, gated: str, client: "Client", new_token: NewToken
) -> None:
    number = chained(demo, signed_in, gated)
    token = new_token("focal_point", "GHA", "adjustment.read")

    def outcome(on: str) -> tuple[str, bool, bool]:
        told = client.get(f"/api/v1/parties/GHA/tiers?on={on}", headers=token).json()
        (row,) = [one for one in told["rows"] if one["number"] == number]
        return row["outcome"], row["agreement"]["is_valid"], row["contract"]["is_valid"]

    assert outcome("2025-06-01") == ("pass", True, True)
    assert outcome("2025-02-01") == ("fail", True, False)
    assert outcome("2026-01-01") == ("fail", True, False)
    page = signed_in("focal_point", "GHA").get(TIERS, {"on": "2025-02-01"}).content.decode()
    assert number in page
    assert "2025-03-01 – 2025-12-31" in page
    assert "ENTITY_TIERS" in page
    assert signed_in("focal_point", "GHA").get(TIERS, {"on": "soon"}).status_code == 404


def test_an_entity_sees_the_tiers_of_its_account(
    demo: Demo, signed_in: SignedIn, gated: str
) -> None:
    number, account = f"E-{secrets.token_hex(4)}", "GHA:clean-cooking"
    approver = signed_in("authority_approver", "GHA")
    entity = sent(
        approach="CA9601", number=number, name="Cook", country="GHA", kyc="passed",
        accounts=account,
    )  # fmt: skip
    assert approver.post(f"{HOME}entity/", entity).status_code == 302
    one = sent(authorization=gated, entity=number, agreement="IA-2", agreement_since="2025-01-01")
    assert approver.post(f"{HOME}tiers/", one).status_code == 302
    page = signed_in("entity_representative").get(f"/en/accounts/of/{account}/").content.decode()
    assert "IA-2" in page
    assert "Not in force on the day" in page


@pytest.mark.parametrize(
    "wrong", [{"agreement_since": ""}, {"contract": ""}, {"contract_last": "2020-01-01"}]
)
def test_an_instrument_has_a_name_and_days_in_order(
    demo: Demo, signed_in: SignedIn, gated: str, wrong: dict[str, str]
) -> None:
    number = chained(demo, signed_in, gated)
    told = sent(
        authorization=gated, entity=number, agreement="IA-1", agreement_since="2025-01-01",
        contract="C-1", contract_since="2025-03-01",
    )  # fmt: skip
    answer = signed_in("authority_approver", "GHA").post(f"{HOME}tiers/", told | wrong)
    assert answer.status_code == 422


def test_tiers_are_recorded_by_the_party_that_authorized_and_no_other(
    demo: Demo, gated: str, client: "Client", new_token: NewToken
) -> None:
    body = {"on": DAY, "authorization": gated, "entity": "E-1"}
    swiss = new_token("authority_approver", "CHE", "entity.authorize")
    assert post(client, "parties/CHE/tiers", body, "t1", swiss).status_code == 403
    own = new_token("authority_approver", "GHA", "entity.authorize")
    agreed = {**body, "agreement": {"id": "IA", "since": "2025-01-01"}}
    assert post(client, "parties/GHA/tiers", agreed, secrets.token_hex(4), own).status_code == 201
    with reading(demo.place) as reader:
        found: list[RecordChain] = reader.records(RecordChain, gated)
    assert found[-1].contract is None
