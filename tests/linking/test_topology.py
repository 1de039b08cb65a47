"""The kind of link follows from the directions, for any number of parties."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linking_samples import HALF, ON, agreement, direction, party

from tallystick.linking.agreement import DeclaredSystem, Recognition, Window
from tallystick.linking.agreement.restrictions import (
    BorderTax,
    Discount,
    ExchangeRate,
    Quantity,
    Restriction,
    UnitFilter,
)
from tallystick.linking.agreement.words import Form, LimitScope, Role
from tallystick.linking.topology import classify, indirect_links

LAST_YEAR = Window(date(2025, 1, 1), date(2025, 12, 31))
BOTH = (direction("che_ets", "eu_ets"), direction("eu_ets", "che_ets"))


@pytest.mark.feature("F148")
@pytest.mark.feature("F154")
@pytest.mark.feature("F161")
@pytest.mark.feature("F163")
def test_two_systems_that_accept_each_other_make_a_full_parallel_link() -> None:
    kind = classify(agreement(*BOTH), ON)
    found = (kind.parties, kind.directness, kind.extent, kind.architecture)
    assert found == ("bilateral", "direct", "full", "parallel")


@pytest.mark.feature("F165")
def test_shared_statute_makes_an_umbrella() -> None:
    linked = agreement(
        parties=tuple(party(name, "eu_ets") for name in ("EUE", "NOR", "ISL", "LIE")),
        form=Form.TREATY_BODY_DECISION,
        umbrella="directive_2003_87",
    )
    kind = classify(linked, ON)
    found = (kind.parties, kind.directness, kind.extent, kind.architecture)
    assert found == ("multilateral", "direct", "full", "umbrella")


def test_shared_system_without_a_shared_statute_is_parallel() -> None:
    states = tuple(party(name, "usa_rggi") for name in ("us_ct", "us_de", "us_me"))
    kind = classify(agreement(parties=states, form=Form.MODEL_RULE), ON)
    assert (kind.parties, kind.architecture) == ("multilateral", "parallel")


@pytest.mark.feature("F148")
@pytest.mark.feature("F151")
@pytest.mark.parametrize("form", [Form.TREATY, Form.UNILATERAL_STATUTE])
def test_link_open_one_way_is_unilateral_whatever_its_form(form: Form) -> None:
    kind = classify(agreement(BOTH[0], form=form), ON)
    assert (kind.parties, kind.directness, kind.extent) == ("unilateral", "direct", "full")


@pytest.mark.feature("F046")
@given(st.integers(3, 7), st.data())
def test_link_of_many_is_multilateral_as_soon_as_one_pair_is_open_both_ways(
    count: int, data: st.DataObject
) -> None:
    names = [f"p{index}" for index in range(count)]
    parties = tuple(party(name, f"{name}_ets") for name in names)
    ring = [direction(f"{a}_ets", f"{b}_ets") for a, b in pairwise(names)]
    assert classify(agreement(*ring, parties=parties), ON).parties == "unilateral"
    back = data.draw(st.integers(0, count - 2))
    ring.append(direction(f"p{back + 1}_ets", f"p{back}_ets"))
    assert classify(agreement(*ring, parties=parties), ON).parties == "multilateral"


@pytest.mark.feature("F164")
@pytest.mark.parametrize(
    ("restriction", "extent"),
    [
        (UnitFilter(exclude=("hydro",)), "full"),
        (ExchangeRate(rate=Fraction(1)), "full"),
        (ExchangeRate(rate=HALF), "restricted"),
        (ExchangeRate(rating="agency"), "restricted"),
        (Discount(rate=Fraction(1, 5)), "restricted"),
        (Quantity(scope=LimitScope.GROSS, limit_t=5), "restricted"),
        (BorderTax(amount=Decimal(1), currency="EUR"), "restricted"),
        (
            Quantity(scope=LimitScope.GROSS, limit_t=5, valid=Window(None, date(2025, 12, 31))),
            "full",
        ),
    ],
)
def test_link_is_restricted_by_all_but_filters_and_rates_of_one(
    restriction: Restriction, extent: str
) -> None:
    linked = agreement(direction("che_ets", "eu_ets", restriction), BOTH[1])
    assert classify(linked, ON).extent == extent


def importing(name: str, system: str) -> Recognition:
    return Recognition(origin=name, destination=system, units=("CER",))


@pytest.mark.feature("F150")
def test_units_of_a_crediting_programme_come_in_one_way() -> None:
    rule = agreement(importing("cdm", "eu_ets"), parties=(party("EUE", "eu_ets"),))
    kind = classify(replace(rule, systems=(DeclaredSystem(id="cdm"),)), ON)
    assert (kind.parties, kind.directness) == ("unilateral", "direct")


@pytest.mark.feature("F162")
def test_common_unit_of_a_third_links_indirectly_while_all_is_in_force() -> None:
    cdm = (DeclaredSystem(id="cdm"),)
    of_eu = agreement(importing("cdm", "eu_ets"), parties=(party("EUE", "eu_ets"),), name="of_eu")
    of_ch = agreement(importing("cdm", "che_ets"), parties=(party("CHE", "che_ets"),), name="of_ch")
    rules = [replace(one, systems=cdm) for one in (of_eu, of_ch)]
    (found,) = indirect_links(rules, ON)
    assert (found.left, found.right, found.via, found.unit) == ("che_ets", "eu_ets", "cdm", "CER")
    assert indirect_links(rules, date(2019, 12, 31)) == ()
    talks = agreement(form=Form.MOU)
    assert classify(talks, ON).directness is None
    assert classify(talks, ON, rules).directness == "indirect"
    assert classify(agreement(*BOTH), ON, rules).directness == "direct"


def test_agreement_without_directions_makes_no_link() -> None:
    kind = classify(agreement(form=Form.MOU), ON)
    assert (kind.parties, kind.directness, kind.extent, kind.architecture) == (
        "bilateral",
        None,
        None,
        None,
    )


def test_observers_and_those_who_left_do_not_count() -> None:
    three = (party("CHE", "che_ets"), party("EUE", "eu_ets"), party("GBR", "gbr_ets"))
    directions = (*BOTH, direction("gbr_ets", "eu_ets"), direction("eu_ets", "gbr_ets"))
    assert classify(agreement(*directions, parties=three), ON).parties == "multilateral"
    observing = (*three[:2], replace(three[2], role=Role.OBSERVER))
    assert classify(agreement(*directions, parties=observing), ON).parties == "bilateral"


def test_staged_link_opens_its_second_direction_later() -> None:
    later = Recognition(
        origin="eu_ets", destination="che_ets", valid=Window(date(2028, 7, 1), None)
    )
    staged = agreement(BOTH[0], later)
    assert classify(staged, ON).parties == "unilateral"
    assert classify(staged, date(2028, 7, 1)).parties == "bilateral"
