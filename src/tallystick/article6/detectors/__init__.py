"""Three detectors over units of any registry: double issuance, double claiming, double use."""

from collections.abc import Mapping

from tallystick.article6.detectors.claiming import CLAIMING
from tallystick.article6.detectors.events import UnitEvent, UnitEvents
from tallystick.article6.detectors.issuance import ISSUANCE
from tallystick.article6.detectors.use import USE
from tallystick.core.rules import Rulebook

DETECTORS: Mapping[str, tuple[Rulebook[UnitEvents, None], UnitEvent]] = {
    "issuance": (ISSUANCE, UnitEvent.ISSUANCE),
    "claiming": (CLAIMING, UnitEvent.CLAIM),
    "use": (USE, UnitEvent.RETIREMENT),
}
"""Each detector with the event that a row without one stands for."""

__all__ = ["DETECTORS", "UnitEvent", "UnitEvents"]
