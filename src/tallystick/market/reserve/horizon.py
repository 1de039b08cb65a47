"""The later years of a network, as markets see them that plan ahead."""

from collections.abc import Sequence
from dataclasses import replace

from tallystick.market.network import Collar, Network


def later(network: Network, first: int) -> Network:
    """Return a network with periods from one of its years on."""
    periods = network.periods
    return replace(
        network,
        markets=tuple(
            replace(
                one,
                needs=one.needs[first:],
                baselines=one.baselines and one.baselines[first:],
                withheld=_collars(one.withheld, first),
                released=_collars(one.released, first),
            )
            for one in network.markets
        ),
        limits=tuple(replace(one, maxima=one.maxima[first:]) for one in network.limits),
        periods=periods and replace(periods, years=periods.years[first:]),
    )


def _collars(collars: Sequence[Collar], first: int) -> tuple[Collar, ...]:
    return tuple(replace(one, prices=one.prices[first:]) for one in collars)
