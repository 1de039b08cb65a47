"""What anybody may ask beyond the lists: search, units, coverage, paragraphs, the cross-check."""

import pytest

from web.api.asking import get, sheet

pytestmark = pytest.mark.usefixtures("ledger_path")


def test_a_text_finds_units_and_what_is_named() -> None:
    first = get("transfers", {}, limit=1)["rows"][0]["first_id"]
    units = get("search", {}, q=first)["units"]
    life = get(f"units/{units['series']}/{units['first']}/{units['last']}", {})
    assert life["quantity_t"] == 1
    assert {one["source"] for one in life["steps"]} >= {"2/CMA.3 annex para 2(a)"}
    hits = get("search", {}, q="ghana")["hits"]
    assert "/parties/GHA/" in " ".join(one["url"] for one in hits)
    assert get("search", {}, q="no such thing at all")["hits"] == []
    get("search", {}, 422)
    get("units/CA0000-XXX01-GHA-2021/1/2", {}, 404)
    get("units/CA0000-XXX01-GHA-2021/5/2", {}, 404)


def test_agreements_are_laid_side_by_side() -> None:
    known = [one["id"] for one in get("agreements", {}, limit=3)["rows"]]
    told = get("coverage", {}, agreement=["link_eu_ch", *known[:2]], on="2026-01-01")
    assert {"link_eu_ch", *known[:2]} == set(told["agreements"])
    assert {area for one in told["agreements"].values() for area in one} == set(told["areas"])
    get("coverage", {}, 404, agreement=["none"])
    get("coverage", {}, 422, agreement=["a", "b", "c", "d", "e"])
    get("coverage", {}, 422)


def test_every_paragraph_is_listed_with_how_well_it_is_known() -> None:
    rows = sheet("paragraphs", {}, limit=500)
    told = {one["id"]: one["status"] for one in rows}
    assert told["2/CMA.3 annex para 2(a)"]
    assert all(one["gloss_zh"] for one in rows)


def test_the_cross_check_of_all_parties_is_told() -> None:
    told = get("crosscheck", {})
    assert told["verdict"] in {"pass", "fail", "not_determinable"}
    assert told["pending"] is False
