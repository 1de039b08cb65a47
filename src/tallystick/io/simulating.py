"""An agreement simulated from its file or its name in the catalogue, with all listed facts."""

from datetime import date
from os import PathLike
from pathlib import Path

from tallystick import law
from tallystick.io.agreement_file import read_agreement
from tallystick.io.catalogue import catalogue
from tallystick.linking.systems import profiles
from tallystick.market.simulation import Circumstances, Simulation
from tallystick.market.simulation import simulate as run


def simulate(named: "str | PathLike[str]", on: date) -> Simulation:
    """Simulate an agreement on a day, from a file with a suffix or from the catalogue.

    Raises Damaged, KeyError or NoSolution.
    """
    path = Path(named)
    agreement = read_agreement(path) if path.suffix else catalogue()[str(named)]
    return run(agreement, Circumstances(on, profiles(), law.abatement_curves()))
