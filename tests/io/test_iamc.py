"""The long table: names, units and signs."""

import csv
from collections import defaultdict

import pytest

from tallystick.io.iamc import COLUMNS, Labels, iamc_csv, iamc_rows
from tallystick.market import Carry, Link, Market, Network, Periods, linear

A = Market("a", (40e6,), linear(0, 2e-6))
B = Market("b", (20e6,), linear(0, 1e-6))
LABELS = Labels("Tallystick", "full link", "USD_2024", 2026)
FULL = Network((A, B), (Link("b", "a"), Link("a", "b")))


def told(network: Network) -> dict[tuple[str, str, int], float]:
    rows = iamc_rows(network.solve(), LABELS)
    return {(region, variable, year): value for _, _, region, variable, _, year, value in rows}


def test_seller_has_positive_trade_and_the_world_none() -> None:
    found = told(FULL)
    assert found["b", "Trade|Emissions Allowances [Volume]", 2026] == pytest.approx(20)
    assert found["b", "Trade|Emissions Allowances [Value]", 2026] == pytest.approx(0.8)
    world: dict[str, float] = defaultdict(float)
    for (_, variable, _), value in found.items():
        world[variable] += value
    assert world["Trade|Emissions Allowances [Volume]"] == pytest.approx(0, abs=1e-9)
    assert world["Trade|Emissions Allowances [Value]"] == pytest.approx(0, abs=1e-9)


def test_prices_and_costs_have_the_units_of_the_template() -> None:
    rows = list(iamc_rows(FULL.solve(), LABELS))
    units = {row[3]: row[4] for row in rows}
    assert units["Price|Carbon"] == "USD_2024/t CO2"
    assert units["Policy Cost|Area under MAC Curve"] == "billion USD_2024/yr"
    assert told(FULL)["a", "Policy Cost|Area under MAC Curve", 2026] == pytest.approx(0.4)


def test_years_stand_in_rows_of_their_own() -> None:
    years = Periods((2026, 2027), banking=Carry())
    network = Network((Market("a", (5.0, 9.0), linear(0, 2)),), periods=years)
    assert {year for _, _, year in told(network)} == {2026, 2027}


def test_table_is_csv_with_the_seven_columns() -> None:
    text = iamc_csv(iamc_rows(FULL.solve(), LABELS))
    rows = list(csv.DictReader(text.splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 8
