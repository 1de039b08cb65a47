"""Supply and demand of one equilibrium, with the triangle of gains."""

import numpy as np

from tallystick.core.findings import Text
from tallystick.io.pictures.rendering import BLUE, GREEN, GREY, ORANGE, Spec, axis, picture
from tallystick.market.network import Market
from tallystick.market.results import Solution
from tallystick.market.supply import net_demand

POINTS = 120
QUANTITY = Text("units imported, t", "进口单位（吨）")
PRICE = Text("price", "价格")


def supply_and_demand(found: Solution) -> Spec:
    """Draw what importers would pay and exporters ask in the first year, and what gain is made.

    Rates and fees are left out. What is made is what the units imported come to when the best
    trades are made first: exact between two markets, an upper bound between more. Raises ValueError
    where no two prices without links differ.
    """
    demand, supply = _curves(found)
    moved = sum(max(0.0, one.net_import[0]) for one in found.markets)
    rows = [
        {"q": float(q), "p": float(p), "curve": name}
        for name, curve in (("demand 需求", demand), ("supply 供给", supply))
        for p, q in zip(*curve, strict=True)
    ]
    return picture(
        Text("Supply and demand of units, with the gain from trade", "单位供需与贸易收益"),
        rows,
        layer=[
            _triangle(demand, supply, (0.0, moved), GREEN, "gain made 已实现收益"),
            _triangle(demand, supply, (moved, np.inf), GREY, "gain left 未实现收益"),
            {
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": {
                    "x": axis("q", QUANTITY),
                    "y": axis("p", PRICE),
                    "order": {"field": "p", "type": "quantitative"},
                    "color": {
                        "field": "curve",
                        "type": "nominal",
                        "title": None,
                        "scale": {"range": [BLUE, ORANGE]},
                    },
                },
            },
        ],
    )


Points = tuple[np.ndarray, np.ndarray]


def _curves(found: Solution) -> tuple[Points, Points]:
    """Return demand and supply as prices with their quantities."""
    alone = [(one.market, one.autarky_price[0]) for one in found.markets if one.autarky_price]
    prices = [price for _, price in alone]
    if len(set(prices)) < len(("importer", "exporter")):
        raise ValueError("prices without links do not differ")
    grid = np.linspace(min(prices), max(prices), POINTS)
    imports, exports = np.zeros(POINTS), np.zeros(POINTS)
    for market, _ in alone:
        wanted = np.array([_net(market, float(price)) for price in grid])
        imports += np.maximum(wanted, 0.0)
        exports += np.maximum(-wanted, 0.0)
    return (grid, imports), (grid, exports)


def _net(market: Market, price: float) -> float:
    return net_demand((market,), price)


def _triangle(
    demand: Points, supply: Points, between: tuple[float, float], colour: str, name: str
) -> Spec:
    """Return the area between the curves over a range of quantities."""
    most = _crossing(demand, supply)
    first, last = (min(max(0.0, one), most) for one in between)
    quantities = np.linspace(first, last, POINTS)
    rows = [
        {"q": float(q), "low": float(_price(supply, q)), "high": float(_price(demand, q))}
        for q in quantities
        if last > first
    ]
    return {
        "data": {"values": [{**row, "area": name} for row in rows]},
        "mark": {"type": "area", "opacity": 0.45, "color": colour},
        "encoding": {
            "x": {"field": "q", "type": "quantitative"},
            "y": {"field": "low", "type": "quantitative"},
            "y2": {"field": "high"},
            "tooltip": {"field": "area"},
        },
    }


def _price(curve: Points, quantity: float) -> float:
    """Return the price at a quantity; demand falls as the price rises."""
    prices, quantities = curve
    order = np.argsort(quantities, kind="stable")
    return float(np.interp(quantity, quantities[order], prices[order]))


def _crossing(demand: Points, supply: Points) -> float:
    """Return the quantity at which nothing more is to be gained."""
    return float(np.max(np.minimum(demand[1], supply[1]), initial=0.0))
