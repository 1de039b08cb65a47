"""Links, partners, drafts and simulations of a regulator."""

import io
import secrets
import zipfile

import pytest
from django.test import Client

from tallystick.article6.postings.control_records import SetControls
from tallystick.ledger import open_ledger
from tallystick.linking.agreement.words import LimitScope
from tallystick.web.regulator.sankey import drawn
from web.conftest import Demo, SignedIn
from web.holdings import HELD, own
from web.test_texts import begun

DISCOUNTED = """\
agreement: cn_eu_discount
title: {en: China-EU discounted link, zh: 中欧折扣连接}
form: treaty
subject: ets_link
parties:
  - {id: CHN, level: national, role: both, systems: [chn_national]}
  - {id: EUE, level: supranational, role: both, systems: [eu_ets]}
dates: {signed: null, in_force: null, ends: null}
recognition:
  - from: chn_national
    to: eu_ets
    units: [CEA]
    restrictions:
      - {kind: discount, rate: 1/5}
      - {kind: quantity, scope: net_import, limit: 1000000, per: year}
  - from: eu_ets
    to: chn_national
    units: [EUA]
clauses: []
sources: []
"""
PUMP = DISCOUNTED.replace(
    "units: [EUA]", "units: [EUA]\n    restrictions: [{kind: exchange_rate, rate: 3/2}]"
)


def drafted(client: Client, text: str) -> str:
    """Save a text as the second version of a new draft; return the address of the draft."""
    address = begun(client, "regulator", "drafts", "treaty")
    client.post(address, {"text": text, "key": secrets.token_hex(8)})
    return address


def simulation(address: str, number: int = 2) -> str:
    return address.replace("/drafts/", "/simulations/drafts/") + f"{number}/?part=whole"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_dashboard_shows_state_limits_prices_flows_and_deadlines(
    signed_in: SignedIn, language: str
) -> None:
    page = signed_in("auditor").get(f"/{language}/links/?party=all").content.decode()
    assert '<svg class="sankey"' in page
    assert "link_eu_ch" in page
    for name in ("state", "limits", "prices", "flows", "due"):
        assert f'id="{name}-title"' in page


def test_the_dashboard_begins_with_ones_own_party(signed_in: SignedIn) -> None:
    page = signed_in("regulator").get("/en/links/").content.decode()
    assert '<option value="CHN" selected>' in page
    assert signed_in("regulator").get("/en/links/?party=nowhere").status_code == 404


def test_the_limits_of_an_account_are_shown_to_who_may_see_it(
    demo: Demo, signed_in: SignedIn
) -> None:
    held = own(demo.place)
    with open_ledger(demo.place) as ledger:
        set_ = SetControls(
            account=held.account, reason="risk", holding_t=400, on=ledger.journal()[-1].effective_on
        )
        ledger.post(set_, key=f"limit {held.account}")
    page = signed_in("authority_officer", "GHA").get("/en/links/").content.decode()
    assert held.account in page
    assert f"{100 * HELD // 400} %" in page
    assert held.account not in signed_in("regulator").get("/en/links/").content.decode()


def test_partners_are_ranked_with_gains_and_an_unknown_system_is_told(
    signed_in: SignedIn,
) -> None:
    client = signed_in("regulator")
    page = client.get("/en/links/partners/?system=chn_national").content.decode()
    assert "systems/compare/?left=chn_national&amp;right=eu_ets" in page
    assert client.get("/en/links/partners/?system=nowhere").status_code == 404


def test_findings_of_a_draft_name_their_line_and_its_text_is_shown(signed_in: SignedIn) -> None:
    client = signed_in("regulator")
    page = client.post("/en/drafts/judged/", {"text": DISCOUNTED}).content.decode()
    assert "AGREEMENT_UNSIGNED" in page
    assert f'data-line="{DISCOUNTED.splitlines().index("clauses: []") + 1}"' in page
    assert "Recognised units" in page
    assert "<code>chn_national</code> – <code>eu_ets</code>" in page
    chinese = client.post("/zh-hans/drafts/judged/", {"text": DISCOUNTED}).content.decode()
    assert "认可的单位" in chinese


@pytest.mark.parametrize(
    "text", ["", "agreement: [", "form: treaty", "[]", "x" * 300_000, "<script>alert(1)</script>"]
)
def test_a_text_that_is_no_agreement_is_told_with_the_mend(signed_in: SignedIn, text: str) -> None:
    page = signed_in("regulator").post("/en/drafts/judged/", {"text": text}).content.decode()
    assert 'class="verdict fail"' in page
    assert "<script>" not in page


