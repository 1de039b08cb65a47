"""What it costs to replace a tonne that was sold: the cheapest measures that are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Abatement:
    """A measure that can still reduce emissions: how much, and at what cost per t CO2 eq."""

    quantity_t: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class CostList:
    """A Party's list of measures in one currency, the marginal abatement costs of replacing."""

    currency: str
    measures: Sequence[Abatement]

    def cost(self, quantity_t: int) -> Fraction | None:
        """Return the cost of replacing a quantity by the cheapest measures; None past the list."""
        total = Fraction(0)
        for one in self._cheapest_first():
            taken = min(quantity_t, one.quantity_t)
            total += taken * Fraction(one.cost)
            quantity_t -= taken
        return total if quantity_t <= 0 else None

    def marginal(self, quantity_t: int) -> Decimal | None:
        """Return the cost of the last tonne of a quantity, the opportunity cost of selling it.

        Returns None past the end of the list; nothing to replace costs nothing.
        """
        if quantity_t <= 0:
            return Decimal(0)
        for one in self._cheapest_first():
            quantity_t -= one.quantity_t
            if quantity_t <= 0:
                return one.cost
        return None

    def _cheapest_first(self) -> list[Abatement]:
        return sorted(self.measures, key=lambda one: one.cost)
