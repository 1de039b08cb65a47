"""How level the field is: the carbon cost of a sector beside that of its rivals across the link.

Elasticities are the user's; none is given here. The estimate moves production by elasticity times
the share of value added that the difference in carbon cost takes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tallystick.core.findings import Severity, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """A sector in competition with rivals under another price; money in one currency.

    `emissions_t` and `value_added` are of a year, prices per t CO2 eq; `elasticity` is the share of
    output lost per share of value added that the difference in carbon cost takes.
    """

    system: str
    name: str
    emissions_t: int | None = None
    value_added: Decimal | None = None
    price: Decimal | None = None
    rival_price: Decimal | None = None
    free_share: Fraction | None = None
    elasticity: Fraction | None = None

    @property
    def cost_share(self) -> Fraction | None:
        """The difference in carbon cost as a share of value added; below 0 it favours the sector.

        Free allocation lowers the cost that is paid, not what another tonne costs.
        """
        known = (self.emissions_t, self.price, self.rival_price, self.free_share)
        if None in known or not self.value_added:
            return None
        gap = Fraction(self.price or 0) - Fraction(self.rival_price or 0)
        paid = (self.emissions_t or 0) * (1 - (self.free_share or 0))
        return gap * paid / Fraction(self.value_added)

    @property
    def output_change(self) -> Fraction | None:
        """The share of output that moves, negative where it moves away."""
        if self.cost_share is None or self.elasticity is None:
            return None
        return -self.elasticity * self.cost_share

    def to_json(self) -> dict[str, object]:
        """Return the indicator and the estimate."""
        change = self.output_change
        moved = None if change is None else change * (self.emissions_t or 0)
        return {
            "system": self.system,
            "sector": self.name,
            "cost_share": printed(self.cost_share),
            "output_change": printed(change),
            "emissions_moved_t": printed(moved),
        }


EXPOSURE: Rulebook[Exposed, Fraction] = Rulebook("competition across a link")


@EXPOSURE.rule(
    "FIELD_NOT_LEVEL",
    source="Liu 2024 section 1.3; Tallystick design",
    severity=Severity.WARNING,
    message=Text(
        "{sector} of {system}: carbon costs beyond those of rivals take {share} of value added, "
        "more than {most}; {change} of its output is estimated to move",
        "{system} 的 {sector}：高于竞争者的碳成本占增加值 {share}，超过 {most}；"
        "估计产出变动 {change}",
    ),
    fix=Text(
        "bring prices together, or aim free allocation or a border adjustment at it",
        "请使价格趋同，或定向免费分配或边境调节",
    ),
)
def carbon_costs_are_alike(sector: Exposed, most: Fraction) -> Iterator[Shown]:
    """Carbon costs above those of rivals take no more of value added than the user tolerates."""
    where = {"system": sector.system, "sector": sector.name}
    share = sector.cost_share
    if share is None or sector.elasticity is None:
        yield unknown(
            Text("emissions, value added, prices, elasticity", "排放、增加值、价格和弹性"), where
        )
    elif share > most:
        told = {"share": printed(share), "most": printed(most)}
        yield fails(where, change=printed(sector.output_change), **where, **told)
