"""What to choose: the best restriction for an aim, caps against rivals, sales against the price."""

from tallystick.market.design.aims import Aim, Design, Rents, Trial, gains_of, tried
from tallystick.market.design.caps import (
    Caps,
    Country,
    best_response,
    with_trade,
    without_trade,
)
from tallystick.market.design.clearing import abated, cleared, cost
from tallystick.market.design.instruments import OF_LINKS, Change, Instrument
from tallystick.market.design.rules import DESIGNS, SEARCHES
from tallystick.market.design.searching import Searched, search
from tallystick.market.design.sellers import Sales, Trader, price_takers, strategic_sales
from tallystick.market.design.strategic import (
    STRATEGIES,
    Strategists,
    countries_of,
    traders_of,
)
from tallystick.market.design.wording import (
    caps_to_json,
    no_design_to_json,
    sales_to_json,
    search_to_json,
)

__all__ = [
    "DESIGNS",
    "OF_LINKS",
    "SEARCHES",
    "STRATEGIES",
    "Aim",
    "Caps",
    "Change",
    "Country",
    "Design",
    "Instrument",
    "Rents",
    "Sales",
    "Searched",
    "Strategists",
    "Trader",
    "Trial",
    "abated",
    "best_response",
    "caps_to_json",
    "cleared",
    "cost",
    "countries_of",
    "gains_of",
    "no_design_to_json",
    "price_takers",
    "sales_to_json",
    "search",
    "search_to_json",
    "strategic_sales",
    "traders_of",
    "tried",
    "with_trade",
    "without_trade",
]
