"""Practice, systems, enforceability, win-sets, volatility and evidence on the command line."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tallystick.cli.main import app

PRACTICE = """\
agreement: link_eea
allotments:
  - {party: LIE, year: 2020, free_t: 5, auctioned_t: 0}
obligations:
  - party: ISL
    year: 2025
    sectors: [{sector: power, emissions_t: 10}]
    surrendered_t: 10
measures:
  - {id: own, imposed_by: AUS, domestic_alike: true, origins_alike: true, credits_price_paid: true}
imports:
  - id: steel
    measure: eu_cbam
    origin: CHN
    on: 2026-06-01
    good: iron_and_steel
    quantity_t: 100
    embedded: 2
    benchmark: 3/2
    price: "80"
    paid: "10"
    currency: EUR
generation: [{plant: w, year: 2025, generated_mwh: 9, certified_mwh: 4, credited_mwh: 5}]
footprints:
  - {product: p, installation: i, year: 2025, direct: 1, power: 1/2, output_t: 9, reported_t: 9}
controls: [{region: r, year: 2025, energy_tce: 5, energy_cap_tce: 6}]
outputs: [{installation: i, year: 2025, output: 10, benchmark: 4/5, allocated_t: 8}]
auctions:
  - {id: a, offered_t: 5, reserve: "2", bids: [{bidder: b, quantity_t: 7, price: "3"}]}
trades:
  - {id: t, via: otc, on: 2025-01-01, seller: s, seller_party: CHN, buyer: b, buyer_party: SGP,
     unit: CCER, quantity_t: 4, price: "2.5", currency: USD}
roles: [{actor: GHA, role: seller, deal: d}, {actor: CHE, role: buyer, deal: d}]
checklists: [{party: CHN, met: [monitoring_plan, annual_report], wanted: 1}]
needs: [{party: NOR, assessed: true}]
exemptions: []
"""


def call(*options: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in options])


def told(*options: object) -> dict[str, Any]:
    answer = call(*options, "--json")
    assert answer.exit_code == 0, answer.output
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "practice.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.feature("F111")
@pytest.mark.feature("F140")
def test_file_of_practice_is_judged_list_by_list(tmp_path: Path) -> None:
    file = written(tmp_path, PRACTICE)
    answer = call("practice", "check", file, "--on", "2026-06-02", "--json")
    found = json.loads(answer.stdout)
    assert (answer.exit_code, found["agreement"]) == (0, "link_eea"), answer.output
    report = found["report"]
    owed = 2 - Fraction(3, 2) * Fraction(39, 40)
    assert report["border_cost"] == {"steel": str(float(owed * 100 * 70))}
    assert report["auctions"]["a"] == {"price": "3", "sold_t": 5, "awarded_t": [5]}
    assert report["outputs"] == {"i": 8}
    assert report["maturity"] == {"CHN": {"certain": 1, "possible": 4}}
    assert report["settlement"]["t"][1]["amount"] == "10.0"
    assert found["sections"]["generation"] == "pass"
    people = call("practice", "check", file, "--on", "2026-06-02")
    assert "under link_eea" in people.stdout


def test_practice_that_breaks_a_clause_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, PRACTICE.replace("year: 2020", "year: 2021"))
    answer = call("practice", "check", file, "--on", "2026-06-02", "--json")
    assert answer.exit_code == 1
    codes = {one["code"] for one in json.loads(answer.stdout)["findings"]}
    assert "FREE_ALLOCATION_ENDED" in codes


@pytest.mark.parametrize(
    "text", ["outputs: [{installation: i}]\n", "agreement: nowhere\n", "goals: []\n", "[1]\n"]
)
def test_damaged_file_of_practice_says_where(tmp_path: Path, text: str) -> None:
    answer = call("practice", "check", written(tmp_path, text), "--json")
    assert answer.exit_code == 3
    (finding, *_) = json.loads(answer.stdout)["findings"]
    assert finding["message_zh"]
    assert call("practice", "check", written(tmp_path, text)).exit_code == 3


BOOKED = """\
legacy:
  - {id: k, party: CHE, account: che-1,
     serial: "DE-1-1-1-1-0-0 - DE-1-1000-1-1-0-0", towards_ndc: false}
  - {id: lapsed, party: CHE, account: che-1, serial: "DE-2-1-1-2-1-0 - DE-2-10-1-2-1-0"}
