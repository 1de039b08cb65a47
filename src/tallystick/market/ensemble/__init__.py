"""Many draws of an uncertain network: distributions of prices, flows and gains."""

from tallystick.market.ensemble.draws import (
    Distribution,
    Draw,
    How,
    Spread,
    Uncertainty,
    lognormal,
    lognormal_around,
)
from tallystick.market.ensemble.measures import Key
from tallystick.market.ensemble.running import check_ensemble, simulate
from tallystick.market.ensemble.summary import Ensemble, Index, Summary, Swing
from tallystick.market.ensemble.tasks import Workers, threads
from tallystick.market.ensemble.wording import ensemble_to_json, no_ensemble_to_json

__all__ = [
    "Distribution",
    "Draw",
    "Ensemble",
    "How",
    "Index",
    "Key",
    "Spread",
    "Summary",
    "Swing",
    "Uncertainty",
    "Workers",
    "check_ensemble",
    "ensemble_to_json",
    "lognormal",
    "lognormal_around",
    "no_ensemble_to_json",
    "simulate",
    "threads",
]
