"""Market files: what is read, and what is refused with line, value and mend."""

from math import inf
from pathlib import Path

import pytest

from tallystick.core.findings import Finding
from tallystick.io.market_file import read_market
from tallystick.io.yamlfile.damage import Damaged
from tallystick.market import (
    Carry,
    Collar,
    LimitKind,
    Network,
    Periods,
    exponential,
    linear,
    piecewise,
    power,
    quadratic,
    steps,
)
from tallystick.market.rules import ROWS_MAX


def read(tmp_path: Path, text: str) -> Network:
    path = tmp_path / "market.yaml"
    path.write_text(text, encoding="utf-8")
    return read_market(path)


def refused(tmp_path: Path, text: str) -> tuple[Finding, ...]:
    with pytest.raises(Damaged) as caught:
        read(tmp_path, text)
    return caught.value.findings


def market(tmp_path: Path, fields: str) -> tuple[Finding, ...]:
    return refused(tmp_path, f"markets:\n  - {{id: a, {fields}}}\n")


def test_whole_file_is_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """
markets:
  - {id: a, need: 40, mac: {kind: linear, intercept: 1, slope: 2, max: 60}, baseline: 100}
  - {id: the pool, need: -3, floor: 5, ceiling: 90, ceiling_quantity: 7, release: [[3, 50]]}
links:
  - {from: the pool, to: a, rate: 0.93, fee: 2, limit: 10}
  - {from: a, to: the pool}
limits:
  - {kind: net_import, market: a, max: 10}
  - {kind: entity_share, market: a, from: [the pool], share: 0.5}
  - {kind: gross_export, markets: [a, the pool], max: 3}
""",
    )
    a, pool = found.markets
    assert (a.id, a.needs, a.baselines, a.curve) == ("a", (40,), (100,), linear(1, 2, 60))
    assert pool.withheld == (Collar((5,), inf),)
    assert pool.released == (Collar((90,), 7), Collar((50,), 3))
    assert (found.links[0].rate, found.links[0].fee, found.links[0].limit) == (0.93, 2, 10)
    assert (found.links[1].rate, found.links[1].fee, found.links[1].limit) == (1, 0, inf)
    kinds = [LimitKind.NET_IMPORT, LimitKind.ENTITY_SHARE, LimitKind.GROSS_EXPORT]
    assert [limit.kind for limit in found.limits] == kinds
    assert found.limits[1].sources == ("the pool",)
    assert found.limits[2].markets == ("a", "the pool")
    assert found.links[0].origin["line"] == 6


@pytest.mark.parametrize(
    ("mac", "curve"),
    [
        ("{kind: linear, slope: 2}", linear(0, 2)),
        ("{kind: quadratic, a: 5e-4, b: 0.04}", quadratic(5e-4, 0.04)),
        ("{kind: power, price: 300, exponent: 1.8, baseline: 200}", power(300, 1.8, 200)),
        ("{kind: exponential, scale: 3, rate: 0.1}", exponential(3, 0.1)),
        ("{kind: steps, steps: [[10, 5], [20, 8]]}", steps([(10, 5), (20, 8)])),
        ("{steps: [[10, 5], [20, 8]]}", steps([(10, 5), (20, 8)])),
        ("{kind: piecewise, points: [[0, 5], [20, 8]]}", piecewise([(0, 5), (20, 8)])),
    ],
)
def test_curves_of_every_kind_are_read(tmp_path: Path, mac: str, curve: object) -> None:
    found = read(tmp_path, f"markets:\n  - {{id: a, need: 4, mac: {mac}}}\n")
    assert found.markets[0].curve == curve


def test_baseline_of_a_power_curve_is_that_of_its_market(tmp_path: Path) -> None:
    mac = "{kind: power, price: 300, exponent: 1.8, baseline: 200}"
    found = read(tmp_path, f"markets:\n  - {{id: a, need: 4, mac: {mac}}}\n")
    assert found.markets[0].baselines == (200,)


