"""Agreements compared: what they cover, how alike they are, where a rule leaves its model."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.io.catalogue import catalogue
from tallystick.linking.agreement.agreement import Agreement, Clause, PartyTo
from tallystick.linking.agreement.params import Integrity, Other, Suspension
from tallystick.linking.agreement.values import Day
from tallystick.linking.agreement.words import Area, Binding, Form, Level
from tallystick.linking.catalogue import (
    Departure,
    coverage_matrix,
    listed,
    model_rule_diff,
    most_alike,
    similarity,
    terms,
)

ON = date(2026, 11, 20)
CATALOGUE = catalogue()
NAMES = st.sampled_from(list(CATALOGUE))


def _agreement(*clauses: Clause, name: str = "one") -> Agreement:
    parties = (PartyTo(id="CHE", level=Level.NATIONAL), PartyTo(id="GHA", level=Level.NATIONAL))
    return Agreement(id=name, form=Form.TREATY, parties=parties, clauses=clauses)


SUSPENSION = Clause(
    area=Area.SUSPENSION,
    binding=Binding.MAY,
    params=Suspension(notice_days=30, grounds=("breach", "Article 4.2")),
)
SLOWER = Clause(
    area=Area.SUSPENSION,
    binding=Binding.MAY,
    params=Suspension(notice_days=60, grounds=("breach", "Article 4.2")),
)
INTEGRITY = Clause(area=Area.INTEGRITY, params=Integrity(minimum=("real", "verified")))


def test_the_list_has_id_form_and_status_of_the_day() -> None:
    eu_ch = CATALOGUE["link_eu_ch"]
    (first,) = listed([eu_ch], date(2020, 2, 1))
    assert (first["id"], first["form"], first["status"]) == ("link_eu_ch", "treaty", "in_force")
    assert listed([eu_ch], date(2019, 2, 1))[0]["status"] == "provisional"


@pytest.mark.feature("F194")
def test_the_matrix_shows_the_strongest_words_in_each_area() -> None:
    recital = Clause(area=Area.INTEGRITY, binding=Binding.RECITAL)
    shall = Clause(area=Area.INTEGRITY, binding=Binding.SHALL)
    matrix = coverage_matrix([_agreement(recital, shall, SUSPENSION)], ON)
    assert matrix == {"one": {Area.INTEGRITY: Binding.SHALL, Area.SUSPENSION: Binding.MAY}}


def test_the_matrix_keeps_an_unknown_force_apart_from_no_clause() -> None:
    row = coverage_matrix([_agreement(INTEGRITY)], ON)["one"]
    assert row[Area.INTEGRITY] is None
    assert Area.MRV not in row


def test_the_matrix_leaves_out_clauses_of_other_days() -> None:
    past = Clause(area=Area.AUCTION, until=Day(2020))
    coming = Clause(area=Area.FINANCE, since=Day(2027, 1, 1))
    assert coverage_matrix([_agreement(past, coming)], ON) == {"one": {}}
    assert set(coverage_matrix([_agreement(past, coming)], date(2020, 12, 31))["one"]) == {
        Area.AUCTION
    }


def test_the_matrix_covers_the_whole_catalogue() -> None:
    matrix = coverage_matrix(CATALOGUE.values(), ON)
    assert list(matrix) == list(CATALOGUE)
    assert matrix["link_eu_ch"][Area.SUSPENSION] is Binding.MAY


@pytest.mark.feature("F194")
def test_similarity_is_the_share_of_statements_both_make() -> None:
    left, right = _agreement(SUSPENSION), _agreement(SLOWER, INTEGRITY)
    # both: the area and two grounds; besides, two notices, one more area and two criteria
    assert similarity(left, right, ON) == Fraction(3, 8)


def test_agreements_without_clauses_cannot_be_compared() -> None:
    assert similarity(_agreement(), _agreement(), ON) is None
    assert similarity(_agreement(), _agreement(INTEGRITY), ON) == 0


@given(NAMES, NAMES)
def test_similarity_is_symmetric_and_a_share(left: str, right: str) -> None:
    score = similarity(CATALOGUE[left], CATALOGUE[right], ON)
    assert score == similarity(CATALOGUE[right], CATALOGUE[left], ON)
    assert score is None or 0 <= score <= 1


@given(NAMES)
def test_every_agreement_with_clauses_is_most_like_itself(name: str) -> None:
    agreement = CATALOGUE[name]
    assert similarity(agreement, agreement, ON) == (1 if agreement.clauses else None)


@pytest.mark.feature("F194")
def test_the_link_of_2013_and_the_one_with_ontario_are_most_alike() -> None:
    nearest = most_alike(CATALOGUE["link_ca_qc_2013"], CATALOGUE.values(), ON)[0]
    assert nearest.id == "link_ca_qc_on_2017"
    assert Area.JOINT_BODY in nearest.shared


def test_ranking_leaves_out_the_agreement_itself_and_those_with_nothing_in_common() -> None:
    one, other = _agreement(SUSPENSION), _agreement(INTEGRITY, name="other")
    assert most_alike(one, [one, other], ON) == ()


@pytest.mark.feature("F158")
def test_a_statute_is_compared_with_its_model_topic_by_topic() -> None:
    offsets = Clause(area=Area.OTHER, ref="offsets", params=Other(text="up to 3.3 %"))
    none = Clause(area=Area.OTHER, ref="offsets", params=Other(text="none"))
    model = terms(_agreement(SUSPENSION, offsets, INTEGRITY), ON)
    own = terms(_agreement(SLOWER, none, Clause(area=Area.FINANCE)), ON)
    found = {one.topic: one.departure for one in model_rule_diff(model, own)}
    assert found[Area.SUSPENSION, "", "notice_days"] is Departure.DIFFERS
    assert found[Area.SUSPENSION, "", "grounds"] is Departure.SAME
    assert found[Area.OTHER, "offsets", "text"] is Departure.DIFFERS
    assert found[Area.INTEGRITY, "", ""] is Departure.LEFT_OUT
    assert found[Area.FINANCE, "", ""] is Departure.ADDED


@pytest.mark.feature("F158")
def test_the_model_rule_of_2025_ends_offsets_and_changes_the_reserves() -> None:
    rggi = CATALOGUE["link_rggi_mou"]
    before, after = terms(rggi, date(2026, 12, 31)), terms(rggi, date(2027, 1, 1))
    changed = [
        one.to_json() for one in model_rule_diff(before, after) if one.departure != Departure.SAME
    ]
    assert changed == [
        {
            "area": "other",
            "about": "offsets",
            "key": "text",
            "model": "offsets up to 3.3 %",
            "own": "no offsets",
            "departure": "differs",
        },
        {
            "area": "other",
            "about": "price floor and reserves",
            "key": "text",
            "model": "one CCR tier and an ECR",
            "own": "two CCR tiers, one minimum price, no ECR",
            "departure": "differs",
        },
    ]


def test_a_model_does_not_depart_from_itself() -> None:
    own = terms(CATALOGUE["link_rggi_mou"], ON)
    assert {one.departure for one in model_rule_diff(own, own)} == {Departure.SAME}


def test_lists_of_several_clauses_on_one_topic_are_joined() -> None:
    more = Clause(area=Area.INTEGRITY, params=Integrity(minimum=("permanent",)))
    found = terms(_agreement(INTEGRITY, more), ON)
    assert found[Area.INTEGRITY, "", "minimum"] == ("real", "verified", "permanent")


def test_an_absent_side_is_null_in_the_answer() -> None:
    (area, *_) = model_rule_diff({}, terms(_agreement(SUSPENSION), ON))
    assert area.to_json() == {
        "area": "suspension",
        "about": None,
        "key": None,
        "model": None,
        "own": "true",
        "departure": "added",
    }


def test_records_within_a_clause_are_told_in_words() -> None:
    told = model_rule_diff({}, terms(CATALOGUE["link_eu_uk"], ON))
    stages = next(one for one in told if one.topic == (Area.DISPUTES, "", "stages"))
    assert stages.to_json()["own"].startswith("stage arbitration, body independent panel; stage")
