"""What a registry's staff records on the pages: looked at before, recorded once, never abroad."""

import secrets
from typing import Any
from uuid import uuid4

import pytest

from tallystick.article6.authorization.components import AuthorizeEntity, KycStatus
from tallystick.article6.postings.control_records import Freeze, SetControls
from tallystick.article6.postings.records import OpenAccount, RecordApproach, RecordNdc
from tallystick.article6.postings.term_records import Identify, RecordForecast
from tallystick.article6.safeguards.entities import Identity
from tallystick.article6.safeguards.scenario import Control
from tallystick.ledger import open_ledger
from tallystick.ledger.reading import reading
from tallystick.web.audit.models import AuditEntry
from tallystick.web.people.models import Organisation, OrganisationAccount
from web.authority.papers import approach
from web.conftest import Demo, SignedIn
from web.serials import FREE_SERIAL

HOME = "/en/authority/GHA/registry/"
DAY = "2025-06-01"


def sent(**fields: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "on": DAY, **fields}


def opening(**more: Any) -> dict[str, Any]:
    name = f"GHA:{secrets.token_hex(4)}"
    return sent(id=name, account_kind="entity_holding", name="Clean Cooking", **more)


def opened(demo: Demo, signed_in: SignedIn) -> str:
    told = opening(do="record")
    answer = signed_in("authority_officer", "GHA").post(f"{HOME}open/", told)
    assert answer.status_code == 302, answer.content.decode()
    return str(told["id"])


def newest(demo: Demo, kind: Any, subject: str) -> Any:
    with reading(demo.place) as reader:
        found = reader.records(kind, subject)
    return found[-1] if found else None


def test_an_account_is_looked_at_first_opened_once_and_given_to_its_holder(
    demo: Demo, signed_in: SignedIn
) -> None:
    officer = signed_in("authority_officer", "GHA")
    developer = Organisation.objects.get(name="Clean Cooking Ltd (demo)")
    told = opening(holder=developer.pk)
    page = officer.post(f"{HOME}open/", told)
    assert page.status_code == 200
    assert "What would happen" in page.content.decode()
    assert newest(demo, OpenAccount, told["id"]) is None
    for _ in range(2):
        assert officer.post(f"{HOME}open/", {**told, "do": "record"}).status_code == 302
    assert newest(demo, OpenAccount, told["id"]).account_kind == "entity_holding"
    assert OrganisationAccount.objects.get(account=told["id"]).organisation == developer
    shown = officer.get(HOME, {"after": told["id"][:-1]}).content.decode()
    assert told["id"] in shown
    assert "Clean Cooking Ltd (demo)" in shown
    seen = signed_in("entity_representative").get(f"/en/accounts/of/{told['id']}/")
    assert seen.status_code == 200
    again = officer.post(f"{HOME}open/", {**told, "key": str(uuid4())})
    assert again.status_code == 422
    assert "open already" in again.content.decode()
    entry = AuditEntry.objects.filter(action="account.open", subject=told["id"]).first()
    assert entry is not None
    assert entry.outcome == "done"


def test_an_account_for_use_names_its_period_and_no_other_does(signed_in: SignedIn) -> None:
    officer = signed_in("authority_officer", "GHA")
    years = {"first_year": "2021", "last_year": "2030"}
    wrong = officer.post(f"{HOME}open/", opening(**years)).content.decode()
    assert "serves no NDC period" in wrong
    assert "2/CMA.3 annex para 8(b)" in wrong
    backwards = opening(first_year="2030", last_year="2021") | {"account_kind": "use"}
    assert "State both years" in officer.post(f"{HOME}open/", backwards).content.decode()
    right = opening(**years) | {"account_kind": "use"}
    assert officer.post(f"{HOME}open/", right).status_code == 200


