"""Abatement-cost curves of regions, and the figures with which they are brought to a system."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from tallystick.law.files import read_json, read_rows


@dataclass(frozen=True, slots=True)
class RegionCurve:
    """The price of abating the share s of a region: linear s + factor s ^ power.

    Prices are dollars of `money_year` per tonne; `parties` are the Parties of the region that have
    a trading system.
    """

    id: str
    parties: tuple[str, ...]
    year: int
    money_year: int
    linear_usd_t: float
    factor_usd_t: float
    power: float
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class SimulationTerms:
    """What a simulation assumes where no fact is known.

    `elasticity` is abatement at the observed price as a share of the cap; `sensitivity` are the
    multiples of that abatement tried beside it.
    """

    elasticity: Fraction
    sensitivity: tuple[Fraction, ...]
    price_levels: Mapping[int, Fraction]


@cache
def abatement_curves() -> Mapping[str, RegionCurve]:
    """Return the curves that ship, by id."""
    return curves_of(read_rows("abatement_curves.csv"))


def curves_of(rows: Iterable[Mapping[str, str]]) -> Mapping[str, RegionCurve]:
    """Return the curves of the rows of a table, by id; raises KeyError or ValueError."""
    curves = (
        RegionCurve(
            id=row["id"],
            parties=tuple(row["parties"].split(";")) if row["parties"] else (),
            year=int(row["year"]),
            money_year=int(row["money_year"]),
            linear_usd_t=float(row["linear_usd_t"]),
            factor_usd_t=float(row["factor_usd_t"]),
            power=float(row["power"]),
            status=row["status"],
            source=row["source"],
        )
        for row in rows
    )
    return {curve.id: curve for curve in curves}


@cache
def simulation_terms() -> SimulationTerms:
    """Return the assumptions that ship."""
    data = read_json("simulation.json")
    levels = data["price_levels"]["values"].items()
    return SimulationTerms(
        elasticity=Fraction(data["elasticity"]["value"]),
        sensitivity=tuple(Fraction(value) for value in data["sensitivity"]["values"]),
        price_levels={int(year): Fraction(level) for year, level in levels},
    )
