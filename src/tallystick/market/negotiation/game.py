"""The two levels: variants of an agreement, sides at the table, and groups at home."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from tallystick.linking.agreement.values import ID, MONEY, SHARE, TEXT
from tallystick.market.simulation.simulating import Simulation
from tallystick.market.simulation.telling import gains_of, prices_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One version of the agreement that is on the table."""

    id: Annotated[str, ID, "Its id."]
    agreement: Annotated[str, TEXT, "Agreement file or id of the catalogue."]


@dataclass(frozen=True, slots=True, kw_only=True)
class DomesticGroup:
    """A group at home: its votes, its part of the side's gain, and what it buys or sells.

    A group with a veto has to be content, whatever the others say.
    """

    name: Annotated[str, TEXT, "Name of the group."]
    weight: Annotated[Fraction, SHARE, "Its share of the votes."]
    share: Annotated[Fraction, SHARE, "Its share of the gain of the side."] = Fraction(0)
    bought_t: Annotated[int, "Units it buys a year, tonnes CO2 eq."] = 0
    sold_t: Annotated[int, "Units it sells a year, tonnes CO2 eq."] = 0
    least: Annotated[Decimal, MONEY, "What it has to gain at least, USD a year."] = Decimal(0)
    veto: Annotated[bool, "Whether nothing is ratified without it."] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A side at the table: its market and the share of votes at home that ratifies."""

    market: Annotated[str, TEXT, "Id of its market in the agreements."]
    threshold: Annotated[Fraction, SHARE, "Share of votes that ratifies."]
    groups: Annotated[tuple[DomesticGroup, ...], "Groups at home."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Game:
    """Variants and sides."""

    variants: Annotated[tuple[Variant, ...], "Versions on the table."]
    sides: Annotated[tuple[Side, ...], "Sides."]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a variant does to every market: its gain in USD a year and its change of price.

    Both are None where the variant cannot be simulated.
    """

    gains: Mapping[str, float] | None
    price_changes: Mapping[str, float] | None


def worth(found: Simulation) -> Worth:
    """Read the worth of a variant off its simulation."""
    if found.restricted is None or found.without is None:
        return Worth(None, None)
    before, after = prices_of(found.without), prices_of(found.restricted)
    changes = {name: after[name] - before[name] for name in after if name in before}
    return Worth(gains_of(found.restricted), changes)
