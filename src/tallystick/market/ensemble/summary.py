"""What an ensemble shows: distributions of figures, probabilities of events, sensitivities."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tallystick.core.findings import Finding
from tallystick.market.compile import Floats
from tallystick.market.ensemble.draws import Uncertainty
from tallystick.market.ensemble.measures import Key
from tallystick.market.network import Network

QUANTILES = (5, 25, 50, 75, 95)
"""The percentages at which distributions are shown."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A distribution: mean, standard deviation, quantiles, and the share of draws that have it."""

    mean: float
    sd: float
    quantiles: tuple[float, ...]
    known: float = 1.0


@dataclass(frozen=True, slots=True)
class Swing:
    """A figure with one draw at its low and at its high end, the others in their middle."""

    draw: str
    key: Key
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Index:
    """Sobol's indices of a group of draws: the share of variance it explains alone and in all."""

    draws: tuple[str, ...]
    key: Key
    first: float
    total: float


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The outcome of many draws of one network.

    `resolved` counts draws that only the solver of single networks could certify, `unsolved` those
    without any equilibrium, which no figure includes. `single_precision` says that figures were
    kept to seven digits to save memory.
    """

    network: Network
    uncertainty: Uncertainty
    n_draws: int
    seed: int
    figures: Mapping[Key, Summary]
    events: Mapping[Key, float]
    central: Mapping[Key, float]
    tornado: tuple[Swing, ...]
    sobol: tuple[Index, ...]
    max_residual: float
    resolved: int
    unsolved: int
    single_precision: bool = False
    findings: list[Finding] = field(default_factory=list)


def summarized(values: Floats) -> Summary | None:
    """Return the distribution of a figure over the draws that have it; None where none has."""
    known = values[~np.isnan(values)].astype(np.float64)
    if not len(known):
        return None
    found = np.quantile(known, np.array(QUANTILES) / 100)
    return Summary(
        mean=float(np.mean(known)),
        sd=float(np.std(known)),
        quantiles=tuple(found.tolist()),
        known=len(known) / len(values),
    )
