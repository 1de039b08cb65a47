"""Compile the kernels once, so that the first ensemble after an installation need not wait.

Usage: python -m tallystick.market.ensemble.warm
"""

from importlib.util import find_spec

from tallystick.market.curves import linear
from tallystick.market.ensemble.draws import Distribution, Draw, How, Spread, Uncertainty
from tallystick.market.ensemble.running import simulate
from tallystick.market.network import Link, Market, Network

N_DRAWS = 500
"""Enough draws that compiled kernels solve them."""


def main() -> None:
    """Run a small ensemble, whose kernels are then kept on disk."""
    markets = Market("a", (40.0,), linear(0, 2)), Market("b", (20.0,), linear(0, 1))
    need = Draw("need", Spread(Distribution.NORMAL, (0.0, 1.0)), market="a", how=How.SHIFT)
    simulate(Network(markets, (Link("b", "a"),)), Uncertainty((need,)), N_DRAWS, 0)


if __name__ == "__main__" and find_spec("numba") is not None:
    main()