@pytest.mark.feature("F273")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_simulation_lays_winners_and_losers_beside_the_clauses(
    signed_in: SignedIn, language: str
) -> None:
    client = signed_in("regulator")
    address = drafted(client, DISCOUNTED).replace("/en/", f"/{language}/")
    page = client.get(simulation(address)).content.decode()
    for place in range(2):
        assert f'data-path="recognition[0].restrictions[{place}]"' in page
    assert ("wins" if language == "en" else "受益") in page
    assert ("loses" if language == "en" else "受损") in page


def test_the_clause_that_causes_a_refusal_is_named(signed_in: SignedIn) -> None:
    client = signed_in("regulator")
    page = client.get(simulation(drafted(client, PUMP))).content.decode()
    blamed = page.split('class="clause fail"')
    assert len(blamed) == 2
    assert blamed[1].startswith(' data-path="recognition[1].restrictions[0]"')
    assert "MONEY_PUMP" in blamed[1]


def test_a_simulation_with_facts_missing_is_not_determinable(signed_in: SignedIn) -> None:
    client = signed_in("regulator")
    unknown = DISCOUNTED.replace("chn_national", "some_system")
    page = client.get(simulation(drafted(client, unknown))).content.decode()
    assert "Not determinable" in page
    assert "SYSTEM_FACT_UNKNOWN" in page


def test_a_text_that_cannot_be_read_is_not_simulated_and_not_written_out(
    signed_in: SignedIn,
) -> None:
    client = signed_in("regulator")
    address = drafted(client, "agreement: [")
    assert "SYNTAX" in client.get(simulation(address)).content.decode()
    assert client.get(f"{address}2.pdf").status_code == 302


def test_a_version_is_exported_as_word_and_pdf(signed_in: SignedIn) -> None:
    client = signed_in("regulator")
    address = drafted(client, DISCOUNTED)
    for language, said in (("en", "Recognised units"), ("zh-hans", "认可的单位")):
        own_address = address.replace("/en/", f"/{language}/")
        word = client.get(f"{own_address}2.docx").content
        with zipfile.ZipFile(io.BytesIO(word)) as file:
            assert said in file.read("word/document.xml").decode()
        assert client.get(f"{own_address}2.pdf").content.startswith(b"%PDF")
    assert client.get(f"{address}2.exe").status_code == 404


def test_an_agreement_of_the_catalogue_is_simulated_by_who_may_not_draft(
    signed_in: SignedIn,
) -> None:
    client = signed_in("entity_representative")
    asked = client.get("/en/simulations/?agreement=link_eu_ch")
    assert asked.status_code == 302
    assert "hx-get" in client.get(asked.headers["Location"]).content.decode()
    page = client.get(asked.headers["Location"] + "?part=result", headers={"HX-Request": "true"})
    assert page.content.decode().startswith('<div id="simulated">')
    assert client.get("/en/simulations/agreements/nowhere/").status_code == 404
    draft = drafted(signed_in("regulator"), DISCOUNTED)
    assert client.get(simulation(draft)).status_code == 403


def test_ribbons_are_as_wide_as_what_moves_and_nothing_draws_nothing() -> None:
    assert drawn([]) == {}
    assert drawn([("A", "B", 0)]) == {}
    picture = drawn([("A", "C", 300), ("B", "C", 100)])
    wide, narrow = (bar["height"] for bar in picture["from"])
    assert wide == pytest.approx(3 * narrow, abs=0.2)
    assert picture["to"][0]["height"] == pytest.approx(wide + narrow, abs=0.2)
    assert picture["to"][0]["quantity_t"] == 400


def test_what_is_used_of_a_limit_is_net_of_what_came_back() -> None:
    from datetime import date

    from tallystick.io.agreement_file import read_agreement_text
    from tallystick.web.regulator.limits import agreed

    text = DISCOUNTED.replace("scope: net_import", "scope: {scope}")
    flows = {("CHN", "EUE", 2026): 300_000, ("EUE", "CHN", 2026): 100_000, ("CHN", "EUE", 2025): 9}
    used = {}
    for scope in LimitScope:
        file = read_agreement_text(text.replace("{scope}", scope.value), "draft.yaml")
        (one,) = agreed([file.agreement], flows, date(2026, 6, 1))
        used[scope] = one["used_t"], one["percent"]
    assert used[LimitScope.GROSS] == (300_000, 30)
    assert used[LimitScope.NET_IMPORT] == (200_000, 20)
    assert used[LimitScope.ENTITY_SHARE] == (None, None)
