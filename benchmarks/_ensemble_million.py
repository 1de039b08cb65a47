"""A million scenarios of 3 markets and 6 links from the draws to the quantiles; prints JSON."""

import json
import resource
import time

from benchmarks._ensemble_networks import mesh
from tallystick.market.ensemble import Distribution, Draw, How, Spread, Uncertainty, simulate

N_DRAWS = 1_000_000


def main() -> None:
    """Run and measure."""
    network = mesh(1, 3, 6)
    needs = Spread(Distribution.NORMAL, (0.0, 10.0))
    draws = tuple(Draw("need", needs, market=one.id, how=How.SHIFT) for one in network.markets)
    start = time.perf_counter()
    found = simulate(network, Uncertainty(draws), N_DRAWS, 1)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(
        json.dumps(
            {
                "case": "a million scenarios, whole",
                "seconds": round(seconds, 1),
                "unsolved": found.unsolved,
                "peak_bytes": peak,
            }
        )
    )


if __name__ == "__main__":
    main()
