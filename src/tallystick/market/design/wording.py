"""Designs, strategic caps and strategic sales as JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from tallystick.core.findings import Finding
from tallystick.market.design.aims import Design, Trial, abatement_of, cost_of
from tallystick.market.design.caps import Caps, Country
from tallystick.market.design.searching import Searched
from tallystick.market.design.sellers import Sales, Trader
from tallystick.market.results import present
from tallystick.market.wording import number


def search_to_json(searched: Searched) -> dict[str, Any]:
    """Return the best setting, the network as written, and the table of the grid."""
    design, best = searched.design, searched.best
    found = best.found
    return {
        "aim": design.aim.value,
        "of": design.market,
        "best": _trial(design, best),
        "as_written": _trial(design, searched.written),
        "frontier": [_trial(design, one) for one in searched.frontier],
        "certificate": None
        if found is None
        else {"max_residual": found.max_residual, "method": found.method},
    }


def caps_to_json(
    countries: Sequence[Country], alone: Caps, traded: Caps, answered: Caps | None
) -> dict[str, Any]:
    """Return caps without trade, with trade, and by best response where that settles."""
    return {
        "without_trade": _caps(countries, alone),
        "with_trade": _caps(countries, traded),
        "best_response": None if answered is None else _caps(countries, answered),
        "emissions_change": number(traded.world_emissions - alone.world_emissions),
    }


def sales_to_json(sellers: Sequence[Trader], taking: Sales | None, chosen: Sales | None) -> Any:
    """Return what sellers sell when they take the price and when they move it."""
    return {
        "price_takers": None if taking is None else _sales(sellers, taking),
        "strategic": None if chosen is None else _sales(sellers, chosen),
    }


def no_design_to_json(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return the answer where there is no design to tell."""
    return {
        "aim": None,
        "best": None,
        "frontier": [],
        "findings": [finding.to_json() for finding in findings],
    }


def _trial(design: Design, one: Trial) -> dict[str, Any]:
    names = [change.name for change in design.changes]
    found = one.found
    told: dict[str, Any] = {
        "values": {name: number(value) for name, value in zip(names, one.values, strict=False)},
        "value": None if one.value is None else number(one.value),
        "admissible": one.admissible,
        "refused": one.refused,
    }
    if found is None:
        return told
    by_year = found.network.periods is not None
    return told | {
        "prices": {
            each.market.id: [number(price) for price in each.price]
            if by_year
            else number(each.price[0])
            for each in found.markets
        },
        "gains": {name: None if gain is None else number(gain) for name, gain in one.gains.items()},
        "total_gain": None if found.gain is None else number(present(found.network, found.gain)),
        "abatement": number(abatement_of(found)),
        "abatement_cost": number(cost_of(found)),
    }


def _caps(countries: Sequence[Country], caps: Caps) -> dict[str, Any]:
    columns = {
        "price": caps.prices,
        "allowances": caps.allowances,
        "emissions": caps.emissions,
        "hot_air": caps.hot_air,
    }
    return {
        "countries": {
            one.id: {name: number(values[at]) for name, values in columns.items()}
            for at, one in enumerate(countries)
        },
        "world_emissions": number(caps.world_emissions),
    }


def _sales(sellers: Sequence[Trader], sales: Sales) -> dict[str, Any]:
    return {
        "price": number(sales.price),
        "sold": {one.id: number(units) for one, units in zip(sellers, sales.sold, strict=True)},
        "profit": {one.id: number(each) for one, each in zip(sellers, sales.profits, strict=True)},
    }
