"""The 57 regions of RICE50+ as curves of a simulation, where their coefficients are at hand."""

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from tallystick import law
from tallystick.io.catalogue import catalogue
from tallystick.io.curve_table import read_curves
from tallystick.linking.systems import profiles
from tallystick.market.simulation import Circumstances, simulate
from tallystick.market.simulation.calibration import Basis, price_level, share_abated

DATA = Path(__file__).parents[3] / "shared/data/mac/justice"
NAMES = DATA / "rice50_regions_dict.json"

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the reference data do not lie beside the checkout"
)


def script() -> ModuleType:
    place = Path(__file__).parents[2] / "scripts/region_curves.py"
    spec = importlib.util.spec_from_file_location("region_curves", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("curves") / "regions.csv"
    script().write(DATA / "rice50_mac_coefficients.csv", NAMES, made)
    return made


def test_all_57_regions_are_curves_and_no_party_is_in_two(table: Path) -> None:
    curves = read_curves(table)
    assert len(curves) == 57
    parties = [party for curve in curves.values() for party in curve.parties]
    assert len(parties) == len(set(parties))
    china = curves["rice50_chn"]
    share = share_abated(china, 10.76)
    price = (china.linear_usd_t * share + china.factor_usd_t * share**4) * price_level(2005)
    assert price == pytest.approx(10.76)


def test_own_curves_of_a_country_prevail_over_those_that_ship(table: Path) -> None:
    curves = {**read_curves(table), **law.abatement_curves()}
    around = Circumstances(date(2026, 1, 1), profiles(), curves)
    found = simulate(catalogue()["link_eu_uk"], around)
    assert found.without
    used = {one.facts.id: one.facts.curve for one in found.compiled.calibrated}
    assert {one.basis for one in found.compiled.calibrated} == {Basis.REGION}
    assert {name: curve.id if curve else None for name, curve in used.items()} == {
        "eu_ets": "rice2010_eu",
        "gbr_ets": "rice50_gbr",
    }
    listed = [one.facts.price_usd for one in found.compiled.calibrated]
    assert [one.price[0] for one in found.without.markets] == pytest.approx(
        [float(price or 0) for price in listed]
    )
