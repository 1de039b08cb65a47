"""The effects of an equilibrium as JSON, under keys of their own beside those of `market solve`."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from tallystick.market.effects.attainment import Attainment, attainments
from tallystick.market.effects.groups import auctions, group_gains
from tallystick.market.effects.passing import pass_through, volatility
from tallystick.market.effects.rents import deductions, rent_holders
from tallystick.market.effects.restraint import link_shadow_price, loss, saved_share
from tallystick.market.effects.world import rate_range, world
from tallystick.market.results import Solution
from tallystick.market.wording import number

NOTHING = 1e-9
"""Gains below this share of the largest cost are rounding."""


def effects_to_json(
    found: Solution, rent_to_importers: float = 1.0, leakage: float = 0.0
) -> dict[str, Any]:
    """Return what an equilibrium means; with periods, lists per year where a year matters.

    `leakage` is the share of abatement that comes up as emissions where there is no cap.
    """
    moved = pass_through(found)
    return {
        "flow_matrix": flow_matrix(found),
        "rents": _yearly(found, lambda year: _rents(found, rent_to_importers, year)),
        "deductions": _yearly(found, lambda year: _deductions(found, year)),
        "fees": _yearly(found, lambda year: number(sum(f.fee_revenue[year] for f in found.flows))),
        "auctions": [
            {
                "market": one.market,
                "before": _optional(one.before),
                "after": number(one.after),
            }
            for one in auctions(found)
        ],
        "links": _yearly(found, lambda year: _links(found, year)),
        "groups": [
            {"market": one.market, "group": one.group, "side": one.side.value}
            | {"gain": number(one.gain)}
            for one in group_gains(found)
        ],
        **dict(zip(("winners", "losers"), sides(found), strict=True)),
        "world": _yearly(found, lambda year: _world(found, year, leakage)),
        "saved_share": _yearly(found, lambda year: _optional(saved_share(found, year))),
        "full_link": _yearly(found, lambda year: _full(found, year)),
        "pass_through": None if moved is None else [[number(v) for v in row] for row in moved],
        "volatility": [asdict(one) for one in volatility(found)],
        "ndc": [_ndc(one) for one in attainments(found)],
    }


def _yearly(found: Solution, told: Callable[[int], Any]) -> Any:
    """Tell one year, or a list by year."""
    if found.network.periods is None:
        return told(0)
    return [told(year) for year in range(found.network.n_years)]


def flow_matrix(found: Solution) -> dict[str, Any]:
    """Return what every market sent to every other, in units of the source and of the target."""
    names = [one.market.id for one in found.markets]
    place = {name: at for at, name in enumerate(names)}

    def matrix(year: int, side: str) -> list[list[float]]:
        cells = [[0.0] * len(names) for _ in names]
        for flow in found.flows:
            row, column = place[flow.link.source], place[flow.link.target]
            cells[row][column] += number(getattr(flow, side)[year]) or 0.0
        return cells

    return {
        "markets": names,
        "sent": _yearly(found, lambda year: matrix(year, "sent")),
        "received": _yearly(found, lambda year: matrix(year, "received")),
    }


def sides(found: Solution) -> tuple[list[str], list[str]]:
    """Return the markets that gain and those that lose over all years, in present value."""
    discounts = found.network.discounts()
    gains = {
        one.market.id: sum(map(float.__mul__, one.gain, discounts))
        for one in found.markets
        if one.gain is not None
    }
    costs = [abs(sum(one.autarky_cost)) for one in found.markets if one.autarky_cost is not None]
    least = NOTHING * max(costs, default=0.0)
    winners = [name for name, gain in gains.items() if gain > least]
    return winners, [name for name, gain in gains.items() if gain < -least]


def _rents(found: Solution, to_importers: float, year: int) -> list[dict[str, Any]]:
    return [
        {
            "market": one.market,
            "as_importer": number(one.as_importer),
            "as_exporter": number(one.as_exporter),
            "gain": _optional(one.gain),
        }
        for one in rent_holders(found, to_importers, year)
    ]


def _deductions(found: Solution, year: int) -> list[dict[str, Any]]:
    return [
        {
            "from": one.flow.link.source,
            "to": one.flow.link.target,
            "units": number(one.units),
            "worth": number(one.worth),
        }
        for one in deductions(found, year)
    ]


def _links(found: Solution, year: int) -> list[dict[str, Any]]:
    told = []
    for flow in found.flows:
        lies = rate_range(flow.link, found, year)
        told.append(
            {
                "from": flow.link.source,
                "to": flow.link.target,
                "shadow_price": number(link_shadow_price(found, flow, year)),
                "rate_range": lies.value if lies else None,
            }
        )
    return told


def _optional(value: float | None) -> float | None:
    return None if value is None else number(value)


def _world(found: Solution, year: int, leakage: float) -> dict[str, Any]:
    told = world(found, year, leakage)
    return {
        "abatement": number(told.abatement),
        "autarky_abatement": _optional(told.autarky_abatement),
        "emissions_change": _optional(told.emissions_change),
        "leaked": number(told.leaked),
        "rate_effect": number(told.rate_effect),
        "hot_air": number(told.hot_air),
        "hot_air_used": number(told.hot_air_used),
    }


def _full(found: Solution, year: int) -> dict[str, Any] | None:
    lost = loss(found, year)
    if lost is None:
        return None
    return {
        "prices": {one.market.id: number(one.price[year]) for one in lost.full.markets},
        "price_intervals": {
            one.market.id: [number(one.price[year]), number(one.price_to[year])]
            for one in lost.full.markets
        },
        "loss": {name: number(value) for name, value in lost.by_market.items()},
        "total_loss": number(lost.total),
    }


def _ndc(one: Attainment) -> dict[str, Any]:
    return {**asdict(one), "attained": one.attained}
