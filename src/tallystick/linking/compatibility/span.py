"""How far a requirement is met, between the least and the most that the known facts allow."""

from dataclasses import dataclass
from fractions import Fraction

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Span:
    """A closed interval of exact numbers; one number where nothing is open."""

    low: Fraction
    high: Fraction

    @property
    def is_decided(self) -> bool:
        """Whether the facts leave nothing open."""
        return self.low == self.high

    def __contains__(self, other: "Span") -> bool:
        return self.low <= other.low and other.high <= self.high


FAILS = Span(Fraction(0), Fraction(0))
PARTLY = Span(HALF, HALF)
MEETS = Span(Fraction(1), Fraction(1))
OPEN = Span(Fraction(0), Fraction(1))
AT_MOST_PARTLY = Span(Fraction(0), HALF)
