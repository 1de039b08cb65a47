"""Sources of law have their day and their parent, and rules come in packs by date."""

from datetime import date

import pytest

from tallystick import law
from tallystick.article6.parties import PARTIES
from tallystick.article6.rulebooks import entries, in_force

GLASGOW, BAKU = date(2021, 11, 13), date(2024, 11, 23)


def packs(on: date) -> set[str]:
    return {entry.pack for entry in in_force(on)}


@pytest.mark.feature("F002")
def test_every_decision_leads_up_to_the_convention() -> None:
    for one in law.decisions().values():
        above = one
        while above.parent is not None:
            assert law.decisions()[above.parent].since is not None
            above = law.decisions()[above.parent]
        assert above.id == "UNFCCC" or one.since is None or "nomenclature" in one.id


@pytest.mark.feature("F003")
def test_kyoto_protocol_is_a_source_beside_the_agreement() -> None:
    kyoto = law.decisions()["Kyoto Protocol"]
    assert (kyoto.parent, kyoto.since) == ("UNFCCC", date(2005, 2, 16))


@pytest.mark.feature("F001")
def test_agreement_binds_a_party_between_entry_into_force_and_withdrawal() -> None:
    assert law.decision("Paris Agreement Article 6.2").since == date(2016, 11, 4)
    america = PARTIES["USA"]
    assert america.is_party_on(date(2026, 1, 26))
    assert not america.is_party_on(date(2026, 1, 27))


@pytest.mark.feature("F015")
def test_rules_come_into_force_with_the_decision_they_cite() -> None:
    before, after = in_force(date(2021, 11, 12)), in_force(GLASGOW)
    assert "2/CMA.3" not in {entry.pack for entry in before}
    assert {entry.rule.code for entry in after} > {entry.rule.code for entry in before}
    assert len(in_force(date(2026, 2, 17))) == len(list(entries()))


@pytest.mark.feature("F016", "F019")
def test_glasgow_brings_the_guidance_on_cooperative_approaches() -> None:
    assert "2/CMA.3" in packs(GLASGOW)
    assert law.decision("2/CMA.3 annex para 8").session["en"] == "CMA3 Glasgow (COP26)"
    codes = {entry.rule.code for entry in in_force(GLASGOW) if entry.pack == "2/CMA.3"}
    assert {"PART_A", "USE_PERIOD", "METHOD_CHANGE"} <= codes


@pytest.mark.feature("F018")
def test_sharm_el_sheikh_brings_identifiers_and_consistency_checks() -> None:
    assert "6/CMA.4" not in packs(date(2022, 11, 19))
    codes = {e.rule.code for e in in_force(date(2022, 11, 20)) if e.pack == "6/CMA.4"}
    assert {"MIRROR", "BLOCK_SERIES", "CA_MEMBER"} <= codes


@pytest.mark.feature("F020")
def test_baku_brings_the_content_and_change_of_authorizations() -> None:
    assert "4/CMA.6" not in packs(date(2024, 11, 22))
    codes = {entry.rule.code for entry in in_force(BAKU) if entry.pack == "4/CMA.6"}
    assert {"FT_DEF_CONSISTENT", "AUTH_CHANGE", "AEF_NEEDS_IR"} <= codes


def test_citation_of_nothing_known_is_an_error() -> None:
    with pytest.raises(KeyError, match="cites no source"):
        law.decision("9/CMA.9 para 1")
