"""What restrictions do to units that cross a link, in exact rationals."""

from tallystick.linking.restrictions.convert import Conversion, convert
from tallystick.linking.restrictions.transfer import Ratings, Setting, Transfer, Units

__all__ = ["Conversion", "Ratings", "Setting", "Transfer", "Units", "convert"]
