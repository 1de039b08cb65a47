"""Contracts, forecasts and intended transfers of a file of safeguards."""

from typing import Any

from tallystick.article6.safeguards.contracts import (
    Contract,
    DefaultRisk,
    Delivery,
    PriceFloor,
    Role,
)
from tallystick.article6.safeguards.costs import Abatement, CostList
from tallystick.article6.safeguards.coverage import Intended
from tallystick.article6.safeguards.overselling import Forecast
from tallystick.core.periods import NdcPeriod
from tallystick.io.integrity_file import LAST_YEAR
from tallystick.io.integrity_terms import AMOUNT, CURRENCY, TRUTH
from tallystick.io.safeguards.forms import MONEY, RATIO, SHARE, Forms, made, several
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import DATE, NATURAL, POSITIVE, TEXT, WHOLE, YEAR
from tallystick.io.yamlfile.parties import PARTY
from tallystick.io.yamlfile.records import each, listed

FLOOR: tuple[Forms, Forms] = (
    {"index": TEXT, "ratio": RATIO},
    {"level": AMOUNT, "currency": CURRENCY},
)
DELIVERY: Forms = {"date": DATE, "quantity_t": POSITIVE}
MEASURE: Forms = {"quantity_t": POSITIVE, "cost": MONEY}
RISK: Forms = {
    "probability": SHARE,
    "replacement": AMOUNT,
    "recovered": SHARE,
    "margin": MONEY,
    "premium": MONEY,
}
CONTRACT: Forms = {
    "price": AMOUNT,
    "currency": CURRENCY,
    "volume_t": POSITIVE,
    "delivered_t": NATURAL,
    "on_default": TEXT,
    "governing_law": TEXT,
    "document": TEXT,
}
FORECAST: Forms = {"budget_t": WHOLE, "price": AMOUNT, "currency": CURRENCY}
BY_YEAR = ("emissions_t", "transfers_t", "uses_t", "target_t")
INTENDED: Forms = {"id": TEXT, "host": PARTY, "vintage": YEAR, "quantity_t": POSITIVE}


def contracts(file: Fields) -> tuple[Contract, ...] | None:
    """Read the contracts of the lower tier."""
    known = ("id", "signed", "parties", "deliveries", "floor", "risk", *CONTRACT)
    return listed(file, "contracts", [_contract(one) for one in each(file, "contracts", known)])


def _contract(fields: Fields) -> Contract | None:
    signed = fields.required("signed", DATE)
    deliveries = several(fields, "deliveries", Delivery, DELIVERY)
    floor = fields.record("floor", (*FLOOR[0], *FLOOR[1])) if fields.given("floor") else None
    risk = fields.record("risk", RISK) if fields.given("risk") else None
    parts: dict[str, Any] = {
        "signed_on": signed,
        "parties": _roles(fields),
        "deliveries": deliveries,
        "floor": made(floor, PriceFloor, *FLOOR) if floor else None,
        "risk": made(risk, DefaultRisk, {}, RISK) if risk else None,
    }
    return made(fields, Contract, {"id": TEXT}, CONTRACT, **parts) if signed else None


def _roles(fields: Fields) -> dict[Role, str]:
    roles = fields.record("parties", Role)
    read = {role: roles.optional(role, TEXT) for role in Role} if roles else {}
    return {role: name for role, name in read.items() if name}


def forecasts(file: Fields) -> tuple[Forecast, ...] | None:
    """Read what Parties are projected to emit and to transfer."""
    known = ("party", "first_year", "last_year", "costs", *BY_YEAR, *FORECAST)
    return listed(file, "forecasts", [_forecast(one) for one in each(file, "forecasts", known)])


def _forecast(fields: Fields) -> Forecast | None:
    first, last = fields.required("first_year", YEAR), fields.required("last_year", YEAR)
    years = {name: fields.by_year(name, WHOLE) for name in BY_YEAR}
    costs = _costs(fields)
    if first is None or last is None:
        return None
    if first > last:
        fields.refuse("last_year", LAST_YEAR)
        return None
    period = NdcPeriod(first, last)
    return made(fields, Forecast, {"party": PARTY}, FORECAST, period=period, costs=costs, **years)


def _costs(fields: Fields) -> CostList | None:
    if fields.given("costs") is None:
        return None
    costs = fields.record("costs", ("currency", "measures"))
    if costs is None:
        return None
    measures = several(costs, "measures", Abatement, MEASURE)
    return made(costs, CostList, {"currency": CURRENCY}, measures=measures or ())


def intended(file: Fields) -> tuple[Intended, ...] | None:
    """Read the first transfers that hosts want to make."""
    read = [
        made(one, Intended, INTENDED, covered=one.optional("covered", TRUTH))
        for one in each(file, "intended", (*INTENDED, "covered"))
    ]
    return listed(file, "intended", read)
