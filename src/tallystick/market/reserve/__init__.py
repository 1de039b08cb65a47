"""A market stability reserve: units taken in and released by what circulates."""

from tallystick.market.reserve.acting import Action, Reserve, ReserveRule, act
from tallystick.market.reserve.horizon import later
from tallystick.market.reserve.rules import PATHS, RESERVES
from tallystick.market.reserve.simulating import Path, Year, simulate, without_reserve
from tallystick.market.reserve.wording import no_path_to_json, path_to_json

__all__ = [
    "PATHS",
    "RESERVES",
    "Action",
    "Path",
    "Reserve",
    "ReserveRule",
    "Year",
    "act",
    "later",
    "no_path_to_json",
    "path_to_json",
    "simulate",
    "without_reserve",
]
