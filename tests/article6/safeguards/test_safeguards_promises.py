"""Promises within a surplus, and how level the field is across a link."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safeguards_samples import FAIL, UNKNOWN, told

from tallystick.article6.safeguards import check
from tallystick.article6.safeguards.exposure import EXPOSURE, Exposed
from tallystick.article6.safeguards.report import to_json
from tallystick.article6.safeguards.surplus import GUARDS, Guard
from tallystick.io.safeguards.file import read_safeguards

GUARD = Guard(
    party="GHA",
    surplus_t=1000,
    margin=Fraction(1, 5),
    authorized_t=500,
    pledged_t=300,
    sectors_t={"cooking": 400},
    limits_t={"cooking": 400},
)


def guarded(**changes: Any) -> list[tuple[str, object]]:
    return list(told(GUARDS.judge(replace(GUARD, **changes), None)))


@pytest.mark.rule("pass", "SURPLUS_EXCEEDED", "SECTOR_LIMIT_EXCEEDED")
def test_promises_within_the_surplus_less_its_margin_pass() -> None:
    assert guarded() == []


@pytest.mark.rule("fail", "SURPLUS_EXCEEDED")
@pytest.mark.rule("missing", "SURPLUS_EXCEEDED")
@pytest.mark.feature("F229")
def test_what_is_authorized_and_pledged_stays_within_the_surplus_less_its_margin() -> None:
    assert guarded(pledged_t=301) == [("SURPLUS_EXCEEDED", FAIL)]
    assert guarded(margin=Fraction(1, 4)) == [("SURPLUS_EXCEEDED", FAIL)]
    for lost in ("surplus_t", "margin", "authorized_t", "pledged_t"):
        assert guarded(**{lost: None}) == [("SURPLUS_EXCEEDED", UNKNOWN)]
    assert GUARD.to_json()["left_t"] == 0


@pytest.mark.rule("fail", "SECTOR_LIMIT_EXCEEDED")
@pytest.mark.rule("missing", "SECTOR_LIMIT_EXCEEDED")
@pytest.mark.feature("F229")
def test_the_host_limits_what_it_promises_from_each_sector() -> None:
    assert guarded(sectors_t={"cooking": 401}) == [("SECTOR_LIMIT_EXCEEDED", FAIL)]
    assert guarded(sectors_t={}) == [("SECTOR_LIMIT_EXCEEDED", UNKNOWN)]


@pytest.mark.feature("F229")
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.fractions(0, 1, max_denominator=50))
def test_the_guard_holds_to_the_last_tonne(surplus: int, authorized: int, margin: Fraction) -> None:
    one = replace(GUARD, surplus_t=surplus, margin=margin, authorized_t=authorized, pledged_t=0)
    refused = ("SURPLUS_EXCEEDED", FAIL) in told(GUARDS.judge(one, None))
    assert refused == (authorized > surplus * (1 - margin))


STEEL = Exposed(
    system="eu_ets",
    name="steel",
    emissions_t=1000,
    value_added=Decimal(100000),
    price=Decimal(80),
    rival_price=Decimal(30),
    free_share=Fraction(4, 5),
    elasticity=Fraction(1, 2),
)


def exposed(most: Fraction = Fraction(1, 10), **changes: Any) -> list[tuple[str, object]]:
    return list(told(EXPOSURE.judge(replace(STEEL, **changes), most)))


@pytest.mark.rule("pass", "FIELD_NOT_LEVEL")
def test_costs_that_take_alike_of_value_added_leave_the_field_level() -> None:
    assert STEEL.cost_share == Fraction(1, 10)
    assert exposed() == []


@pytest.mark.rule("fail", "FIELD_NOT_LEVEL")
@pytest.mark.rule("missing", "FIELD_NOT_LEVEL")
@pytest.mark.feature("F267")
def test_the_field_is_level_where_carbon_costs_take_alike_of_value_added() -> None:
    assert exposed(free_share=Fraction(0)) == [("FIELD_NOT_LEVEL", FAIL)]
    assert exposed(rival_price=Decimal(80), free_share=Fraction(0)) == []
    assert exposed(rival_price=None) == [("FIELD_NOT_LEVEL", UNKNOWN)]


@pytest.mark.feature("F274")
def test_production_moves_by_the_elasticity_of_the_user() -> None:
    assert STEEL.output_change == -Fraction(1, 20)
    assert STEEL.to_json()["emissions_moved_t"] == -50
    assert replace(STEEL, price=Decimal(30)).output_change == 0
    assert replace(STEEL, elasticity=None).output_change is None
    assert exposed(elasticity=None) == [("FIELD_NOT_LEVEL", UNKNOWN)]


FILE = """\
leakage_most: 1/10
guards:
  - party: GHA
    surplus_t: 1000
    margin: 1/5
    authorized_t: 900
    pledged_t: 0
    limits_t: [{sector: cooking, quantity_t: 5}]
    sectors_t: [{sector: cooking, quantity_t: 4}]
exposed:
  - {system: eu_ets, name: steel, emissions_t: 1000, value_added: 100000, price: 80,
     rival_price: 30, free_share: 4/5, elasticity: 1/2}
"""


@pytest.mark.feature("F229")
@pytest.mark.feature("F267")
def test_guards_and_exposure_are_read_from_a_file_of_safeguards(tmp_path: Path) -> None:
    file = tmp_path / "safeguards.yaml"
    file.write_text(FILE, encoding="utf-8")
    answer = to_json(check(read_safeguards(file), date(2026, 1, 1)))
    assert [one["section"] for one in answer["sections"]] == ["surplus", "exposure"]
    assert [one["code"] for one in answer["findings"]] == ["SURPLUS_EXCEEDED"]
    assert answer["report"]["exposure"][0]["cost_share"] == "0.1"
