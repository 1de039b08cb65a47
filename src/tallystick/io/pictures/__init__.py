"""Pictures of markets: PNG, SVG and HTML that need no network, titled in both languages."""

from tallystick.io.pictures.rendering import FORMATS, Spec, render, save
from tallystick.io.pictures.sankey import sankey
from tallystick.io.pictures.spread import TO_ITS_ENDS, Spread, coalition_bars, fan, tornado
from tallystick.io.pictures.supply import supply_and_demand

__all__ = [
    "FORMATS",
    "TO_ITS_ENDS",
    "Spec",
    "Spread",
    "coalition_bars",
    "fan",
    "render",
    "sankey",
    "save",
    "supply_and_demand",
    "tornado",
]
