"""Pictures of an ensemble: the fan of its prices, and what moves the gain of all."""

from math import fsum, isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallystick.io.pictures import Spec
    from tallystick.market.ensemble import Ensemble, Key

WITHOUT, WITH = "without 无链接", "with 有链接"


def fan_of_draws(found: "Ensemble") -> "Spec":
    """Draw prices by year, or without and with links where there is only one year."""
    from tallystick.core.findings import Text
    from tallystick.io.pictures import Spread, fan
    from tallystick.market.ensemble import Key
    from tallystick.market.ensemble.summary import QUANTILES

    periods = found.network.periods
    spreads = []
    for market in found.network.markets:
        places = {WITHOUT: Key("autarky_price", market.id, 0), WITH: Key("price", market.id, 0)}
        if periods is not None:
            years = enumerate(periods.years)
            places = {str(year): Key("price", market.id, at) for at, year in years}
        for place, key in places.items():
            if key in found.figures:
                values = zip(QUANTILES, found.figures[key].quantiles, strict=True)
                levels = {level / 100: value for level, value in values}
                spreads.append(Spread(place, market.id, levels))
    title = Text(f"Price in {found.n_draws} draws", f"{found.n_draws}次抽样中的价格")
    return fan(spreads, title, Text("price", "价格"))


def tornado_of_draws(found: "Ensemble") -> "Spec":
    """Draw the gain of all in the first year with each draw at its ends; raises ValueError."""
    from tallystick.io.pictures import TO_ITS_ENDS, tornado
    from tallystick.market.effects.swings import Swing

    moved = {}
    for draw in dict.fromkeys(one.draw for one in found.tornado):
        of_draw = [one for one in found.tornado if one.draw == draw and is_gain(one.key)]
        swing = Swing(draw, fsum(one.low for one in of_draw), fsum(one.high for one in of_draw))
        if isfinite(swing.width):
            moved[draw] = swing
    base = fsum(value for key, value in found.central.items() if is_gain(key))
    if not (moved and isfinite(base)):
        raise ValueError("a market cannot meet its need alone, so there is no gain")
    return tornado(sorted(moved.values(), key=lambda one: -one.width), base, TO_ITS_ENDS)


def is_gain(key: "Key") -> bool:
    """Return whether a figure is the gain of a market in the first year."""
    return key.name == "gain" and key.year == 0
