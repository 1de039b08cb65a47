"""Pledges of proceeds and overall mitigation: judged while they are written, kept as versions."""

import secrets
from typing import TYPE_CHECKING

import pytest

from tallystick.web.authority.proceeds import TEMPLATE, judge
from tallystick.web.people.models import Organisation
from web.api_site import NewToken
from web.conftest import SignedIn

if TYPE_CHECKING:
    from django.test import Client

TEXT = TEMPLATE.format(today="2025-06-01", by="GHA")
HOME = "/en/authority/proceeds/"


@pytest.mark.feature("F095")
def test_what_was_pledged_and_taken_off_is_judged() -> None:
    assert judge(TEXT)["verdict"] == "pass"
    kept = judge(
        TEXT.replace("quantity_t: 50", "quantity_t: 40").replace("net_t: 930", "net_t: 940")
    )
    assert [one["code"] for one in kept["findings"]] == ["PLEDGE_KEPT"]
    lost = judge(TEXT.replace("net_t: 930", "net_t: 900"))
    assert "PLEDGE_CONSERVED" in {one["code"] for one in lost["findings"]}
    levied = judge(TEXT.replace("pledge: omge-1", "pledge: nobody"))
    assert levied["verdict"] == "fail"
    silent = judge(TEXT.replace("    destination: cancellation\n", ""))
    assert silent["verdict"] == "not_determinable"
    assert judge("pledges: [")["verdict"] == "fail"


def test_an_officer_keeps_pledges_and_another_organisation_does_not_see_them(
    signed_in: SignedIn, client: "Client", new_token: NewToken
) -> None:
    officer, name = signed_in("authority_officer", "GHA"), f"p-{secrets.token_hex(3)}"
    body = Organisation.objects.get(name="Authority of Ghana (demo)")
    told = {"name": name, "organisation": body.pk, "start": "proceeds", "key": name}
    assert officer.post(f"{HOME}new/", told).status_code == 302
    page = officer.get(f"{HOME}{body.pk}/{name}/").content.decode()
    assert "overall mitigation in global emissions" in page
    assert "930" in page
    assert signed_in("authority_officer", "CHE").get(f"{HOME}{body.pk}/{name}/").status_code == 403
    token = new_token("authority_officer", "GHA", "proceeds.keep")
    for path in (f"{body.pk}/{name}", f"{body.pk}/nothing"):
        answer = client.get(f"/api/v1/proceeds-pledges/{path}", headers=token)
        assert answer.status_code == 403, path
