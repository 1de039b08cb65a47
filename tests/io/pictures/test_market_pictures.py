"""Every picture renders in every format, without any network, and shows what it is about."""

import re
from collections.abc import Callable

import pytest

from tallystick.core.findings import Text
from tallystick.io.pictures import (
    Spec,
    Spread,
    coalition_bars,
    fan,
    render,
    sankey,
    supply_and_demand,
    tornado,
)
from tallystick.io.pictures.sankey import GAP, ribbons
from tallystick.market import Link, Market, Network, linear
from tallystick.market.effects.swings import swings
from tallystick.market.supply import abatement_at, net_demand

pytest.importorskip("vl_convert", reason="the pictures extra is not installed")

NETWORK = Network(
    (Market("a", (40.0,), linear(0, 2)), Market("b", (20.0,), linear(0, 1))),
    (Link("b", "a", limit=10),),
)
SPREADS = [
    Spread(year, "a", {0.05: 1.0, 0.25: 2.0, 0.5: 3.0, 0.75: 4.0, 0.95: 6.0})
    for year in ("2026", "2027", "2028")
]
PICTURES: dict[str, Callable[[], Spec]] = {
    "supply": lambda: supply_and_demand(NETWORK.solve()),
    "sankey": lambda: sankey(NETWORK.solve()),
    "fan": lambda: fan(SPREADS, Text("Price", "价格扇形图"), Text("price", "价格")),
    "tornado": lambda: tornado(swings(NETWORK), 450.0),
    "coalitions": lambda: coalition_bars({"a": 0.0, "b": 0.0, "a+b": 450.0}),
}


@pytest.mark.parametrize("name", PICTURES)
def test_picture_has_titles_in_both_languages_and_marks(name: str) -> None:
    spec = PICTURES[name]()
    svg = render(spec, ".svg").decode()
    assert spec["title"]["text"] in svg
    assert re.search("[\u4e00-\u9fff]", spec["title"]["subtitle"])
    assert spec["title"]["subtitle"] in svg
    assert 'class="mark-' in svg


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_a_png_that_is_not_blank(name: str) -> None:
    image = render(PICTURES[name](), ".png")
    assert image.startswith(b"\x89PNG")
    assert len(image) > 10_000


@pytest.mark.parametrize("name", PICTURES)
def test_page_loads_nothing_from_elsewhere(name: str) -> None:
    page = render(PICTURES[name](), ".html").decode()
    assert not re.findall(r"""(?:src|href)\s*=\s*["']https?:""", page)
    assert "vegaEmbed" in page


def test_gain_made_ends_where_units_end() -> None:
    made, left, _ = supply_and_demand(NETWORK.solve())["layer"]
    quantities = [row["q"] for row in made["data"]["values"]]
    assert max(quantities) == pytest.approx(10)
    edge = made["data"]["values"][-1]
    assert (edge["low"], edge["high"]) == pytest.approx((30, 60), rel=1e-2)
    assert left["data"]["values"][-1]["q"] == pytest.approx(20, rel=1e-2)


def test_markets_of_one_price_have_no_triangle() -> None:
    same = Network((Market("a", (4.0,), linear(0, 1)), Market("b", (4.0,), linear(0, 1))))
    with pytest.raises(ValueError, match="do not differ"):
        supply_and_demand(same.solve())


def test_ribbons_of_one_market_lie_together_and_fill_the_height() -> None:
    hub = Network(
        tuple(Market(name, (need,), linear(0, 1)) for name, need in (("a", 9), ("b", 1), ("c", 8))),
        (Link("b", "a"), Link("b", "c")),
    )
    drawn = ribbons(hub.solve().flows)
    assert sum(one.width for one in drawn) == pytest.approx(1)
    assert drawn[1].left == pytest.approx(drawn[0].width)
    assert drawn[1].right == pytest.approx(drawn[0].width + GAP)


def test_widest_swing_comes_first_and_a_slack_limit_moves_nothing() -> None:
    found = swings(NETWORK)
    assert [one.width for one in found] == sorted((one.width for one in found), reverse=True)
    assert {one.figure for one in found} == {"need a", "need b", "limit b → a"}
    loose = swings(Network(NETWORK.markets, (Link("b", "a", limit=99),)))
    assert next(one for one in loose if one.figure.startswith("limit")).width == 0


@pytest.mark.parametrize("price", [0.0, 5.0, 30.0, 99.0])
def test_curve_read_the_other_way_round_gives_its_price(price: float) -> None:
    market = Market("a", (7.0,), linear(4, 2, 20))
    quantity = abatement_at(market.curve, price)
    assert quantity == pytest.approx(min(20, max(0, (price - 4) / 2)))
    assert net_demand((market,), price) == pytest.approx(7 - quantity)
