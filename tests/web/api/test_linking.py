"""Links through the interface: the dashboard, partners, flows, simulations and their files."""

import secrets
from typing import Any

import pytest

from tallystick.web.people.models import Membership
from web.api.asking import Headers, get, raw, sent, sheet, token
from web.conftest import Demo, user_of

pytestmark = pytest.mark.usefixtures("ledger_path")


def draft(headers: Headers, text: str = "") -> tuple[int, str]:
    """Save a draft of a treaty and return where it stands."""
    user = user_of("regulator", "CHN")
    place = Membership.objects.get(user=user, ended_at=None).organisation.pk
    name = f"d-{secrets.token_hex(4)}"
    starts = get("agreement-drafts/starts", headers)["rows"]
    body = {"text": text or starts[0]["text"], "after": 0}
    sent(f"agreement-drafts/{place}/{name}", body, headers)
    return place, name


def test_the_dashboard_tells_limits_prices_flows_and_deadlines() -> None:
    regulator = token("regulator", "CHN")
    whole = get("links", regulator, party="all")
    assert {"limits", "prices", "flows", "deadlines"} <= whole.keys()
    assert set(whole["in_effect"]) <= {one["id"] for one in whole["agreements"]}
    assert whole["flows"][0]["quantity_t"] >= whole["flows"][-1]["quantity_t"]
    assert [one["on"] for one in whole["deadlines"]] == sorted(
        one["on"] for one in whole["deadlines"]
    )
    assert get("links", regulator)["party"] == "CHN"
    swiss = get("links", regulator, party="CHE")
    assert all("CHE" in {one["giving"], one["receiving"]} for one in swiss["flows"])
    get("links", regulator, 404, party="XXX")
    get("links", regulator, 422, party="everywhere")
    get("links", token("verifier"), 403)


def test_flows_add_up_to_what_the_dashboard_shows(demo: Demo) -> None:
    rows = sheet("flows", {}, limit=500)
    told = get("links", token("regulator", "CHN"), party="all")["flows"][0]
    pair = (told["giving"], told["receiving"])
    found = [one for one in rows if (one["giving"], one["receiving"]) == pair]
    assert sum(int(one["quantity_t"]) for one in found) == told["quantity_t"]


def test_partners_are_ranked_for_a_system() -> None:
    regulator = token("regulator", "CHN")
    rows = get("partners", regulator, system="eu_ets", limit=500)["rows"]
    assert "eu_ets" not in {one["id"] for one in rows}
    lows = [one["similarity"][0] for one in rows]
    assert lows == sorted(lows, reverse=True)
    assert len(sheet("partners", regulator, system="eu_ets", limit=500)) == len(rows)
    get("partners", regulator, 404, system="no_such")
    get("partners", regulator, 422)


def test_an_agreement_and_a_draft_are_simulated() -> None:
    regulator = token("regulator", "CHN")
    told = get("agreements/link_eu_ch/simulation", regulator)
    assert {one["id"] for one in told["systems"]} == {"eu_ets", "che_ets"}
    place, name = draft(regulator)
    home = f"agreement-drafts/{place}/{name}/1"
    assert get(f"{home}/simulation", regulator)["clauses"]
    for form in ("docx", "pdf"):
        assert len(raw(f"{home}/file", regulator, form=form).content) > 1000
    get(f"agreement-drafts/{place}/{name}/2/simulation", regulator, 404)
    get(f"{home}/simulation", token("authority_officer", "GHA"), 403)
    get("agreements/none/simulation", regulator, 404)
    get("agreements/link_eu_ch/simulation", token("verifier"), 403)


def test_a_draft_that_cannot_be_read_is_told_with_its_line() -> None:
    regulator = token("regulator", "CHN")
    place, name = draft(regulator, "id: [")
    told: dict[str, Any] = get(f"agreement-drafts/{place}/{name}/1/simulation", regulator, 422)
    assert told["findings"][0]["where"]["line"] >= 1
    raw(f"agreement-drafts/{place}/{name}/1/file", regulator, 422, form="pdf")