def test_who_holds_an_account_and_what_it_demands_is_recorded(
    demo: Demo, signed_in: SignedIn
) -> None:
    officer, account = signed_in("authority_officer", "GHA"), opened(demo, signed_in)
    check = {"holder": "company", "identity": "verified", "by": "notary", "document": "KYC-7"}
    asked = sent(account=account, until="2030-01-01", do="record", **check)
    assert officer.post(f"{HOME}identify/", asked).status_code == 302
    assert newest(demo, Identify, account).identity is Identity.VERIFIED
    demands = {"approval": "on", "delay_hours": "24", "trusted": "CHE", "transfer_t": "500"}
    controls = sent(account=account, reason="policy", do="record", **demands)
    assert officer.post(f"{HOME}controls/", controls).status_code == 302
    recorded = newest(demo, SetControls, account)
    assert (recorded.approval, recorded.delay_hours, recorded.transfer_t) == (True, 24, 500)
    assert recorded.trusted == {"CHE"}
    form = officer.get(f"{HOME}controls/", {"account": account}).content.decode()
    assert 'value="24"' in form
    unknown = {**controls, "key": str(uuid4()), "trusted": "nobody"}
    assert (
        "there is no account nobody" in officer.post(f"{HOME}controls/", unknown).content.decode()
    )


def test_a_freeze_holds_an_account_until_it_is_lifted(demo: Demo, signed_in: SignedIn) -> None:
    approver, account = signed_in("authority_approver", "GHA"), opened(demo, signed_in)
    name = f"F-{secrets.token_hex(4)}"
    told = sent(id=name, account=account, reason="inquiry", do="record")
    assert approver.post(f"{HOME}freeze/", told).status_code == 302
    assert name in approver.get(HOME).content.decode()
    lift = sent(freeze=name, reason="settled", do="record")
    assert approver.post(f"{HOME}unfreeze/", lift).status_code == 302
    assert name not in approver.get(HOME).content.decode()
    again = approver.post(f"{HOME}unfreeze/", {**lift, "key": str(uuid4())})
    assert again.status_code == 422


def test_nobody_freezes_what_another_party_holds(demo: Demo, signed_in: SignedIn) -> None:
    approver = signed_in("authority_approver", "GHA")
    with open_ledger(demo.place) as ledger:
        held = next(one for one in ledger.holdings() if one.account == "CHE:use")
    block = {"series": str(held.block.series), "first": held.block.first, "last": held.block.last}
    units = sent(id="F-abroad", reason="spite", do="record", **block)
    assert approver.post(f"{HOME}freeze/", units).status_code == 403
    account = sent(id="F-abroad", reason="spite", do="record", account="CHE")
    assert approver.post(f"{HOME}freeze/", account).status_code == 422
    never = sent(id="F-none", reason="x", do="record", series="CA9002-GHA01-GHA-2022",
                 first=next(FREE_SERIAL), last=next(FREE_SERIAL))  # fmt: skip
    assert approver.post(f"{HOME}freeze/", never).status_code == 403
    assert newest(demo, Freeze, "F-abroad") is None


@pytest.mark.parametrize("which", [{}, {"account": "GHA", "series": "x"}, {"series": "x"}])
def test_a_freeze_names_an_account_or_units(signed_in: SignedIn, which: dict[str, str]) -> None:
    told = sent(id="F-odd", reason="x", do="record", **which)
    answer = signed_in("authority_approver", "GHA").post(f"{HOME}freeze/", told)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_an_entity_is_authorized_only_when_it_is_known_who_it_is(
    demo: Demo, signed_in: SignedIn
) -> None:
    approver, number = signed_in("authority_approver", "GHA"), f"E-{secrets.token_hex(4)}"
    told = sent(
        approach="CA9002", number=number, name="Clean Cooking", country="gha", kyc="passed",
        entity_type="private", permits=["first_transfer", "use"], accounts="GHA", do="record",
    )  # fmt: skip
    failed = approver.post(f"{HOME}entity/", {**told, "kyc": "failed"})
    assert failed.status_code == 422
    assert "identification of entity" in failed.content.decode()
    ahead = {name: value for name, value in told.items() if name not in {"do", "kyc"}}
    unknown = approver.post(f"{HOME}entity/", ahead).content.decode()
    assert "whether the entity is identified" in unknown
    assert approver.post(f"{HOME}entity/", told).status_code == 302
    with reading(demo.place) as reader:
        found = [one for one in reader.records(AuthorizeEntity) if one.number == number]
    assert [(one.kyc, one.country) for one in found] == [(KycStatus.PASSED, "GHA")]
    page = signed_in("focal_point", "GHA").get(f"{HOME}entities/").content.decode()
    assert number in page
    foreign = signed_in("authority_approver", "CHE")
    path = "/en/authority/CHE/registry/entity/"
    assert foreign.post(path, {**told, "approach": "CA9004"}).status_code == 422