def test_years_are_read_with_what_passes_between_them(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """
markets:
  - {id: a, need: [5, 20], floor: [10, 11], baseline: 100}
periods: {years: [2026, 2028], discount: 0.05, banking: true, borrowing: {limit: 4, interest: 0.1}}
""",
    )
    assert found.periods == Periods((2026, 2028), 0.05, Carry(), Carry(4, 0.1))
    [one] = found.markets
    assert [*one.needs, *(one.baselines or ())] == [5, 20, 100, 100]
    assert list(one.withheld) == [Collar((10, 11))]
    assert found.discounts() == pytest.approx([1, 1.05**-2])


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ("need: .nan", "need"),
        ("need: NaN", "need"),
        ("need: inf", "need"),
        ("need: forty", "need"),
        ("need: 1_000", "need"),
        ("need: ４０", "need"),
        ("need: 1e31", "need"),
        ("need: 4, mac: {kind: power, price: 5, exponent: 1e18, baseline: 40}", "mac"),
        ("need: [1, 2]", "need"),
        ("mac: {kind: linear, slope: 2}", "need"),
        ("need: 4, mac: {kind: linear, slope: -2}", "mac"),
        ("need: 4, mac: {kind: linear}", "slope"),
        ("need: 4, mac: {kind: linear, slope: 1, rate: 2}", "rate"),
        ("need: 4, mac: {kind: cubic, slope: 1}", "kind"),
        ("need: 4, mac: 7", "mac"),
        ("need: 4, mac: {kind: steps, steps: [[1, 2, 3]]}", "steps"),
        ("need: 4, mac: {kind: steps}", "steps"),
        ("need: 4, mac: {kind: piecewise, points: [[0, 9], [5, 3]]}", "mac"),
        ("need: 4, floor: -1", "floor"),
        ("need: 4, floor: 50, ceiling: 30", "floor"),
        ("need: 4, release: [[-1, 5]]", "release"),
        ("need: 4, flor: 5", "flor"),
        ("need: 4, floor_quantity: 5", "floor_quantity"),
    ],
)
def test_mistakes_in_a_market_name_field_and_line(tmp_path: Path, fields: str, name: str) -> None:
    [finding] = market(tmp_path, fields)
    assert finding.code == "SYNTAX"
    assert finding.where["line"] == 2
    assert name in finding.message.en


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("links:\n  - {from: a}", "to"),
        ("links:\n  - {from: a, to: b, rate: 0}", "rate"),
        ("links:\n  - {from: a, to: b, fee: -1}", "fee"),
        ("links:\n  - {from: a, to: b, limit: -1}", "limit"),
        ("limits:\n  - {kind: net_import, market: a}", "max"),
        ("limits:\n  - {kind: net_import, max: 5}", "market"),
        ("limits:\n  - {kind: entity_share, market: a}", "share"),
        ("limits:\n  - {kind: net_export, market: a, from: [b], max: 4}", "from"),
        ("limits:\n  - {kind: some, market: a, max: 4}", "kind"),
        ("limits:\n  - {kind: net_import, market: a, max: 4, share: 0.5}", "share"),
        ("limits:\n  - {kind: entity_share, market: a, share: 0.5, max: 4}", "max"),
        ("limits:\n  - {kind: gross_import, market: a, from: [], max: 4}", "from"),
        ("limits:\n  - {kind: net_import, market: a, markets: [a], max: 4}", "markets"),
        ("periods:\n  {years: [2027, 2026]}", "years"),
        ("periods:\n  {discount: 0.1}", "years"),
        ("periods:\n  {years: [2026], banking: maybe}", "banking"),
    ],
)
def test_mistakes_elsewhere_name_field_and_line(tmp_path: Path, entry: str, name: str) -> None:
    [finding] = refused(tmp_path, f"markets:\n  - {{id: a, need: 4}}\n{entry}\n")
    assert finding.where["line"] == 4
    assert name in finding.message.en


def test_file_without_markets_is_refused(tmp_path: Path) -> None:
    [finding] = refused(tmp_path, "links: []\n")
    assert "markets" in finding.message.en


def test_far_too_many_markets_are_refused_at_once(tmp_path: Path) -> None:
    lines = [f"  - {{id: m{at}, need: 1}}" for at in range(ROWS_MAX + 1)]
    [finding] = refused(tmp_path, "\n".join(["markets:", *lines]))
    assert str(ROWS_MAX) in finding.message.en
    assert "line" in finding.where
