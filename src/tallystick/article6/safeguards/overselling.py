"""What a host may still sell: its projected balance against its target, and what replacing costs.

2/CMA.3 sets no limit on first transfers. A forecast adds what is to be transferred to what is
projected to be emitted, as the adjustment will, and warns where the sum is beyond the target.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from tallystick.article6.safeguards.costs import CostList
from tallystick.article6.safeguards.scenario import Scenario
from tallystick.core.findings import Severity, Text
from tallystick.core.periods import NdcPeriod
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown

SOURCE = "2/CMA.3 annex para 7; Tallystick design"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A Party's projections in one NDC period, in t CO2 eq by year.

    `target_t` is the target of a year where the NDC or its trajectory has one, `budget_t` that of
    the whole period; `transfers_t` are first transfers authorized or planned, by year of vintage,
    `uses_t` the units that the Party itself is to use.
    """

    party: str
    period: NdcPeriod
    emissions_t: Mapping[int, int]
    transfers_t: Mapping[int, int]
    uses_t: Mapping[int, int] = field(default_factory=dict)
    target_t: Mapping[int, int] = field(default_factory=dict)
    budget_t: int | None = None
    costs: CostList | None = None
    price: Decimal | None = None
    currency: str | None = None

    def balance_t(self, year: int) -> int | None:
        """Emissions and first transfers less uses of a year, None without a projection."""
        if year not in self.emissions_t or year not in self.transfers_t:
            return None
        return self.emissions_t[year] + self.transfers_t[year] - self.uses_t.get(year, 0)

    @property
    def period_balance_t(self) -> int | None:
        """The balances of all years together, None while one is missing."""
        balances = [self.balance_t(year) for year in self.period.years]
        known = [one for one in balances if one is not None]
        return sum(known) if len(known) == len(balances) else None

    def spans(self) -> Iterator[tuple[str, int | None, int, int]]:
        """Yield every year with a target, then the period: balance, target, first transfers."""
        for year, target in sorted(self.target_t.items()):
            yield str(year), self.balance_t(year), target, self.transfers_t.get(year, 0)
        if self.budget_t is not None:
            sold = sum(self.transfers_t.values())
            yield str(self.period), self.period_balance_t, self.budget_t, sold

    @property
    def oversold_t(self) -> int:
        """The most that is first transferred beyond the target, in any year or the period."""
        return max((one for one in self._oversold() if one > 0), default=0)

    def _oversold(self) -> Iterator[int]:
        for _, balance, target, sold in self.spans():
            if balance is not None:
                yield min(balance - target, sold)

    def with_transfer(self, quantity_t: int, vintage: int) -> "Forecast":
        """Return the forecast with one more first transfer."""
        more = self.transfers_t.get(vintage, 0) + quantity_t
        return replace(self, transfers_t={**self.transfers_t, vintage: more})


FORECASTS: Rulebook[Forecast, Scenario] = Rulebook("overselling forecast")


@FORECASTS.rule(
    "OVERSELL",
    source=SOURCE,
    severity=Severity.WARNING,
    message=Text(
        "{party} is projected {excess} t beyond its target in {years}, {sold} t of which it has "
        "sold; replacing them costs {cost}",
        "{party} 在 {years} 预计超出目标 {excess} 吨，其中 {sold} 吨为已出售量；替代成本为 {cost}",
    ),
    fix=Text(
        "transfer {sold} t less, or secure measures or units in their place",
        "请减少转让 {sold} 吨，或落实替代措施或单位",
    ),
)
def what_is_sold_is_not_needed(forecast: Forecast, _: Scenario) -> Iterator[Shown]:
    """Projected emissions and first transfers together stay within the target."""
    if not forecast.target_t and forecast.budget_t is None:
        yield unknown(Text("a target or budget", "目标或预算"), place(forecast))
    for years, balance, target, transferred in forecast.spans():
        where = {**place(forecast), "years": years}
        if balance is None:
            yield unknown(Text("all projections", "各年预测"), where)
        elif balance > target and transferred:
            sold = min(balance - target, transferred)
            excess, cost = balance - target, cost_text(forecast, sold)
            yield fails(
                where, party=forecast.party, years=years, excess=excess, sold=sold, cost=cost
            )


@FORECASTS.rule(
    "BELOW_OPPORTUNITY_COST",
    source="Tallystick design",
    severity=Severity.WARNING,
    message=Text(
        "{party} sells at {price} {currency}, below the {marginal} {currency} that replacing the "
        "last oversold tonne costs",
        "{party} 以 {price} {currency} 出售，低于替代最后一吨超售量的成本 {marginal} {currency}",
    ),
    fix=Text(
        "ask for {marginal} {currency} or keep the tonne", "请要价 {marginal} {currency}或保留该吨"
    ),
)
def price_covers_replacing(forecast: Forecast, scenario: Scenario) -> Shown | None:
    """In the scenario of linked prices, the price is not below the cost of replacing."""
    if not scenario.price_linked or forecast.oversold_t == 0:
        return None
    costs = forecast.costs
    marginal = costs.marginal(forecast.oversold_t) if costs else None
    if costs is None or marginal is None or forecast.price is None:
        lacking = Text("the price and the costs of replacing", "价格和替代成本")
        return unknown(lacking, place(forecast))
    if forecast.currency != costs.currency:
        return unknown(
            Text("price and costs in one currency", "同一币种的价格和成本"), place(forecast)
        )
    if forecast.price >= marginal:
        return None
    values = {"party": forecast.party, "price": forecast.price, "marginal": marginal}
    return fails(place(forecast), currency=costs.currency, **values)


def cost_text(forecast: Forecast, quantity_t: int) -> str:
    """Say what replacing a quantity costs, "?" where the list of measures is too short."""
    cost = replacing(forecast, quantity_t)
    return (
        "?"
        if cost is None or forecast.costs is None
        else (f"{printed(cost)} {forecast.costs.currency}")
    )


def replacing(forecast: Forecast, quantity_t: int) -> Fraction | None:
    """Return the cost of replacing a quantity, None without a list that is long enough."""
    return forecast.costs.cost(quantity_t) if forecast.costs else None


def place(forecast: Forecast) -> dict[str, object]:
    """Say whose forecast a finding is about."""
    return {"party": forecast.party}