def test_the_ndc_and_its_emissions_are_recorded_over_what_is_there(
    demo: Demo, signed_in: SignedIn
) -> None:
    officer, focal = signed_in("authority_officer", "GHA"), signed_in("focal_point", "GHA")
    form = officer.get(f"{HOME}ndc/").content.decode()
    assert "2021: 45000000" in form
    before = newest(demo, RecordNdc, "GHA")
    told = sent(
        first_year=2021, last_year=2030, ndc_kind="single-year", method="averaging", metric="GHG",
        target_t=before.target_t, source="national inventory report", do="record",
        inventory_t="\n".join(f"{year}: {value}" for year, value in before.inventory_t.items()),
    )  # fmt: skip
    other = officer.post(f"{HOME}ndc/", {**told, "method": "budget"})
    assert other.status_code == 422
    assert "2/CMA.3 annex para 7" in other.content.decode()
    assert officer.post(f"{HOME}ndc/", told).status_code == 302
    now = newest(demo, RecordNdc, "GHA")
    assert (now.inventory_t, now.note) == (
        before.inventory_t,
        {"source": "national inventory report"},
    )
    assert "national inventory report" in focal.get(f"{HOME}ndcs/").content.decode()


@pytest.mark.parametrize("line", ["2025 100", "soon: 1", "2025: -1", "2025: 1.5", "1: 1"])
def test_a_line_that_is_no_year_with_a_number_is_told(signed_in: SignedIn, line: str) -> None:
    answer = signed_in("authority_officer", "GHA").post(
        f"{HOME}forecast/", sent(emissions_t=line, target_t="2025: 10")
    )
    assert answer.status_code == 422
    assert "is no year with a whole number" in answer.content.decode()


def test_a_forecast_says_what_can_be_first_transferred(demo: Demo, signed_in: SignedIn) -> None:
    told = sent(emissions_t="2025: 100", target_t="2025: 130", do="record")
    officer = signed_in("authority_officer", "CHE")
    assert officer.post("/en/authority/CHE/registry/forecast/", told).status_code == 302
    assert newest(demo, RecordForecast, "CHE").covers_t == {2025: 30}
    assert "30" in officer.get("/en/authority/CHE/registry/ndcs/").content.decode()


def test_an_approach_says_who_controls_registration(demo: Demo, signed_in: SignedIn) -> None:
    officer, path = signed_in("authority_officer", "GHA"), "/en/authority/GHA/approaches/new/"
    unnamed = approach("CA9501") | {"registration": "international", "identified": "on"}
    refused = officer.post(path, unnamed)
    assert refused.status_code == 422
    assert "name the body that registers" in refused.content.decode()
    assert officer.post(path, {**unnamed, "registrar": "joint registry"}).status_code == 302
    found = newest(demo, RecordApproach, "CA9501")
    assert (found.registration, found.identified) == (Control.INTERNATIONAL, True)


def test_nobody_takes_over_the_approach_of_others(demo: Demo, signed_in: SignedIn) -> None:
    before = newest(demo, RecordApproach, "CA9001")
    answer = signed_in("authority_officer", "GHA").post(
        "/en/authority/GHA/approaches/new/", approach("CA9001")
    )
    assert answer.status_code == 403
    assert newest(demo, RecordApproach, "CA9001") == before


@pytest.mark.parametrize("act", ["open", "identify", "controls", "entity", "ndc", "forecast"])
def test_the_desk_of_another_party_is_closed(signed_in: SignedIn, act: str) -> None:
    for role in ("authority_officer", "authority_approver"):
        path = f"/en/authority/GHA/registry/{act}/"
        assert signed_in(role, "CHE").post(path, sent()).status_code == 403
        assert signed_in(role, "CHE").get(path).status_code == 403


def test_a_form_without_a_key_records_nothing(demo: Demo, signed_in: SignedIn) -> None:
    told = opening(do="record", key="")
    answer = signed_in("authority_officer", "GHA").post(f"{HOME}open/", told)
    assert answer.status_code == 200
    assert newest(demo, OpenAccount, told["id"]) is None
