"""The emissions trading systems as data."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tallystick.law import party_rows
from tallystick.law.systems import jurisdictions_2022, system_members, systems

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"


def _reference(name: str) -> list[dict[str, str]]:
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"the reference data ({name}) do not lie beside the checkout")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_reference_system_is_there_and_no_other() -> None:
    assert list(systems()) == [row["id"] for row in _reference("ets_systems.csv")]


def test_every_fact_is_that_of_the_reference() -> None:
    for row in _reference("ets_systems.csv"):
        facts = systems()[row["id"]].facts
        assert {name: fact.value or "" for name, fact in facts.items()} == {
            name: row[name] for name in facts
        }


def test_there_are_46_systems_and_each_is_named_in_both_languages() -> None:
    assert len(systems()) == 46
    assert all(system.name_en and system.name_zh for system in systems().values())


def test_a_fact_without_value_is_unknown_and_never_verified() -> None:
    for system in systems().values():
        for fact in system.facts.values():
            assert (fact.value is None) == (fact.status == "unknown")


def test_facts_carry_the_status_they_were_seen_with() -> None:
    assert systems()["eu_ets"].facts["price_usd"].status == "verified"
    assert systems()["eu_ets"].facts["penalty"].status == "memory"
    assert systems()["mne_ets"].facts["start_year"].status == "conflicting"
    assert systems()["usa_rggi"].facts["unit_mass"].status == "partly_verified"


def test_only_rggi_counts_in_short_tons() -> None:
    masses = {system.id: system.facts["unit_mass"].value for system in systems().values()}
    assert {system for system, mass in masses.items() if mass != "metric_t"} == {"usa_rggi"}


def test_the_party_of_a_system_is_a_code_of_the_party_table() -> None:
    codes = {row["code"] for row in party_rows()}
    assert {system.party for system in systems().values() if system.party} <= codes
    assert systems()["icao_corsia"].party is None


@pytest.mark.feature("F252")
@pytest.mark.feature("F253")
@pytest.mark.feature("F254")
@pytest.mark.feature("F255")
@pytest.mark.feature("F292")
def test_the_34_jurisdictions_of_2022_come_to_25_systems() -> None:
    jurisdictions = jurisdictions_2022()
    levels = Counter(jurisdiction.level for jurisdiction in jurisdictions)
    assert levels == {"supranational": 1, "national": 8, "subnational": 19, "city": 6}
    named = {system for jurisdiction in jurisdictions for system in jurisdiction.systems}
    assert len(named) == 25
    assert named <= set(systems())


@pytest.mark.feature("F254")
def test_eleven_states_share_rggi_in_2022() -> None:
    sharing = [one.name_en for one in jurisdictions_2022() if "usa_rggi" in one.systems]
    assert len(sharing) == 11
    assert "Virginia" in sharing


@pytest.mark.feature("F123")
def test_the_eu_ets_covers_30_countries_three_of_them_outside_the_union() -> None:
    members = [member for member in system_members() if member.system == "eu_ets"]
    assert len({member.party for member in members}) == 30
    outside = {member.party for member in members if member.kind == "eea_state"}
    assert outside == {"ISL", "LIE", "NOR"}


def test_members_are_codes_of_the_party_table() -> None:
    codes = {row["code"] for row in party_rows()}
    assert {member.party for member in system_members()} <= codes


@pytest.mark.feature("F260")
def test_india_has_no_system_before_2026_and_russia_none_at_all() -> None:
    starts = {system.party: system.facts["start_year"].value for system in systems().values()}
    assert starts["IND"] == "2026"
    assert "RUS" not in starts
