"""Whether the markets' flows leave each NDC attained once they are adjusted for."""

from dataclasses import dataclass

from tallystick.core.periods import NdcPeriod
from tallystick.market.results import MarketResult, Solution


@dataclass(frozen=True, slots=True)
class Attainment:
    """One market's year: emissions, transfers, uses, adjusted balance and target, t CO2 eq.

    `oversold_t` is what was transferred beyond the target (2/CMA.3 annex para 7).
    """

    market: str
    year: int
    emissions_t: int
    first_transferred_t: int
    used_t: int
    balance_t: int
    target_t: int
    oversold_t: int

    @property
    def attained(self) -> bool:
        """Whether the adjusted balance is within the target."""
        return self.balance_t <= self.target_t


UNDATED = 2021
"""The first year of NDCs stands for the year of a network that names none."""


def attainments(found: Solution) -> list[Attainment]:
    """Return the adjusted balances of markets with a target and a baseline, by year.

    Units sent are first transfers and units booked are used towards the receiver's NDC in their
    year, so that one side adds what the other subtracts.
    """
    periods = found.network.periods
    years = periods.years if periods else (UNDATED,)
    return [
        _attainment(found, one, at, year)
        for one in found.markets
        if one.market.inside.target is not None and one.market.baselines is not None
        for at, year in enumerate(years)
    ]


def _attainment(found: Solution, one: MarketResult, at: int, year: int) -> Attainment:
    inside, name = one.market.inside, one.market.id
    baseline = one.market.baselines[at] if one.market.baselines else 0.0
    sent = sum(flow.sent[at] for flow in found.flows if flow.link.source == name)
    booked = sum(flow.received[at] for flow in found.flows if flow.link.target == name)
    from tallystick.article6.safeguards.overselling import Forecast  # every rule comes with it

    forecast = Forecast(
        party=name,
        period=NdcPeriod(year, year),
        emissions_t={year: round(baseline - one.abatement[at] + inside.other_emissions)},
        transfers_t={year: round(sent)},
        uses_t={year: round(booked)},
        target_t={year: round(inside.target or 0.0)},
    )
    [(_, balance, target, _)] = forecast.spans()
    return Attainment(
        name,
        year,
        forecast.emissions_t[year],
        forecast.transfers_t[year],
        forecast.uses_t[year],
        balance or 0,
        target,
        forecast.oversold_t,
    )