trades:
  - {id: t, via: exchange, venue: hainan_international, on: 2025-01-01, seller: s,
     seller_party: CHN, buyer: b, buyer_party: SGP, unit: AAU, quantity_t: 400, price: "2.5",
     currency: USD, seller_account: che-1, buyer_account: sgp-1, series: DE-1-1-1-0-0, first: 1,
     paid: {on: 2025-01-03, amount: "1000", currency: USD}}
  - {id: unpaid, via: otc, on: 2025-01-01, seller: s, seller_party: CHN, buyer: b,
     buyer_party: SGP, unit: AAU, quantity_t: 1, price: "2.5", currency: USD,
     seller_account: che-1, buyer_account: sgp-1}
"""


@pytest.mark.feature("F003")
@pytest.mark.feature("F145")
def test_kyoto_units_and_paid_trades_are_booked_once_and_others_held_back(tmp_path: Path) -> None:
    db, file = tmp_path / "ledger.db", written(tmp_path, BOOKED)
    assert call("ledger", "init", "--db", db).exit_code == 0
    asked = ("practice", "book", file, "--db", db, "--on", "2024-01-01")
    rehearsed = json.loads(call(*asked, "--dry-run", "--json").stdout)
    assert [one["status"] for one in rehearsed["movements"]][:2] == ["would_post", "held"]
    assert told("ledger", "holdings", "--db", db)["holdings"] == []
    answer = call(*asked, "--json")
    assert answer.exit_code == 1, "units of the removal kind cannot be valid for a later period"
    booked = json.loads(answer.stdout)
    statuses = {one["key"]: one["status"] for one in booked["movements"]}
    assert statuses == {
        "legacy:k": "posted",
        "legacy:lapsed": "held",
        "trade:t": "posted",
        "trade:unpaid": "held",
    }
    held = {
        one["account"]: one["units"] for one in told("ledger", "holdings", "--db", db)["holdings"]
    }
    assert held == {"che-1": 600, "sgp-1": 400}
    again = json.loads(call(*asked, "--json").stdout)
    assert {one["status"] for one in again["movements"]} == {"already_posted", "held"}
    assert "trade:t: already_posted" in call(*asked).stdout


def test_trade_that_changed_under_its_key_conflicts_and_one_without_units_is_refused(
    tmp_path: Path,
) -> None:
    db, file = tmp_path / "ledger.db", written(tmp_path, BOOKED)
    call("ledger", "init", "--db", db)
    call("practice", "book", file, "--db", db, "--on", "2024-01-01")
    changed = written(tmp_path, BOOKED.replace("buyer_account: sgp-1", "buyer_account: sgp-2"))
    answer = call("practice", "book", changed, "--db", db, "--on", "2024-01-01", "--json")
    assert answer.exit_code == 4
    more = written(tmp_path, BOOKED.replace("id: t,", "id: again,"))
    answer = call("practice", "book", more, "--db", db, "--on", "2024-01-01", "--json")
    assert answer.exit_code == 1
    assert "refused" in {one["status"] for one in json.loads(answer.stdout)["movements"]}
    assert call("practice", "book", written(tmp_path, "[1]\n"), "--db", db).exit_code == 3


@pytest.mark.feature("F003")
def test_governance_of_regimes_and_of_an_agreement_is_told() -> None:
    listed = told("agreement", "governance")["regimes"]
    assert {one["mode"] for one in listed} == {"bilateral_contract", "multilateral"}
    (one,) = told("agreement", "governance", "a6_ch_ghana")["agreements"]
    assert one["mode"] == "multilateral"
    assert "kyoto_trading" in call("agreement", "governance").stdout
    assert call("agreement", "governance", "nowhere").exit_code == 3


@pytest.mark.feature("F128")
@pytest.mark.feature("F129")
@pytest.mark.feature("F131")
@pytest.mark.feature("F145")
def test_system_tells_phase_cap_legal_bases_targets_and_venues_of_a_day() -> None:
    found = told("system", "show", "chn_national", "--on", "2022-06-01")
    assert [one["id"] for one in found["phase"]] == ["power"]
    assert found["cap_model"][0]["value"] == ["intensity"]
    assert [one["id"] for one in found["legal_basis"]] == ["decision_2017", "measures_2021"]
    assert {one["id"] for one in found["venues"]} == {"shanghai_national", "hainan_international"}
    assert (2060, "neutrality") in {(one["year"], one["kind"]) for one in found["targets"]}
    assert "BRICS" in found["groups"]
    later = told("system", "show", "chn_national", "--on", "2026-06-01")
    assert "regulation_2024" in {one["id"] for one in later["legal_basis"]}
    assert {"CCER"} == {one["programme"] for one in later["offset_programmes"]}
    assert all(one["status"] and one["source"] for one in later["legal_basis"])
    assert call("system", "show", "moon").exit_code == 2
    assert "chn_national" in call("system", "show", "chn_national").stdout


@pytest.mark.feature("F134")
def test_partner_search_is_narrowed_to_a_group() -> None:
    found = told("agreement", "partners", "chn_national", "--group", "g20", "--on", "2026-01-01")
    named = {one["id"] for one in found["partners"]}
    assert {"kor_ets", "gbr_ets", "eu_ets"} <= named
    assert "che_ets" not in named
    none = told("agreement", "partners", "eu_ets", "--group", "BRICS", "--on", "2008-01-01")
    assert none["partners"] == []
    assert call("agreement", "partners", "eu_ets", "--group", "friends").exit_code == 2


@pytest.mark.feature("F032")
@pytest.mark.feature("F047")
def test_force_tells_clauses_principles_and_bodies() -> None:
    found = told("agreement", "force", "link_eu_ch")
    assert (found["force"], found["forum"]) == ("binding", False)
    levels = {one["enforceability"] for one in found["clauses"]}
    assert {"binding_without_forum", "soft"} <= levels
    assert {one["id"] for one in found["principles"]} >= {"environmental_integrity"}
    assert "binding_without_forum" in call("agreement", "force", "link_eu_ch").stdout
    assert call("agreement", "force", "nowhere").exit_code == 3


GAME = """\
variants:
  - {id: full, agreement: full.yaml}
  - {id: swiss, agreement: link_eu_ch}
