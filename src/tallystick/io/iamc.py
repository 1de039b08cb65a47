"""Solutions in the long table of the Integrated Assessment Modeling Consortium.

One row for each model, scenario, region, variable, unit and year. Trade is sales minus purchases:
above zero for a net seller, zero for the world where nothing is deducted or restricted.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from tallystick.market.results import MarketResult, Solution

COLUMNS = ("model", "scenario", "region", "variable", "unit", "year", "value")
MEGATONNE, BILLION = 1e6, 1e9


@dataclass(frozen=True, slots=True)
class Labels:
    """What the table says of a solution: its names, its money, and its year where it has none."""

    model: str
    scenario: str
    money: str
    year: int


Row = tuple[str, str, str, str, str, int, float]


def iamc_rows(found: Solution, labels: Labels) -> Iterator[Row]:
    """Yield the rows of a solution in t and units of `money`, such as USD_2024."""
    periods = found.network.periods
    years = periods.years if periods else (labels.year,)
    for one in found.markets:
        for at, year in enumerate(years):
            for variable, unit, value in _variables(one, at, labels.money):
                names = (labels.model, labels.scenario, one.market.id)
                yield (*names, variable, unit, year, value + 0.0)


def _variables(one: MarketResult, at: int, money: str) -> Iterator[tuple[str, str, float]]:
    volume, value = "Trade|Emissions Allowances [Volume]", "Trade|Emissions Allowances [Value]"
    yearly = f"billion {money}/yr"
    yield "Price|Carbon", f"{money}/t CO2", one.price[at]
    yield volume, "Mt CO2-equiv/yr", -one.net_import[at] / MEGATONNE
    yield value, yearly, -one.permit_payment[at] / BILLION
    yield "Policy Cost|Area under MAC Curve", yearly, one.abatement_cost[at] / BILLION


def iamc_csv(rows: Iterable[Row]) -> str:
    """Return the rows as CSV with their header."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue()
