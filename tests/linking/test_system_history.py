"""Phases, scopes and groups of systems, and the notices that changes of scope call for."""

from datetime import date
from typing import Any

import pytest

from tallystick import law
from tallystick.article6.parties import PARTIES
from tallystick.io.catalogue import catalogue
from tallystick.linking.lifecycle.change import CHANGES
from tallystick.linking.systems.groups import group_names, groups_of, within
from tallystick.linking.systems.history import change_notices, held, notices_due, scope


@pytest.mark.feature("F143")
def test_scope_has_versions_by_day() -> None:
    assert scope("chn_national", date(2021, 1, 1)) is None
    assert scope("chn_national", date(2022, 1, 1)) == frozenset({"power"})
    assert scope("chn_national", date(2026, 1, 1)) == frozenset(
        {"power", "steel", "cement", "aluminium"}
    )
    (change,) = change_notices("chn_national")
    assert (change["on"], change["out"]) == ("2024-01-01", [])
    assert set(change["in"]) == {"aluminium", "cement", "steel"}


@pytest.mark.feature("F143")
def test_partners_of_a_system_are_owed_notice_of_its_new_sectors() -> None:
    agreements = tuple(catalogue().values())
    found = notices_due("eu_ets", agreements, date(2023, 6, 1))
    assert {"link_eu_ch", "link_eea"} <= set(found)
    assert "link_tokyo_saitama" not in found
    (change,) = found["link_eu_ch"]
    assert (change.feature, change.effective_on) == ("sectors", date(2024, 1, 1))
    assert CHANGES.judge(change, catalogue()["link_eu_ch"]) != []
    assert notices_due("eu_ets", agreements, date(2025, 1, 1)) == {}


@pytest.mark.feature("F128")
def test_entries_of_one_kind_follow_each_other() -> None:
    for system in {one.system for one in law.system_history()}:
        assert system in law.systems()
        for kind in ("phase", "cap_model", "scope"):
            listed = [
                one for one in law.system_history() if (one.system, one.kind) == (system, kind)
            ]
            days = [one.since for one in listed]
            assert days == sorted(days)
            ends = [one.until for one in listed[:-1]]
            assert all(end and end < day for end, day in zip(ends, days[1:], strict=True))
    assert held("chn_national", "phase", date(2010, 1, 1)) == []


@pytest.mark.feature("F134")
def test_groups_have_members_by_day() -> None:
    assert "BRICS" in groups_of("CHN", date(2026, 1, 1))
    assert "BRICS" not in groups_of("IDN", date(2024, 1, 1))
    assert "BRICS" in groups_of("IDN", date(2026, 1, 1))
    assert {"LDC", "G77"} <= groups_of("BGD", date(2026, 1, 1))
    assert set(group_names()) >= {"BRICS", "BRI", "ASEAN", "SIDS"}
    assert within(["chn_national", "eu_ets"], "BRICS", date(2026, 1, 1)) == {"chn_national"}


def test_lists_name_known_parties_and_say_how_well_they_are_known() -> None:
    assert {one.party for one in law.party_groups()} <= set(PARTIES)
    assert {one.party for one in law.targets()} <= set(PARTIES)
    assert set(law.populations()) <= set(PARTIES)
    listed: tuple[Any, ...] = (
        *law.party_groups(),
        *law.targets(),
        *law.venues().values(),
        *law.methodologies(),
    )
    statuses = {"verified", "partly_verified", "unverified"}
    assert all(one.source and one.status in statuses for one in listed)
    assert [item.level for item in law.mrv_checklist()] == sorted(
        item.level for item in law.mrv_checklist()
    )


@pytest.mark.feature("F131")
def test_targets_reach_from_the_peak_to_neutrality() -> None:
    china = {one.id: one for one in law.targets() if one.party == "CHN"}
    assert china["neutrality"].year == 2060
    assert [one.year for one in china.values()] == [2030, 2030, 2035, 2060]
