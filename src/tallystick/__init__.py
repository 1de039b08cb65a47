"""Tallystick 合符: carbon-market agreements checked, run and reported under the Paris Agreement."""

from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallystick.market import Network
    from tallystick.market.simulation import Simulation

__version__ = "0.1.0"


def read_market(path: "str | PathLike[str]") -> "Network":
    """Return the network of a market file; raises Damaged, whose findings name every mistake."""
    from tallystick.io.market_file import read_market as read

    return read(Path(path))


def simulate(named: "str | PathLike[str]", on: date) -> "Simulation":
    """Simulate an agreement on a day, from its file (with a suffix) or the catalogue.

    Raises Damaged, KeyError or NoSolution.
    """
    from tallystick import law
    from tallystick.io.agreement_file import read_agreement
    from tallystick.io.catalogue import catalogue
    from tallystick.linking.systems import profiles
    from tallystick.market.simulation import Circumstances
    from tallystick.market.simulation import simulate as run

    path = Path(named)
    agreement = read_agreement(path) if path.suffix else catalogue()[str(named)]
    return run(agreement, Circumstances(on, profiles(), law.abatement_curves()))
