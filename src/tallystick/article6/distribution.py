"""How the gains of cooperation are spread: per Party and per head."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tallystick.core.quantities import printed


@dataclass(frozen=True, slots=True)
class Gain:
    """What a Party gains, in money of one currency; `population` is None where it is not known."""

    party: str
    amount: Fraction
    population: int | None = None

    @property
    def per_head(self) -> Fraction | None:
        """The gain per head, None where the population is not known."""
        return self.amount / self.population if self.population else None


@dataclass(frozen=True, slots=True)
class Distribution:
    """The gains of all Parties of a link."""

    gains: tuple[Gain, ...]

    @property
    def shares(self) -> Mapping[str, Fraction | None]:
        """The share of every Party in the gains of all; None where these add up to nothing."""
        total = sum((one.amount for one in self.gains), Fraction(0))
        return {one.party: one.amount / total if total else None for one in self.gains}

    @property
    def spread(self) -> Fraction | None:
        """The highest gain per head by the lowest; None unless all are known and above 0."""
        heads = [one.per_head for one in self.gains]
        known = [one for one in heads if one is not None and one > 0]
        return max(known) / min(known) if known and len(known) == len(heads) else None

    @property
    def losers(self) -> tuple[str, ...]:
        """The Parties that lose."""
        return tuple(one.party for one in self.gains if one.amount < 0)

    def to_json(self) -> dict[str, object]:
        """Return the distribution as commands print it."""
        shares = self.shares
        return {
            "parties": [
                {
                    "party": one.party,
                    "gain": printed(one.amount),
                    "share": printed(shares[one.party]),
                    "per_head": printed(one.per_head),
                }
                for one in self.gains
            ],
            "spread": printed(self.spread),
            "losers": list(self.losers),
        }
