"""Compile the kernels once, so that the first ensemble after an installation need not wait.

Usage: python -m tallystick.market.ensemble.warm
"""

from importlib.util import find_spec

from tallystick.market.curves import linear
from tallystick.market.ensemble.draws import Distribution, Draw, How, Spread, Uncertainty
from tallystick.market.ensemble.hub import SPOKES_MIN
from tallystick.market.ensemble.running import simulate
from tallystick.market.network import Link, Market, Network

N_DRAWS = 500
"""Enough draws that compiled kernels solve them."""


def main() -> None:
    """Run a pair and a star, whose kernels are then kept on disk."""
    for n_markets in (2, SPOKES_MIN + 1):
        ids = [f"m{at}" for at in range(n_markets)]
        markets = tuple(Market(one, (10.0 + at,), linear(0, 2)) for at, one in enumerate(ids))
        links = tuple(Link(one, ids[0]) for one in ids[1:])
        need = Draw("need", Spread(Distribution.NORMAL, (0.0, 1.0)), market="m0", how=How.SHIFT)
        simulate(Network(markets, links), Uncertainty((need,)), N_DRAWS, 0)


if __name__ == "__main__" and find_spec("numba") is not None:
    main()
