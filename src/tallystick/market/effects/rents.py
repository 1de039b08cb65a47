"""Who keeps the rent of a wedge between two prices, and where fees and deductions go."""

from dataclasses import dataclass

from tallystick.market.results import Flow, Solution


@dataclass(frozen=True, slots=True)
class Holding:
    """What one market holds of the rents, in money, and its gain under that split."""

    market: str
    as_importer: float
    as_exporter: float
    gain: float | None


@dataclass(frozen=True, slots=True)
class Deducted:
    """Units that a rate below 1 keeps from being booked on a link, and their worth in money."""

    flow: Flow
    units: float
    worth: float


def rent_holders(found: Solution, to_importers: float = 1.0, year: int = 0) -> list[Holding]:
    """Return the rents and gains of a year by market; importers keep a share of each rent."""
    holdings = []
    for one in found.markets:
        name = one.market.id
        imported = sum(flow.rent[year] for flow in found.flows if flow.link.target == name)
        exported = sum(flow.rent[year] for flow in found.flows if flow.link.source == name)
        given, taken = imported * (1 - to_importers), exported * (1 - to_importers)
        gain = None if one.gain is None else one.gain[year] - given + taken
        holdings.append(Holding(name, imported - given, taken, gain))
    return holdings


def deductions(found: Solution, year: int = 0) -> list[Deducted]:
    """Return what is deducted in kind on each link, at the price of its source.

    A share of proceeds, a cancellation for overall mitigation and a discount are all of this kind.
    """
    price = {one.market.id: one.price[year] for one in found.markets}
    return [
        Deducted(flow, units, units * price[flow.link.source])
        for flow in found.flows
        if flow.link.rate < 1
        for units in (flow.sent[year] - flow.received[year],)
    ]
