"""The path of a reserve as JSON."""

from collections.abc import Iterable
from typing import Any

from tallystick.core.findings import Finding
from tallystick.market.reserve.simulating import Path, Year
from tallystick.market.results import Solution
from tallystick.market.wording import number

METHOD = "forward simulation, one certified equilibrium a year"


def path_to_json(path: Path, without: Solution) -> dict[str, Any]:
    """Return the path beside the prices and banks of the same network without the reserve."""
    market = path.reserve.market
    plain = next(one for one in without.markets if one.market.id == market)
    return {
        "certificate": {"max_residual": path.max_residual, "method": METHOD},
        "market": market,
        "years": [_year(one, market) for one in path.years],
        "without": {
            "price": [number(value) for value in plain.price],
            "bank": [number(value) for value in plain.bank],
        },
        "findings": [finding.to_json() for finding in path.findings],
    }


def no_path_to_json(findings: Iterable[Finding]) -> dict[str, Any]:
    """Return the answer where there is no path to tell."""
    return {
        "certificate": None,
        "years": [],
        "findings": [finding.to_json() for finding in findings],
    }


def _year(one: Year, market: str) -> dict[str, Any]:
    action = one.action
    return {
        "year": one.year,
        "circulating": number(one.circulating),
        "intake": number(action.intake),
        "release": number(action.release),
        "invalidated": number(action.invalidated),
        "holdings": number(action.holdings),
        "price": number(one.of(market).price[0]),
        "abatement": number(one.of(market).abatement[0]),
        "bank": number(one.of(market).bank[0]),
    }
