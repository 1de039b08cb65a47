"""A solution as JSON, each number in the precision that its certificate supports."""

from collections.abc import Iterable
from math import isinf
from typing import Any

from tallystick.core.findings import Finding
from tallystick.market.network import Periods
from tallystick.market.results import Flow, LimitResult, MarketResult, Solution, Years, summed

DIGITS = 12


def to_json(found: Solution, findings: Iterable[Finding] = ()) -> dict[str, Any]:
    """Return the answer of `market solve`; with periods every figure is a list by year."""
    periods = found.network.periods
    markets = found.markets
    n_years = found.network.n_years
    return {
        "certificate": {"max_residual": found.max_residual, "method": found.method},
        **({"years": list(periods.years)} if periods else {}),
        "markets": [_market(one, periods) for one in markets],
        "flows": [_flow(one, periods) for one in found.flows],
        "limits": [_limit(one, periods) for one in found.limits],
        "totals": {
            "abatement": _shown(summed([one.abatement for one in markets], n_years), periods),
            "abatement_cost": _shown(
                summed([one.abatement_cost for one in markets], n_years), periods
            ),
            "gain": _shown(found.gain, periods),
        },
        "findings": [finding.to_json() for finding in findings],
    }


def unsolved_to_json(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return the answer where there is no equilibrium to show."""
    return {
        "certificate": None,
        "markets": [],
        "flows": [],
        "limits": [],
        "totals": None,
        "findings": [finding.to_json() for finding in findings],
    }


def _market(one: MarketResult, periods: Periods | None) -> dict[str, Any]:
    interval = [
        [number(low), number(high)] for low, high in zip(one.price, one.price_to, strict=True)
    ]
    return {
        "id": one.market.id,
        "price": _shown(one.price, periods),
        "price_interval": interval if periods else interval[0],
        "autarky_price": _shown(one.autarky_price, periods),
        "abatement": _shown(one.abatement, periods),
        "net_import": _shown(one.net_import, periods),
        "abatement_cost": _shown(one.abatement_cost, periods),
        "permit_payment": _shown(one.permit_payment, periods),
        "total_cost": _shown(one.total_cost, periods),
        "autarky_cost": _shown(one.autarky_cost, periods),
        "gain": _shown(one.gain, periods),
        **({"bank": _shown(one.bank, periods)} if periods else {}),
    }


def _flow(one: Flow, periods: Periods | None) -> dict[str, Any]:
    return {
        "from": one.link.source,
        "to": one.link.target,
        "sent": _shown(one.sent, periods),
        "received": _shown(one.received, periods),
        "fee_revenue": _shown(one.fee_revenue, periods),
        "rent": _shown(one.rent, periods),
    }


def _limit(one: LimitResult, periods: Periods | None) -> dict[str, Any]:
    markets, sources = one.limit.markets, one.limit.sources
    return {
        "kind": one.limit.kind.value,
        "market": markets[0] if len(markets) == 1 else list(markets),
        "from": None if sources is None else list(sources),
        "shadow_price": _shown(one.shadow_price, periods),
    }


def _shown(years: Years | None, periods: Periods | None) -> Any:
    """Return one number, or a list of them by year; an unknown is null."""
    if years is None:
        return None
    return [number(value) for value in years] if periods else number(years[0])


def number(value: float) -> float | None:
    """Return a figure to twelve digits; what has no end is null."""
    return None if isinf(value) else float(f"{value:.{DIGITS}g}") + 0.0
