"""Real systems compared, their partners, and the stars."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from tallystick import law
from tallystick.linking.compatibility import (
    BadParameterError,
    Basis,
    Verdict,
    compare,
    parameters,
    partners,
    star_table,
    stars_of,
)
from tallystick.linking.systems import profiles

LIMITS = parameters()
REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
NAMES = {
    "EU-Norway": "eu_norway",
    "EU-Iceland": "eu_iceland",
    "EU-UK": "eu_uk",
    "EU-Liechtenstein": "eu_liechtenstein",
    "EU-Switzerland": "eu_switzerland",
    "ASEAN four": "asean_four",
    "California-Quebec": "california_quebec",
}


def verdict(left: str, right: str) -> Verdict:
    return compare(profiles()[left], profiles()[right], LIMITS).verdict


@pytest.mark.feature("F107")
def test_the_seven_stars_and_their_answers_are_those_of_the_literature() -> None:
    path = REFERENCE / "seed1_star_table.csv"
    if not path.exists():
        pytest.skip("the reference data (seed1_star_table.csv) do not lie beside the checkout")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    rated = {one.row.arrangement: one for one in star_table(Basis.SEED)}
    assert len(rated) == len(rows) == 7
    for name, *answers in rows:
        one = rated[NAMES[name]]
        assert list(one.row.answers.values()) == [answer == "1" for answer in answers[:6]]
        assert one.stars == int(answers[8])


@pytest.mark.feature("F107")
def test_the_facts_rate_three_of_the_seven_otherwise() -> None:
    seed, fact = ({one.row.arrangement: one.stars for one in star_table(basis)} for basis in Basis)
    assert {name: (seed[name], fact[name]) for name in seed if seed[name] != fact[name]} == {
        "eu_uk": (3, 2),
        "asean_four": (3, 2),
        "eu_switzerland": (2, 3),
    }


@pytest.mark.feature("F103")
@pytest.mark.feature("F104")
@pytest.mark.feature("F105")
@pytest.mark.feature("F106")
def test_the_table_of_the_literature_can_be_printed_again_from_the_data() -> None:
    for one in star_table(Basis.SEED):
        row = one.to_json()
        assert row["mode"] in {"bilateral", "multilateral"}
        assert row["precondition"]
        assert row["body"]
        assert row["special_clause"]
        assert len(row["printed"]) == 3


def test_a_pair_of_systems_that_nobody_rated_has_no_stars() -> None:
    assert stars_of("kor_ets", "nzl_ets", Basis.SEED) is None
    assert stars_of("eu_ets", "eu_ets", Basis.SEED) is None
    found = stars_of("can_qc", "usa_ca", Basis.FACT)
    assert found
    assert found.printed == "★★★"


def test_stars_fall_with_the_answers() -> None:
    row = star_table(Basis.SEED)[0].row
    from dataclasses import replace

    from tallystick.linking.compatibility import Stars

    for yes, stars in ((6, 3), (5, 2), (4, 2), (3, 1), (2, 1), (1, 0), (0, 0)):
        answers = {name: place < yes for place, name in enumerate(law.STAR_CRITERIA)}
        assert Stars(replace(row, answers=answers)).stars == stars


@pytest.mark.feature("F050")
def test_links_that_operate_come_out_as_full() -> None:
    assert verdict("eu_ets", "che_ets") is Verdict.FULL_LINK
    assert verdict("usa_ca", "can_qc") is Verdict.FULL_LINK


@pytest.mark.feature("F050")
def test_an_intensity_cap_bars_a_full_link_with_an_absolute_one() -> None:
    compared = compare(profiles()["eu_ets"], profiles()["chn_national"], LIMITS)
    assert compared.verdict is Verdict.RESTRICTED_LINK
    cap = next(one for one in compared.features if one.row.name == "cap")
    assert cap.met.high == 0
    assert cap.row.bars == "full_link"


def test_nothing_links_with_a_system_that_has_ended() -> None:
    assert verdict("eu_ets", "aus_cpm") is Verdict.NO_LINK
    assert verdict("usa_ca", "can_on_ct") is Verdict.NO_LINK


def test_too_little_known_is_not_determinable_and_no_guess() -> None:
    compared = compare(profiles()["eu_ets"], profiles()["ukr_ets"], LIMITS)
    assert compared.verdict is Verdict.NOT_DETERMINABLE
    assert compared.score.low < compared.score.high


def test_verified_facts_alone_never_give_a_narrower_interval() -> None:
    seen = profiles(frozenset({"verified"}))
    for other in ("che_ets", "gbr_ets", "chn_national", "usa_ca"):
        strict = compare(seen["eu_ets"], seen[other], LIMITS).score
        assert compare(profiles()["eu_ets"], profiles()[other], LIMITS).score in strict


@pytest.mark.feature("F050")
def test_the_three_indices_bear_the_names_of_the_literature() -> None:
    told = compare(profiles()["usa_ca"], profiles()["can_qc"], LIMITS).to_json()
    assert list(told["indices"]) == ["compatibility", "synergy", "isomorphism"]
    assert told["indices"]["compatibility"] == told["score"]
    assert told["indices"]["isomorphism"] == [100, 100]


def test_a_conflicting_fact_counts_as_unknown() -> None:
    row = law.systems()["mne_ets"]
    assert row.facts["start_year"].status == "conflicting"
    assert law.systems()["aut_nehs"].facts["price"].status == "conflicting"
    assert profiles()["aut_nehs"].price_usd is None


@pytest.mark.feature("F278")
def test_every_other_system_is_ranked_as_a_partner_the_most_alike_first() -> None:
    ranked = partners(profiles()["usa_ca"], profiles().values(), LIMITS)
    assert len(ranked) == 45
    assert ranked[0].id == "can_qc"
    certain = [one.similarity.low for one in ranked]
    assert certain == sorted(certain, reverse=True)


def test_a_change_of_costs_changes_the_cheapest_way() -> None:
    left, right = profiles()["usa_rggi"], profiles()["usa_ca"]
    cheap = compare(left, right, LIMITS).change
    dear = compare(left, right, parameters(["cost_threshold=100"])).change
    assert cheap
    assert dear
    assert "threshold" in [one.row.name for one in cheap.features]
    assert "threshold" not in [one.row.name for one in dear.features]


def test_no_change_of_rules_closes_a_price_gap() -> None:
    assert compare(profiles()["eu_ets"], profiles()["chn_national"], LIMITS).change is None


@pytest.mark.feature("F042")
def test_the_side_at_fault_shows_when_each_is_held_to_the_same_rule() -> None:
    compared = compare(profiles()["eu_ets"], profiles()["chn_national"], LIMITS)
    found = {one.name: one for one in compared.asymmetries}
    assert found["mrv"].left.low == 1
    assert found["mrv"].right.low == Fraction(1, 2)
    assert found["mrv"].is_even


@pytest.mark.parametrize(
    "setting", ["nothing=1", "full_score=", "full_score=much", "full_score=-1", "full_score=1/0"]
)
def test_a_setting_that_means_nothing_is_refused(setting: str) -> None:
    with pytest.raises(BadParameterError, match=setting.partition("=")[0]):
        parameters([setting])