sides:
  - market: che_ets
    threshold: 1/2
    groups: [{name: industry, weight: 1, share: 1}]
"""


@pytest.mark.feature("F045")
def test_win_sets_are_found_from_simulated_agreements(tmp_path: Path) -> None:
    game = tmp_path / "game.yaml"
    game.write_text(GAME.replace("  - {id: full, agreement: full.yaml}\n", ""), encoding="utf-8")
    found = told("market", "winsets", game, "--on", "2026-01-01")
    assert found["agreement_set"] == ["swiss"]
    assert found["variants"][0]["gains"]["che_ets"] > 0
    assert "all can agree on: swiss" in call("market", "winsets", game).stdout
    game.write_text(GAME, encoding="utf-8")
    assert call("market", "winsets", game, "--json").exit_code == 3


MARKETS = """\
markets:
  - {id: a, need: 40, mac: {kind: linear, slope: 2}}
  - {id: b, need: 20, mac: {kind: linear, slope: 1}}
"""


@pytest.mark.feature("F098")
def test_volatility_reports_every_candidate_link(tmp_path: Path) -> None:
    file = written(tmp_path, MARKETS)
    found = told("market", "volatility", file)
    assert [one["market"] for one in found["pairs"]] == ["a", "b"]
    assert "removed" in call("market", "volatility", file).stdout
    assert call("market", "volatility", tmp_path / "none.yaml", "--json").exit_code == 3


@pytest.mark.feature("F147")
def test_bundle_of_evidence_shows_when_a_file_was_altered(tmp_path: Path) -> None:
    import zipfile

    db, letter = tmp_path / "ledger.db", tmp_path / "letter.txt"
    letter.write_text("notice of breach", encoding="utf-8")
    assert call("ledger", "init", "--db", db).exit_code == 0
    asked = ("--db", db, "--case", "A v B", "--document", letter)
    first = told("ledger", "bundle", *asked, "-o", tmp_path / "one.zip")
    assert first["case"] == "A v B"
    assert {one["name"] for one in first["files"]} == {"ledger.log", "letter.txt"}
    told("ledger", "bundle", *asked, "-o", tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert told("ledger", "unbundle", tmp_path / "one.zip")["valid"] is True
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        (tmp_path / "ledger.log").write_bytes(archive.read("ledger.log"))
        held = {name: archive.read(name) for name in archive.namelist()}
    assert call("ledger", "verify", tmp_path / "ledger.log").exit_code == 0
    with zipfile.ZipFile(tmp_path / "three.zip", "w") as archive:
        for name, one in held.items():
            archive.writestr(name, one + b"!" if name == "letter.txt" else one)
        archive.writestr("planted.txt", b"")
    altered = call("ledger", "unbundle", tmp_path / "three.zip", "--json")
    assert altered.exit_code == 1
    codes = [one["code"] for one in json.loads(altered.stdout)["findings"]]
    assert codes == ["EVIDENCE_ALTERED", "EVIDENCE_ALTERED"]
    assert call("ledger", "unbundle", letter).exit_code == 3
    twice = (*asked, "--document", letter, "-o", tmp_path / "four.zip")
    assert call("ledger", "bundle", *twice).exit_code == 2
